import type { Row } from '../definition.ts';

/** A column of a table, the number of its type in pg_type, and whether it holds JSON. */
export type Column = { readonly name: string; readonly type: number; readonly json: boolean };

/** Rows in the text format of COPY (https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-FILE-FORMATS). */
export function copyLines(columns: readonly Column[]): (row: Row) => string {
  return row => {
    let line = '';
    for (let n = 0; n < columns.length; n++) {
      const { name, json } = columns[n] as Column;
      const value = row[name];
      const field =
        value === null || value === undefined ? '\\N' : escaped(json ? JSON.stringify(value) : textOf(value));
      line = n === 0 ? field : `${line}\t${field}`;
    }
    return `${line}\n`;
  };
}

export const textOf = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));

const special = /[\\\n\r\t]/;
const specials = /[\\\n\r\t]/g;
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Most texts have none of them, and looking is cheaper than replacing. */
const escaped = (text: string): string =>
  special.test(text) ? text.replaceAll(specials, found => escapes[found] as string) : text;
