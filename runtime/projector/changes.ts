import type { Reader } from '../codec/reader.ts';
import type { LogRecord } from '../log/port.ts';
import { type Projected, type Projection, type Row, storedIn } from './definition.ts';

/** What a run of records comes to: at most one row of each primary key, the newest. Of an aggregate: contributions. */
export type Changes = {
  /** Keys that met a tombstone: their rows go, also where there are new ones, which came after it. */
  readonly deleted: readonly string[];
  readonly rows: readonly Row[];
};

export type Projecting = {
  readonly changes: Changes;
  /** The record that could not be projected; the changes are of those before it. */
  readonly poison: { readonly record: LogRecord; readonly cause: unknown } | null;
};

/**
 * Projects records that the reader has prepared. Of several rows of one key the latest version counts, and among equal
 * ones the first: that is what writing them one by one would come to.
 */
export function projectRecords<V extends Projected>(
  projection: Projection<V>,
  reader: Pick<Reader<V>, 'decode'>,
  records: readonly LogRecord[],
): Projecting {
  const { keyColumns } = storedIn(projection);
  const deleted = new Set<string>();
  const rows = new Map<string, Map<string, Row & { readonly version: number }>>();
  let poison: Projecting['poison'] = null;
  for (const record of records) {
    try {
      if (record.key === null) throw new TypeError('The record has no key, so nobody can tell whose row it is.');
      const key = record.key.toString('utf8');
      if (record.value === null) {
        deleted.add(key);
        rows.delete(key);
        continue;
      }
      const row = rowOf(projection, reader.decode(record.value), key, record.partition);
      const ofKey = rows.get(key) ?? new Map();
      rows.set(key, ofKey);
      const id = JSON.stringify(keyColumns.map(column => row[column]));
      const known = ofKey.get(id);
      if (known === undefined || row.version > known.version) ofKey.set(id, row);
    } catch (cause) {
      poison = { record, cause };
      break;
    }
  }
  return { changes: { deleted: [...deleted], rows: [...rows.values()].flatMap(one => [...one.values()]) }, poison };
}

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
