/** Waits for something to become so, on behalf of many. */
export type SharedWatch<A extends object, B> = {
  /**
   * What was found for `asked`; null where it was not within so long, ms, or the signal aborts. There is one look at least, so
   * that also with 0 null means that it is not so.
   */
  wait(asked: A, within: number, signal: AbortSignal): Promise<B | null>;
  /** Lets all who wait go, now and from now on. */
  stop(): void;
};

type Waiting<B> = { looked: boolean; late: boolean; settle(found: B | null): void };

/** Pause between two looks, ms. All who wait share them. */
const LOOK_EVERY_MS = 20;

/**
 * One loop that looks while anybody waits, with one `look` for all of them: a thousand who wait cost what one costs.
 *
 * @param look answers those that are so by now.
 * @param failed is told of a look that failed, once until nobody waits any more.
 */
export function sharedWatch<A extends object, B>(
  look: (asked: readonly A[]) => Promise<ReadonlyMap<A, B>>,
  failed: (error: unknown) => void,
): SharedWatch<A, B> {
  const waiting = new Map<A, Waiting<B>>();
  let looking = false;
  let stopped = false;

  const keepLooking = async (): Promise<void> => {
    looking = true;
    let told = false;
    while (waiting.size > 0) {
      const asked = [...waiting];
      try {
        for (const [one, found] of await look(asked.map(([one]) => one))) waiting.get(one)?.settle(found);
      } catch (error) {
        if (!told) failed(error);
        told = true;
      }
      for (const [, one] of asked) {
        one.looked = true;
        if (one.late) one.settle(null);
      }
      if (waiting.size > 0) await new Promise(resolve => setTimeout(resolve, LOOK_EVERY_MS));
    }
    looking = false;
  };

  return {
    wait: (asked, within, signal) =>
      new Promise(resolve => {
        const giveUp = (): void => one.settle(null);
        const one: Waiting<B> = {
          looked: false,
          late: false,
          settle: found => {
            clearTimeout(timer);
            signal.removeEventListener('abort', giveUp);
            waiting.delete(asked);
            resolve(found);
          },
        };
        const timer = setTimeout(() => {
          one.late = true;
          if (one.looked) giveUp();
        }, within);
        waiting.set(asked, one);
        if (stopped || signal.aborted) giveUp();
        else signal.addEventListener('abort', giveUp, { once: true });
        if (!looking) void keepLooking();
      }),
    stop: () => {
      stopped = true;
      for (const one of [...waiting.values()]) one.settle(null);
    },
  };
}
