import { setImmediate as turnsEnd } from 'node:timers/promises';

type Waiting<T, R> = {
  readonly item: T;
  readonly done: (result: R) => void;
  readonly failed: (error: unknown) => void;
};

/**
 * Makes one call of many: what is asked while a call is under way goes out together with the next. Batches grow with the
 * load, and nobody waits for a timer; the first waits for those that are read in the same turn of the event loop. Of items with the same id at most one is in a batch, the others follow in theirs.
 *
 * @param work answers in the order of the items; where it fails, all of its items fail.
 */
export function gathering<T, R>(
  work: (items: readonly T[]) => Promise<readonly R[]>,
  idOf: (item: T) => string,
  most = 500,
): (item: T) => Promise<R> {
  let waiting: Waiting<T, R>[] = [];
  let working = false;

  const nextBatch = (): Waiting<T, R>[] => {
    const ids = new Set<string>();
    const batch: Waiting<T, R>[] = [];
    const later: Waiting<T, R>[] = [];
    for (const one of waiting) {
      const id = idOf(one.item);
      if (batch.length >= most || ids.has(id)) later.push(one);
      else batch.push(one);
      ids.add(id);
    }
    waiting = later;
    return batch;
  };

  const goOn = async (): Promise<void> => {
    working = true;
    await turnsEnd();
    while (waiting.length > 0) {
      const batch = nextBatch();
      try {
        const results = await work(batch.map(({ item }) => item));
        for (const [n, { done }] of batch.entries()) done(results[n] as R);
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    working = false;
  };

  return item =>
    new Promise<R>((done, failed) => {
      waiting.push({ item, done, failed });
      if (!working) void goOn();
    });
}
