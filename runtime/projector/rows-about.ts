import type { Sql } from '../postgres/connect.ts';

/**
 * How many rows the tables of each schema hold, about: as Postgres counts them while they are written, which it forgets
 * when it crashes. Nothing of the tables is read for it. A schema without tables is left out.
 */
export async function rowsAbout(sql: Sql, schemas: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (schemas.length === 0) return new Map();
  const found = await sql<{ schema: string; rows: number }[]>`
    select n.nspname as schema, sum(pg_stat_get_live_tuples(c.oid))::float8 as rows
    from pg_namespace n join pg_class c on c.relnamespace = n.oid
    where n.nspname in ${sql([...schemas])} and c.relkind = 'r' group by n.nspname`;
  return new Map(found.map(({ schema, rows }) => [schema, rows]));
}
