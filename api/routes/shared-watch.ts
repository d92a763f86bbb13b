/** Waits for something to become so, on behalf of many. */
export type SharedWatch<A extends object, B> = {
  /** What was found for `asked`; null where it was not within so long, ms, or the signal aborts. */
  wait(asked: A, within: number, signal: AbortSignal): Promise<B | null>;
  /** Lets all who wait go, now and from now on. */
  stop(): void;
};

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
  const waiting = new Map<A, (found: B | null) => void>();
  let looking = false;
  let stopped = false;

  const keepLooking = async (): Promise<void> => {
    looking = true;
    let told = false;
    while (waiting.size > 0) {
      try {
        for (const [asked, found] of await look([...waiting.keys()])) waiting.get(asked)?.(found);
      } catch (error) {
        if (!told) failed(error);
        told = true;
      }
      if (waiting.size > 0) await new Promise(resolve => setTimeout(resolve, LOOK_EVERY_MS));
    }
    looking = false;
  };

  return {
    wait: (asked, within, signal) =>
      new Promise(resolve => {
        const settle = (found: B | null): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', giveUp);
          waiting.delete(asked);
          resolve(found);
        };
        const giveUp = (): void => settle(null);
        const timer = setTimeout(giveUp, within);
        waiting.set(asked, settle);
        if (stopped || signal.aborted) giveUp();
        else signal.addEventListener('abort', giveUp, { once: true });
        if (!looking) void keepLooking();
      }),
    stop: () => {
      stopped = true;
      for (const settle of [...waiting.values()]) settle(null);
    },
  };
}
