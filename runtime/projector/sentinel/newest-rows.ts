import type { Reader } from '../../codec/reader.ts';
import type { LogRecord } from '../../log/port.ts';
import { rowOf } from '../changes.ts';
import { type Projected, type Projection, type Row, storedIn } from '../definition.ts';

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
    add: ({ key: bytes, value, partition }) => {
      if (bytes === null) return;
      const key = bytes.toString('utf8');
      if (value === null) {
        byKey.delete(key);
        return;
      }
      const row = rowOf(projection, reader.decode(value), key, partition);
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
