import type { Reader } from '../../codec/reader.ts';
import { LongplayError } from '../../errors.ts';
import type { LogRecord } from '../../log/port.ts';
import { rowOf } from '../changes.ts';
import { type Projected, type Projection, type Row, storedIn } from '../definition.ts';

/** The newest record of one row, in bytes of its own: as an object it would take ten times the room. */
type Entry = {
  /** Tells the rows of one key apart. */
  readonly id: string;
  version: number;
  /** Where its bytes stand, and how many would find room there. */
  slab: Buffer;
  at: number;
  length: number;
  room: number;
  partition: number;
  next: Entry | null;
};

/** Room for what a fact grows by in its life, so that its next version fits where the one before stood. */
const SLACK = 1.15;
/** About what an entry takes beside its bytes. */
const ENTRY_BYTES = 200;
/** Bytes are kept in few large pieces: a buffer for each fact would take as much again. */
const SLAB_BYTES = 1_048_576;

/** Records, reduced to the newest of each row. */
export type Gatherer = {
  /** @throws LP_PROJECTION_POISON */
  add(record: LogRecord): void;
  /** Of memory, about. */
  bytes(): number;
  /** Records that were added since the last `clear`. */
  records(): number;
  size(): number;
  /** Keys that met a tombstone: rows of them that were written before are void. */
  deleted(): readonly string[];
  rows(): Generator<Row>;
  clear(): void;
};

/**
 * Of several facts of one row the latest version counts, among equal ones the first, and a tombstone ends what came
 * before: the same as `projectRecords`, for so many records that their rows don't fit into memory.
 */
export function gatherer<V extends Projected>(projection: Projection<V>, codec: Pick<Reader<V>, 'decode'>): Gatherer {
  const { keyColumns } = storedIn(projection);
  const onlyRow = keyColumns.length === 1;
  const entries = new Map<string, Entry>();
  const deleted = new Set<string>();
  let slab = Buffer.alloc(0);
  let used = 0;
  let bytes = 0;
  let records = 0;
  let size = 0;

  const idOf = (row: Row): string => (onlyRow ? '' : JSON.stringify(keyColumns.map(column => row[column])));

  const remove = (key: string): void => {
    for (let entry = entries.get(key) ?? null; entry !== null; entry = entry.next) {
      bytes -= ENTRY_BYTES;
      size--;
    }
    entries.delete(key);
  };

  /** Room for so many bytes; what an entry gives up for a larger one is lost until everything is written. */
  const place = (length: number): Pick<Entry, 'slab' | 'at' | 'room'> => {
    const room = Math.ceil(length * SLACK);
    if (used + room > slab.length) {
      slab = Buffer.allocUnsafeSlow(Math.max(SLAB_BYTES, room));
      used = 0;
      bytes += slab.length;
    }
    const at = used;
    used += room;
    return { slab, at, room };
  };

  const keep = (key: string, id: string, version: number, { value, partition }: LogRecord): void => {
    const first = entries.get(key);
    let entry: Entry | null = first ?? null;
    while (entry !== null && entry.id !== id) entry = entry.next;
    const from = value as Buffer;
    if (entry === null) {
      entry = { id, version, ...place(from.length), length: from.length, partition, next: first ?? null };
      from.copy(entry.slab, entry.at);
      entries.set(key, entry);
      bytes += ENTRY_BYTES;
      size++;
      return;
    }
    if (version <= entry.version) return;
    if (from.length > entry.room) Object.assign(entry, place(from.length));
    from.copy(entry.slab, entry.at);
    entry.length = from.length;
    entry.version = version;
    entry.partition = partition;
  };

  return {
    add: record => {
      try {
        if (record.key === null) throw new TypeError('The record has no key, so nobody can tell whose row it is.');
        const key = record.key.toString('utf8');
        if (record.value === null) {
          deleted.add(key);
          remove(key);
        } else {
          const row = rowOf(projection, codec.decode(record.value), key, record.partition);
          keep(key, idOf(row), row.version, record);
        }
        records++;
      } catch (cause) {
        throw poisoned(projection.name, record, cause);
      }
    },
    bytes: () => bytes,
    records: () => records,
    size: () => size,
    deleted: () => [...deleted],
    rows: function* () {
      for (const [key, first] of entries) {
        for (let entry: Entry | null = first; entry !== null; entry = entry.next) {
          yield rowOf(
            projection,
            codec.decode(entry.slab.subarray(entry.at, entry.at + entry.length)),
            key,
            entry.partition,
          );
        }
      }
    },
    clear: () => {
      entries.clear();
      deleted.clear();
      slab = Buffer.alloc(0);
      used = 0;
      bytes = 0;
      records = 0;
      size = 0;
    },
  };
}

const poisoned = (projection: string, { topic, partition, offset }: LogRecord, cause: unknown): LongplayError => {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message = `${projection} cannot project the record ${topic}[${partition}] at ${offset}: ${reason}`;
  return new LongplayError('LP_PROJECTION_POISON', message, { cause });
};
