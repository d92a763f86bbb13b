import { once } from 'node:events';

/** Lets one after the other work, in the order in which they came. Rejects where the signal is aborted meanwhile. */
export type Turns = <T>(work: () => Promise<T>, signal: AbortSignal) => Promise<T>;

export function turns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return async (work, signal) => {
    const before = last;
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    last = before.then(() => ended);
    const waited = new AbortController();
    try {
      signal.throwIfAborted();
      await Promise.race([before, once(signal, 'abort', { signal: waited.signal }).catch(() => undefined)]);
      signal.throwIfAborted();
      return await work();
    } finally {
      waited.abort();
      end();
    }
  };
}
