import { type DestinationStream, type Logger as PinoLogger, pino, stdTimeFunctions } from 'pino';
import { flattenExpected, type LogArguments } from './log-error.ts';
import { createJsonMask } from './mask.ts';
import { prettyStream } from './pretty.ts';
import { storied } from './story.ts';

export type Logger = PinoLogger;

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

export type LoggerOptions = {
  /** Least important line that is written. Default info. At debug and trace, expected errors show their stacks. */
  readonly level?: LogLevel;
  /** Default auto: pretty on a terminal, json elsewhere. */
  readonly format?: 'auto' | 'pretty' | 'json';
  /** Values that must never appear in a line (`Settings.secrets`). Passwords in URLs are masked in any case. */
  readonly secrets?: readonly string[];
  /** What a key is called that is also the name of its story, such as `orderId`. Default: nothing but `key`. */
  readonly storyKey?: string;
  /** Where lines go. Default: standard output. */
  readonly destination?: DestinationStream;
  /** Whether that is a terminal: pretty by default, and coloured. Default: whether standard output is one. */
  readonly terminal?: boolean;
};

/** Names of fields that hold secrets, whoever logs them, at the first three depths. */
const secretFields = ['password', 'passphrase', 'secret', 'token', 'authorization', 'cookie'];
const redact = secretFields.flatMap(name => [name, `*.${name}`, `*.*.${name}`]);

/**
 * Structured logs. Lines are written as they are logged, without a worker thread: what was logged before a crash is
 * there after it.
 */
export function createLogger(options: LoggerOptions = {}): Logger {
  const level = options.level ?? 'info';
  const terminal = options.terminal ?? (options.destination === undefined && process.stdout.isTTY === true);
  const pretty = options.format === 'pretty' || (options.format !== 'json' && terminal);
  const stacks = level === 'debug' || level === 'trace';
  const output = options.destination ?? pino.destination({ sync: true });
  return pino(
    {
      level,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: label => ({ level: label }), log: line => storied(line, options.storyKey) },
      redact: { paths: redact, censor: '***' },
      hooks: {
        logMethod(args, method) {
          method.apply(this, flattenExpected(args as LogArguments, stacks) as typeof args);
        },
        streamWrite: createJsonMask(options.secrets ?? []),
      },
    },
    pretty ? prettyStream(output, terminal) : output,
  );
}
