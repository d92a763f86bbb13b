import type { Place } from './batch-format.ts';
import type { Newest } from './port.ts';

/** Where the newest record of each key lies: some 100 bytes of memory a key, whatever its value takes. */
export type KeyIndex = {
  get(key: string): Entry | undefined;
  offsetOf(key: string): bigint | undefined;
  /** Takes the record in, and answers the one that it replaces. Null: the index knows a newer one. */
  set(segment: number, place: Place): Entry | undefined | null;
  openKeys(): Iterable<string>;
  /** Keys that have a value. */
  keys(): Iterable<string>;
  newest(): Newest | null;
  /** How many these are. */
  size(): number;
  clear(): void;
};

export type Entry = {
  readonly segment: number;
  readonly at: number;
  readonly length: number;
  readonly valueLength: number;
  readonly offset: bigint;
  readonly open: boolean;
  readonly gone: boolean;
};

const FIRST_ROOM = 1_024;

/** Columns of numbers and one map of names: objects would take three times the memory and the collector's time. */
export function keyIndex(): KeyIndex {
  let rows = new Map<string, number>();
  const open = new Set<string>();
  let room = FIRST_ROOM;
  let segments = new Uint32Array(room);
  let ats = new Float64Array(room);
  let lengths = new Uint32Array(room);
  let valueLengths = new Uint32Array(room);
  let offsets = new BigInt64Array(room);
  let gone = new Uint8Array(room);
  let valued = 0;
  let newest: Newest | null = null;

  const grow = (): void => {
    room *= 2;
    const wider = <A extends { set(from: A): void }>(make: new (size: number) => A, from: A): A => {
      const next = new make(room);
      next.set(from);
      return next;
    };
    segments = wider(Uint32Array, segments);
    ats = wider(Float64Array, ats);
    lengths = wider(Uint32Array, lengths);
    valueLengths = wider(Uint32Array, valueLengths);
    offsets = wider(BigInt64Array, offsets);
    gone = wider(Uint8Array, gone);
  };

  const entry = (key: string, row: number): Entry => ({
    segment: segments[row] as number,
    at: ats[row] as number,
    length: lengths[row] as number,
    valueLength: valueLengths[row] as number,
    offset: offsets[row] as bigint,
    open: open.has(key),
    gone: gone[row] === 1,
  });

  return {
    get: key => {
      const row = rows.get(key);
      return row === undefined ? undefined : entry(key, row);
    },
    offsetOf: key => {
      const row = rows.get(key);
      return row === undefined || gone[row] === 1 ? undefined : offsets[row];
    },
    set: (segment, place) => {
      const { key } = place;
      const known = rows.get(key);
      if (known !== undefined && (offsets[known] as bigint) > place.offset) return null;
      const replaced = known === undefined ? undefined : entry(key, known);
      const row = known ?? rows.size;
      if (known === undefined) rows.set(key, row);
      if (row >= room) grow();
      valued += Number(!place.gone) - (known !== undefined && gone[row] === 0 ? 1 : 0);
      segments[row] = segment;
      ats[row] = place.at;
      lengths[row] = place.length;
      valueLengths[row] = place.valueLength;
      offsets[row] = place.offset;
      gone[row] = place.gone ? 1 : 0;
      if (place.open && !place.gone) open.add(key);
      else if (replaced?.open) open.delete(key);
      if (newest === null || place.offset >= newest.offset) newest = { key, offset: place.offset };
      return replaced;
    },
    openKeys: () => open,
    newest: () => newest,
    keys: function* () {
      for (const [key, row] of rows) if (gone[row] !== 1) yield key;
    },
    size: () => valued,
    clear: () => {
      rows = new Map();
      open.clear();
      valued = 0;
      newest = null;
    },
  };
}
