import { LongplayError } from '../errors.ts';
import type { Logger } from '../observe/logger.ts';
import type { Processor, Values } from './definition.ts';
import { type Engine, groupOf, topicOf } from './engine.ts';
import type { FatEvent } from './fat-event.ts';

/** What the parts of one task share for its whole life. */
export type TaskScope<S extends FatEvent, I extends Values, T extends Values> = {
  readonly engine: Engine;
  readonly processor: Processor<S, I, T>;
  readonly partition: number;
  readonly logger: Logger;
  readonly group: string;
  /** Full names. */
  readonly inputs: readonly string[];
  readonly own: string;
  /** Of the cases and of the operations; null where there is no hospital. */
  readonly hospital: { readonly cases: string; readonly operations: string } | null;
  /** Aborted once the task is closed or stands still: nothing new begins after it. */
  readonly signal: AbortSignal;
};

export function taskScope<S extends FatEvent, I extends Values, T extends Values>(
  engine: Engine,
  processor: Processor<S, I, T>,
  partition: number,
  signal: AbortSignal,
): TaskScope<S, I, T> {
  return {
    engine,
    processor,
    partition,
    signal,
    logger: engine.logger.child({ processor: processor.name, partition }),
    group: groupOf(engine, processor.name),
    inputs: processor.reads.map(name => topicOf(engine, name)),
    own: topicOf(engine, processor.owns),
    hospital:
      engine.hospital === undefined
        ? null
        : {
            cases: topicOf(engine, `${processor.name}.hospital`),
            operations: topicOf(engine, `${processor.name}.operations`),
          },
  };
}

/** Whether trying again can help: errors of the log, the codec and the vault all say so by their kind. */
export function isPassing(error: unknown): boolean {
  const { kind } = error as { kind?: unknown };
  return kind === 'retriable' || kind === 'unavailable' || kind === 'fenced' || kind === 'outcome-unknown';
}

/** Whether another task has, or had, the partition. */
export const isFenced = (error: unknown): boolean => (error as { kind?: unknown } | null)?.kind === 'fenced';

/** What cannot be processed, and why. An error that says both already, or that passes, stays what it is. */
export function poison(what: string, cause: unknown): unknown {
  if (isPassing(cause) || cause instanceof LongplayError) return cause;
  const why = cause instanceof Error ? cause.message : String(cause);
  return new LongplayError('LP_TASK_POISON', `${what}: ${why}`, { cause });
}

/** Settles as `work` does, or rejects once the signal is aborted. */
export function unlessAborted<R>(work: Promise<R>, signal: AbortSignal): Promise<R> {
  return new Promise((resolve, reject) => {
    const end = (): void => reject(signal.reason);
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', end));
  });
}
