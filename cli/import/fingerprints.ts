import { createHash } from 'node:crypto';

/** The first 64 bits of a text's SHA-256. Two of ten million texts agree with a chance of 1 in 300,000. */
export const fingerprint = (text: string): bigint => createHash('sha256').update(text).digest().readBigUInt64BE(0);

/** What is known of a key. */
export type Known = {
  /** Fingerprint of its content. */
  readonly content: bigint;
  /** Version of the fact; 0 where there is none yet. */
  readonly version: number;
  /** Line of this file that spoke of it; 0: none. */
  readonly line: number;
  /** Why nothing can be changed any more, as a number of the caller's; 0: it can. */
  readonly closed: number;
};

export type Fingerprints = {
  get(key: string): Known | undefined;
  set(key: string, known: Known): void;
  readonly size: number;
};

const FIRST_ROOM = 1 << 10;
const FULLEST = 0.6;

/**
 * What is known of many keys, in 50 to 100 bytes each and outside of the heap, so that neither a large shop nor a large
 * file decides whether an import has enough memory. Open addressing; nothing is ever taken out.
 */
export function createFingerprints(): Fingerprints {
  let room = roomFor(FIRST_ROOM);
  let size = 0;

  const put = (into: Room, hash: bigint, known: Known): boolean => {
    const at = slotOf(into, hash);
    const isNew = into.keys[at] === 0n;
    into.keys[at] = hash;
    into.contents[at] = known.content;
    into.versions[at] = known.version;
    into.lines[at] = known.line;
    into.closed[at] = known.closed;
    return isNew;
  };
  const at = (from: Room, slot: number): Known => ({
    content: from.contents[slot] as bigint,
    version: from.versions[slot] as number,
    line: from.lines[slot] as number,
    closed: from.closed[slot] as number,
  });
  const grow = (): void => {
    const larger = roomFor(room.keys.length * 2);
    for (const [slot, hash] of room.keys.entries()) if (hash !== 0n) put(larger, hash, at(room, slot));
    room = larger;
  };

  return {
    get: key => {
      const slot = slotOf(room, hashOf(key));
      return room.keys[slot] === 0n ? undefined : at(room, slot);
    },
    set: (key, known) => {
      if (size >= room.keys.length * FULLEST) grow();
      if (put(room, hashOf(key), known)) size += 1;
    },
    get size() {
      return size;
    },
  };
}

type Room = {
  /** 0: free. */
  readonly keys: BigUint64Array;
  readonly contents: BigUint64Array;
  readonly versions: Uint32Array;
  readonly lines: Float64Array;
  readonly closed: Uint8Array;
};

const roomFor = (slots: number): Room => ({
  keys: new BigUint64Array(slots),
  contents: new BigUint64Array(slots),
  versions: new Uint32Array(slots),
  lines: new Float64Array(slots),
  closed: new Uint8Array(slots),
});

const hashOf = (key: string): bigint => fingerprint(key) || 1n;

/** Where the key is, or would be. */
function slotOf({ keys }: Room, hash: bigint): number {
  const mask = keys.length - 1;
  let slot = Number(hash & BigInt(mask));
  while (keys[slot] !== 0n && keys[slot] !== hash) slot = (slot + 1) & mask;
  return slot;
}
