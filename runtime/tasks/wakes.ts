/**
 * Which key wants to be looked at when: a binary heap of times. A key that is set again keeps its old entry, which is
 * passed over when it comes up; so setting costs no search.
 */
export type Wakes = {
  /** `at` in ms since the epoch; null: no more. */
  set(key: string, at: number | null): void;
  /** Takes out every key whose time has come. */
  due(now: number): string[];
  /** The earliest time, or null. */
  next(): number | null;
  clear(): void;
};

type Entry = { readonly key: string; readonly at: number };

export function wakes(): Wakes {
  const heap: Entry[] = [];
  const current = new Map<string, number>();

  const swap = (a: number, b: number): void => {
    const entry = heap[a] as Entry;
    heap[a] = heap[b] as Entry;
    heap[b] = entry;
  };
  const earlier = (a: number, b: number): boolean => (heap[a] as Entry).at < (heap[b] as Entry).at;

  const push = (entry: Entry): void => {
    heap.push(entry);
    for (let at = heap.length - 1; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!earlier(at, parent)) break;
      swap(at, parent);
      at = parent;
    }
  };

  const pop = (): void => {
    const last = heap.pop() as Entry;
    if (heap.length === 0) return;
    heap[0] = last;
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      if (left >= heap.length) break;
      const child = left + 1 < heap.length && earlier(left + 1, left) ? left + 1 : left;
      if (!earlier(child, at)) break;
      swap(at, child);
      at = child;
    }
  };

  const dropStale = (): void => {
    for (let top = heap[0]; top !== undefined && current.get(top.key) !== top.at; top = heap[0]) pop();
  };

  return {
    set: (key, at) => {
      if (at === null) current.delete(key);
      else if (current.get(key) !== at) {
        current.set(key, at);
        push({ key, at });
      }
    },
    due: now => {
      const keys: string[] = [];
      for (dropStale(); heap[0] !== undefined && heap[0].at <= now; dropStale()) {
        keys.push(heap[0].key);
        current.delete(heap[0].key);
        pop();
      }
      return keys;
    },
    next: () => {
      dropStale();
      return heap[0]?.at ?? null;
    },
    clear: () => {
      heap.length = 0;
      current.clear();
    },
  };
}
