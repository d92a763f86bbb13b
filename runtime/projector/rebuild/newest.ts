/** Where the newest fact of each row of a partition stands. */
export type NewestFacts = {
  /** `id` tells the rows of one key apart; the empty text where a key has one. An offset is exact up to 2^53. */
  keep(key: string, id: string, version: number, offset: number): void;
  /** Takes out all rows of a key. */
  remove(key: string): void;
  has(offset: number): boolean;
  /** The first offset from this one on; null where there is none. */
  nextFrom(offset: number): number | null;
  size(): number;
  clear(): void;
};

const NONE = -1;

/** A row is a number by which its parts stand in arrays: an object for each of a million rows is what a collector walks. */
export function newestFacts(): NewestFacts {
  const slots = new Map<string, number>();
  let versions: number[] = [];
  let offsets: number[] = [];
  /** The next row of the same key. */
  let others: number[] = [];
  /** Of rows that are not alone in their key. */
  let ids = new Map<number, string>();
  let size = 0;
  let ordered: Float64Array | null = null;

  const inOrder = (): Float64Array => {
    ordered ??= Float64Array.from(offsets.filter(offset => offset !== NONE)).sort();
    return ordered;
  };

  const placeOf = (offset: number): number => {
    const all = inOrder();
    let low = 0;
    let high = all.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((all[middle] as number) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  return {
    keep: (key, id, version, offset) => {
      ordered = null;
      const first = slots.get(key) ?? NONE;
      let slot = first;
      while (slot !== NONE && (ids.get(slot) ?? '') !== id) slot = others[slot] as number;
      if (slot === NONE) {
        slots.set(key, versions.length);
        if (id !== '') ids.set(versions.length, id);
        versions.push(version);
        offsets.push(offset);
        others.push(first);
        size++;
      } else if (version > (versions[slot] as number)) {
        versions[slot] = version;
        offsets[slot] = offset;
      }
    },
    remove: key => {
      ordered = null;
      for (let slot = slots.get(key) ?? NONE; slot !== NONE; slot = others[slot] as number) {
        offsets[slot] = NONE;
        size--;
      }
      slots.delete(key);
    },
    has: offset => inOrder()[placeOf(offset)] === offset,
    nextFrom: offset => inOrder()[placeOf(offset)] ?? null,
    size: () => size,
    clear: () => {
      slots.clear();
      versions = [];
      offsets = [];
      others = [];
      ids = new Map();
      size = 0;
      ordered = null;
    },
  };
}
