import type { Sql } from '../postgres/connect.ts';

/** A piece of a statement. */
export type Fragment = ReturnType<typeof fragmentOf>;
const fragmentOf = (sql: Sql) => sql``;

/** One piece for each name, with a separator between them. */
export const joined = (
  sql: Sql,
  names: readonly string[],
  each: (name: string) => Fragment,
  separator: Fragment,
): Fragment => names.reduce((all, name, n) => (n === 0 ? each(name) : sql`${all}${separator}${each(name)}`), sql``);

/**
 * Names of columns, with commas between them. One by one: of a list the client guesses from the words before it what it
 * is for, and after `insert into` takes it for values.
 */
export const columnList = (sql: Sql, names: readonly string[]): Fragment =>
  joined(sql, names, name => sql`${sql(name)}`, sql`, `);
