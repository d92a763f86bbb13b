import type { Reader } from '../../codec/reader.ts';
import type { LogRecord } from '../../log/port.ts';
import { passesOver, rowOf } from '../changes.ts';
import { type Projected, type Projection, type Row, storedIn } from '../definition.ts';
import { isPassing } from '../passing.ts';

/** The rows that records come to, added one after the other; of what was overtaken nothing is kept. */
export type NewestRows = { add(record: LogRecord): void; rows(): Generator<Row> };

/** The same rules as `projectRecords`: of several facts of one row the latest version, among equal ones the first. */
export function newestRows<V extends Projected>(
  projection: Projection<V>,
  reader: Pick<Reader<V>, 'decode'>,
): NewestRows {
  const { keyColumns } = storedIn(projection);
  const byKey = new Map<string, Map<string, Row & { readonly version: number }>>();
  return {
    add: record => {
      const { key: bytes, value, partition } = record;
      if (bytes === null || passesOver(projection, record)) return;
      const key = bytes.toString('utf8');
      if (value === null) {
        byKey.delete(key);
        return;
      }
      let row: Row & { readonly version: number };
      try {
        row = rowOf(projection, reader.decode(value), key, partition);
      } catch (error) {
        if (isPassing(error)) throw error;
        return; // a case, which the sentinel looks past
      }
      const rows = byKey.get(key) ?? new Map();
      byKey.set(key, rows);
      const id = JSON.stringify(keyColumns.map(column => row[column]));
      const known = rows.get(id);
      if (known === undefined || row.version > known.version) rows.set(id, row);
    },
    rows: function* () {
      for (const rows of byKey.values()) yield* rows.values();
    },
  };
}
