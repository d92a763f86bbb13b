import type { Reader } from '../../codec/reader.ts';
import { LongplayError } from '../../errors.ts';
import type { LogRecord } from '../../log/port.ts';
import { passesOver, rowOf } from '../changes.ts';
import { type Projected, type Projection, type Row, storedIn } from '../definition.ts';
import { newestFacts } from './newest.ts';

/** About what a row takes with its key while it is gathered: where its newest fact stands is kept, not the fact. */
const ROW_BYTES = 180;

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
  /** Where the next of the newest facts stands, from this offset on; null where there is none. */
  nextFrom(offset: bigint): bigint | null;
  /**
   * The rows of those records that turned out to be the newest; all of these have to be shown again, by and by.
   *
   * @throws LP_PROJECTION_POISON
   */
  rowsIn(records: Iterable<LogRecord>): Generator<Row>;
  clear(): void;
};

/** How facts are read. With `peek`, those that newer ones replace are not decoded at all. */
export type FactReader<V> = Pick<Reader<V>, 'decode'> & Partial<Pick<Reader<V>, 'peek'>>;

/**
 * Of several facts of one row the latest version counts, among equal ones the first, and a tombstone ends what came
 * before: the same as `projectRecords`, for so many records that their rows don't fit into memory.
 */
export function gatherer<V extends Projected>(projection: Projection<V>, codec: FactReader<V>): Gatherer {
  const { keyColumns } = storedIn(projection);
  const { versionField } = projection;
  const onlyRow = keyColumns.length === 1;
  const peek = onlyRow && versionField !== undefined ? codec.peek?.(versionField) : undefined;
  const newest = newestFacts();
  const deleted = new Set<string>();
  let records = 0;

  const rowFrom = ({ key, value, partition }: LogRecord) =>
    rowOf(projection, codec.decode(value as Buffer), (key as Buffer).toString('utf8'), partition);

  const take = (record: LogRecord): void => {
    const { key, value } = record;
    if (key === null) throw new TypeError('The record has no key, so nobody can tell whose row it is.');
    // As different as UTF-8, and made faster.
    const name = key.toString('latin1');
    if (value === null) {
      deleted.add(key.toString('utf8'));
      newest.remove(name);
      return;
    }
    const version = peek?.(value) ?? null;
    if (version !== null) {
      newest.keep(name, '', version, Number(record.offset));
      return;
    }
    const row = rowFrom(record);
    const id = onlyRow ? '' : JSON.stringify(keyColumns.map(column => row[column]));
    newest.keep(name, id, row.version, Number(record.offset));
  };

  /** A wrong `versionField` would let an older fact win. */
  const checked = (row: ReturnType<typeof rowFrom>, value: Buffer): Row => {
    const version = peek?.(value) ?? row.version;
    if (version === row.version) return row;
    throw new TypeError(`Its row has the version ${row.version}, and its field ${versionField} is ${version}.`);
  };

  return {
    add: record => {
      if (passesOver(projection, record)) return void records++;
      try {
        take(record);
        records++;
      } catch (cause) {
        throw poisoned(projection.name, record, cause);
      }
    },
    bytes: () => newest.size() * ROW_BYTES,
    records: () => records,
    size: newest.size,
    deleted: () => [...deleted],
    nextFrom: offset => {
      const next = newest.nextFrom(Number(offset));
      return next === null ? null : BigInt(next);
    },
    rowsIn: function* (shown) {
      for (const record of shown) {
        if (!newest.has(Number(record.offset))) continue;
        let row: Row;
        try {
          row = checked(rowFrom(record), record.value as Buffer);
        } catch (cause) {
          throw poisoned(projection.name, record, cause);
        }
        yield row;
      }
    },
    clear: () => {
      newest.clear();
      deleted.clear();
      records = 0;
    },
  };
}

const poisoned = (projection: string, { topic, partition, offset }: LogRecord, cause: unknown): LongplayError => {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message = `${projection} cannot project the record ${topic}[${partition}] at ${offset}: ${reason}`;
  return new LongplayError('LP_PROJECTION_POISON', message, { cause });
};
