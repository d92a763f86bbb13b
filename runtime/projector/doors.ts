import type { Sql } from '../postgres/connect.ts';

/** The tables and views of a generation. */
export async function relationsOf(sql: Sql, schema: string): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select relname as name from pg_class
    where relnamespace = to_regnamespace(quote_ident(${schema})) and relkind in ('r', 'v') order by relname`;
  return rows.map(({ name }) => name);
}

/** A name inside of SQL text. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * The statements that let readers see this generation: a view for each of its tables and views, in the place of those of
 * another one. In one transaction: who asks meanwhile waits for the names, and never finds none.
 */
export function doorStatements(
  control: string,
  schema: string,
  relations: readonly string[],
  before: readonly string[],
): string {
  const gone = before.map(name => `drop view if exists ${quoted(control)}.${quoted(name)};`);
  const made = relations.map(
    name => `create view ${quoted(control)}.${quoted(name)} as select * from ${quoted(schema)}.${quoted(name)};`,
  );
  return [...gone, ...made].join('\n');
}
