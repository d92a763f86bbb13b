import type { logCreator } from 'kafkajs';
import type { Logger } from '../../observe/logger.ts';

/** An unreachable broker is reported at most this often, ms; kafkajs logs every single attempt. */
const REPEAT_AFTER_MS = 30_000;

type Translated = { readonly level: 'error' | 'warn'; readonly text: string; readonly about: string };

/**
 * kafkajs' log entries, translated into few, meaningful lines. It logs an ERROR for every answer that a retry will
 * mend (118 of them for 200 transactions) and an INFO for every pause; what matters of that, this adapter reports
 * itself. All of it is still there at level debug.
 */
export function kafkajsLogCreator(logger: Logger, clock: () => number = Date.now): logCreator {
  const reported = new Map<string, number>();
  return () => entry => {
    const translated = translate(entry.log.message, entry.log);
    const last = translated === null ? undefined : reported.get(translated.about);
    if (translated !== null && (last === undefined || clock() - last >= REPEAT_AFTER_MS)) {
      reported.set(translated.about, clock());
      logger[translated.level](translated.text);
      return;
    }
    logger.debug({ kafkajs: entry.namespace, ...entry.log, timestamp: undefined }, entry.log.message);
  };
}

function translate(message: string, extra: Record<string, unknown>): Translated | null {
  const broker = typeof extra.broker === 'string' ? extra.broker : 'a Kafka broker';
  if (message.startsWith('Connection error') || message.startsWith('Connection timeout')) {
    return { level: 'warn', text: `${broker} cannot be reached (${message}); trying again.`, about: `reach ${broker}` };
  }
  if (message.includes('SASL') && message.includes('failed')) {
    return { level: 'error', text: `${broker} refused the credentials: ${message}`, about: `sasl ${broker}` };
  }
  return null;
}
