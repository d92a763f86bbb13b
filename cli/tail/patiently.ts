import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../runtime/observe/logger.ts';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

/** Kinds of LogError, VaultError and SchemasUnavailableError that pass by themselves. */
const PASSING = new Set(['retriable', 'unavailable', 'outcome-unknown', 'fenced']);

export const passes = (error: unknown): boolean =>
  error instanceof Error && 'kind' in error && PASSING.has(error.kind as string);

/**
 * Does it until it is done, as long as what stops it passes by itself: a broker, registry or vault that is away. Says so
 * once. What was aborted throws the signal's reason.
 */
export async function patiently<T>(
  what: string,
  { signal, logger }: { readonly signal: AbortSignal; readonly logger: Pick<Logger, 'warn' | 'info'> },
  work: () => Promise<T>,
): Promise<T> {
  for (let pause = FIRST_PAUSE_MS, told = false; ; pause = Math.min(LONGEST_PAUSE_MS, pause * 2)) {
    signal.throwIfAborted();
    try {
      const done = await work();
      if (told) logger.info(`${what}: works again.`);
      return done;
    } catch (error) {
      if (!passes(error)) throw error;
      if (!told) logger.warn({ err: error }, `${what} fails for the moment; trying again.`);
      told = true;
      await sleep(pause, undefined, { signal });
    }
  }
}
