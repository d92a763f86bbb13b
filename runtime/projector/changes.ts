import type { Reader } from '../codec/reader.ts';
import type { LogRecord } from '../log/port.ts';
import { type Projected, type Projection, type Row, storedIn } from './definition.ts';
import { isPassing } from './passing.ts';

/** What a run of records comes to: at most one row of each primary key, the newest. Of an aggregate: contributions. */
export type Changes = {
  /** Keys that met a tombstone: their rows go, also where there are new ones, which came after it. */
  readonly deleted: readonly string[];
  readonly rows: readonly Row[];
  /** What could not be projected, the newest of each key, where no newer fact of the key has made it moot. */
  readonly parked?: readonly Failed[];
};

/** A record that cannot be projected, and why. */
export type Failed = { readonly record: LogRecord; readonly cause: unknown };

export type Projecting = {
  readonly changes: Changes;
  /** Offsets of all records that could not be projected, also of those that are moot by now. */
  readonly failed: ReadonlySet<bigint>;
};

/**
 * Projects records that the reader has prepared. Of several rows of one key the latest version counts, and among equal
 * ones the first: that is what writing them one by one would come to. A record that cannot be projected leaves its key as
 * it is.
 */
export function projectRecords<V extends Projected>(
  projection: Projection<V>,
  reader: Pick<Reader<V>, 'decode'>,
  records: readonly LogRecord[],
): Projecting {
  const { keyColumns } = storedIn(projection);
  const deleted = new Set<string>();
  const rows = new Map<string, Map<string, Row & { readonly version: number }>>();
  const parked = new Map<string, Failed>();
  const failed = new Set<bigint>();
  for (const record of records) {
    if (passesOver(projection, record)) continue;
    try {
      if (record.key === null) throw new TypeError('The record has no key, so nobody can tell whose row it is.');
      const key = record.key.toString('utf8');
      if (record.value === null) {
        deleted.add(key);
        rows.delete(key);
      } else {
        const row = rowOf(projection, reader.decode(record.value), key, record.partition);
        const ofKey = rows.get(key) ?? new Map();
        rows.set(key, ofKey);
        const id = JSON.stringify(keyColumns.map(column => row[column]));
        const known = ofKey.get(id);
        if (known === undefined || row.version > known.version) ofKey.set(id, row);
      }
      if (parked.size > 0) parked.delete(laneOf(record));
    } catch (cause) {
      if (isPassing(cause)) throw cause;
      failed.add(record.offset);
      parked.set(laneOf(record), { record, cause });
    }
  }
  return {
    changes: {
      deleted: [...deleted],
      rows: [...rows.values()].flatMap(one => [...one.values()]),
      ...(parked.size > 0 && { parked: [...parked.values()] }),
    },
    failed,
  };
}

/** Whether this record is of none of the projection's rows. */
export const passesOver = ({ passesOver: keys }: Pick<Projection, 'passesOver'>, { key }: LogRecord): boolean =>
  keys !== undefined && key !== null && keys.includes(key.toString('utf8'));

/** What has no key stands in nobody's way. */
const laneOf = ({ key, offset }: LogRecord): string => (key === null ? `at ${offset}` : `of ${key.toString('utf8')}`);

/** The row that a fact makes: of the table, or of an aggregate's contributions. */
export function rowOf<V extends Projected>(
  projection: Projection<V>,
  fact: V,
  key: string,
  partition: number,
): Row & { readonly version: number } {
  if (projection.kind === 'table') return projection.project(fact, key);
  const { version, contributions } = projection.project(fact, key);
  return { key, version, partition, contributions };
}
