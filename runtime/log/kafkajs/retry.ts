import { setTimeout as sleep } from 'node:timers/promises';
import type { LogError } from '../errors.ts';
import { toLogError } from './errors.ts';

export type RetryOptions = {
  /** Give up after this many ms, with the last error. */
  readonly within: number;
  /** First pause between two attempts, ms; doubles up to `longest`. */
  readonly first: number;
  readonly longest: number;
  readonly signal?: AbortSignal;
  /** Called before each further attempt, for instance to look for the brokers again. A failure of it is ignored. */
  readonly before?: (error: LogError) => Promise<void>;
};

/** Repeats `work` while it fails with a retriable or unavailable LogError. Any other error is thrown at once. */
export async function retrying<T>(what: string, options: RetryOptions, work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + options.within;
  let pause = options.first;
  for (;;) {
    try {
      return await work();
    } catch (thrown) {
      const error = toLogError(thrown, what);
      const again = error.kind === 'retriable' || error.kind === 'unavailable';
      if (!again || Date.now() + pause > deadline || options.signal?.aborted) throw error;
      await sleep(pause * (0.75 + Math.random() / 2));
      pause = Math.min(pause * 2, options.longest);
      await options.before?.(error).catch(() => undefined);
    }
  }
}
