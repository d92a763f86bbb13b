/** Which schema the newest record of each key is written with, in 12 bytes a key, whatever the keys' length. */
export type NewestPerKey = {
  /** `schema`: any small number that stands for one; null for a tombstone. */
  put(key: Buffer, schema: number | null): void;
  /** How many keys' newest record is written with each schema. */
  counts(): Map<number, number>;
};

const tombstone = 0xffff_fffe;
const free = 0xffff_ffff;

/**
 * An open-addressing table of 64-bit hashes. Two keys in a million share one with a probability of 3 in 10^8; then one
 * record too few is counted as newest.
 */
export function newestPerKey(): NewestPerKey {
  let size = 1 << 12;
  let used = 0;
  let high = new Uint32Array(size);
  let low = new Uint32Array(size);
  let held = new Uint32Array(size).fill(free);

  function slot(one: number, other: number): number {
    let at = (one ^ other) & (size - 1);
    while (held[at] !== free && (high[at] !== one || low[at] !== other)) at = (at + 1) & (size - 1);
    return at;
  }

  function place(one: number, other: number, value: number): void {
    const at = slot(one, other);
    if (held[at] === free) used++;
    high[at] = one;
    low[at] = other;
    held[at] = value;
  }

  function grow(): void {
    const before = { high, low, held };
    size *= 2;
    used = 0;
    high = new Uint32Array(size);
    low = new Uint32Array(size);
    held = new Uint32Array(size).fill(free);
    for (let at = 0; at < before.held.length; at++) {
      const value = before.held[at] as number;
      if (value !== free) place(before.high[at] as number, before.low[at] as number, value);
    }
  }

  return {
    put(key, schema) {
      if (used * 2 >= size) grow();
      place(hash(key, 0x811c_9dc5), hash(key, 0x9747_b28c), schema ?? tombstone);
    },
    counts() {
      const counts = new Map<number, number>();
      for (const value of held) if (value < tombstone) counts.set(value, (counts.get(value) ?? 0) + 1);
      return counts;
    },
  };
}

/** FNV-1a with the final mix of MurmurHash3, so that keys that differ in their last digit lie apart. */
function hash(key: Buffer, seed: number): number {
  let value = seed;
  for (let at = 0; at < key.length; at++) value = Math.imul(value ^ (key[at] as number), 0x0100_0193);
  value = Math.imul(value ^ (value >>> 16), 0x85eb_ca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2_ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
