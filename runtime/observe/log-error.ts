import { LongplayError } from '../errors.ts';

/** What pino's log methods take: an object or a message first. */
export type LogArguments = [first: unknown, text?: string, ...rest: unknown[]];

/**
 * An expected error (one with a code) becomes fields of its line: code, message, remedy and the causes' messages. Its
 * stack says nothing to an operator and is kept only where `stacks` asks for it. Any other error keeps everything.
 */
export function flattenExpected(args: LogArguments, stacks: boolean): LogArguments {
  const [first, text, ...rest] = args;
  const { error, fields } = errorIn(first);
  if (!(error instanceof LongplayError)) return args;
  const line = {
    ...fields,
    code: error.code,
    remedy: error.remedy,
    ...causes(error),
    ...(stacks && { stack: error.stack }),
  };
  return [line, text === undefined ? error.message : `${text}: ${error.message}`, ...rest];
}

function errorIn(first: unknown): { error: unknown; fields: object } {
  if (first instanceof Error) return { error: first, fields: {} };
  if (typeof first !== 'object' || first === null || !('err' in first)) return { error: undefined, fields: {} };
  const { err, ...fields } = first;
  return { error: err, fields };
}

function causes(error: Error): { cause?: string } {
  const messages: string[] = [];
  // Five are enough to find the origin, and a chain that ends in itself does not loop.
  for (let cause = error.cause; cause !== undefined && messages.length < 5; ) {
    messages.push(cause instanceof Error ? cause.message || cause.name : String(cause));
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return messages.length === 0 ? {} : { cause: messages.join(' ← ') };
}
