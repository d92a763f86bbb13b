import type { LookupAddress } from 'node:dns';

type Done = (error: Error | null, addresses: LookupAddress[]) => void;
export type Resolve = (host: string, done: Done) => void;

export type ResolveLimits = {
  /** How long a caller waits for an answer, ms. Default 5 s, which is less than a post may take. */
  readonly timeout?: number;
  /**
   * Lookups at once. Default 2: each takes one of the process's four threads for files, keys and names, and cannot be
   * called off. More: names that hang bring the whole process to a stand.
   */
  readonly most?: number;
};

/**
 * Asks once for all that want the same name at the same time, and lets nobody wait for long: a name whose servers are
 * silent holds one thread, however many orders are to be told there.
 */
export function sharedResolve(resolve: Resolve, { timeout = 5_000, most = 2 }: ResolveLimits = {}): Resolve {
  /** Who waits, by host. A host whose lookup hangs stays here, also when nobody waits any more. */
  const callers = new Map<string, Set<Done>>();
  const queue: string[] = [];
  let running = 0;

  const begin = (): void => {
    while (running < most) {
      const host = queue.shift();
      if (host === undefined) return;
      if (callers.get(host)?.size === 0) callers.delete(host);
      else ask(host);
    }
  };

  const ask = (host: string): void => {
    running++;
    resolve(host, (error, addresses) => {
      running--;
      const waiting = callers.get(host) ?? [];
      callers.delete(host);
      for (const done of waiting) done(error, addresses);
      begin();
    });
  };

  return (host, done) => {
    const waiting = callers.get(host) ?? new Set();
    const timer = setTimeout(() => {
      waiting.delete(answered);
      done(Object.assign(new Error(`No answer about the name ${host} in time.`), { code: 'ETIMEOUT' }), []);
    }, timeout);
    const answered: Done = (error, addresses) => {
      clearTimeout(timer);
      done(error, addresses);
    };
    waiting.add(answered);
    if (callers.has(host)) return;
    callers.set(host, waiting);
    queue.push(host);
    begin();
  };
}
