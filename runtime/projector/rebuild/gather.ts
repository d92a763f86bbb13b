import type { Reader } from '../../codec/reader.ts';
import { LongplayError } from '../../errors.ts';
import type { LogRecord } from '../../log/port.ts';
import { passesOver, rowOf } from '../changes.ts';
import { type Projected, type Projection, type Row, storedIn } from '../definition.ts';

/** Where the newest fact of one row stands. The fact itself is read again: it takes ten times the room. */
type Entry = {
  /** Tells the rows of one key apart. */
  readonly id: string;
  version: number;
  offset: bigint;
  next: Entry | null;
};

/** About what an entry takes with its key, and its offset among those that are looked for. */
const ENTRY_BYTES = 220;

/** Records of one partition, reduced to the newest of each row. */
export type Gatherer = {
  /** @throws LP_PROJECTION_POISON */
  add(record: LogRecord): void;
  /** Of memory, about. */
  bytes(): number;
  /** Records that were added since the last `clear`. */
  records(): number;
  /** Rows. */
  size(): number;
  /** Keys that met a tombstone: rows of them that were written before are void. */
  deleted(): readonly string[];
  /** The rows of those records that turned out to be the newest; all that were added have to be shown again, by and by. */
  rowsIn(records: Iterable<LogRecord>): Generator<Row>;
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
  let newest: Set<bigint> | null = null;
  let records = 0;
  let size = 0;

  const idOf = (row: Row): string => (onlyRow ? '' : JSON.stringify(keyColumns.map(column => row[column])));
  const rowFrom = ({ key, value, partition }: LogRecord) =>
    rowOf(projection, codec.decode(value as Buffer), (key as Buffer).toString('utf8'), partition);

  const remove = (key: string): void => {
    for (let entry = entries.get(key) ?? null; entry !== null; entry = entry.next) size--;
    entries.delete(key);
  };

  const keep = (key: string, id: string, version: number, offset: bigint): void => {
    const first = entries.get(key) ?? null;
    let entry = first;
    while (entry !== null && entry.id !== id) entry = entry.next;
    if (entry === null) {
      entries.set(key, { id, version, offset, next: first });
      size++;
    } else if (version > entry.version) {
      entry.version = version;
      entry.offset = offset;
    }
  };

  const offsets = (): Set<bigint> => {
    const all = new Set<bigint>();
    for (const first of entries.values()) {
      for (let entry: Entry | null = first; entry !== null; entry = entry.next) all.add(entry.offset);
    }
    return all;
  };

  return {
    add: record => {
      if (passesOver(projection, record)) return void records++;
      try {
        if (record.key === null) throw new TypeError('The record has no key, so nobody can tell whose row it is.');
        const key = record.key.toString('utf8');
        if (record.value === null) {
          deleted.add(key);
          remove(key);
        } else {
          const row = rowFrom(record);
          keep(key, idOf(row), row.version, record.offset);
        }
        newest = null;
        records++;
      } catch (cause) {
        throw poisoned(projection.name, record, cause);
      }
    },
    bytes: () => size * ENTRY_BYTES,
    records: () => records,
    size: () => size,
    deleted: () => [...deleted],
    rowsIn: function* (shown) {
      newest ??= offsets();
      for (const record of shown) if (newest.has(record.offset)) yield rowFrom(record);
    },
    clear: () => {
      entries.clear();
      deleted.clear();
      newest = null;
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
