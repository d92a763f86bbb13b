import type { Sql } from '../postgres/connect.ts';

/**
 * How many rows the tables of each schema hold, about: as Postgres counts them while they are written, or as it counted
 * them when it analyzed them last, whichever is more. A crash makes it forget the former; null where it has neither of a
 * table that is not empty. Nothing of the tables is read for it. A schema without tables is left out.
 */
export async function rowsAbout(sql: Sql, schemas: readonly string[]): Promise<ReadonlyMap<string, number | null>> {
  if (schemas.length === 0) return new Map();
  const found = await sql<{ schema: string; rows: number | null }[]>`
    select schema, case when bool_or(rows = 0 and size > 0) then null else sum(rows)::float8 end as rows
    from (
      select n.nspname as schema, greatest(pg_stat_get_live_tuples(c.oid), c.reltuples, 0)::float8 as rows,
        pg_relation_size(c.oid) as size
      from pg_namespace n join pg_class c on c.relnamespace = n.oid
      where n.nspname in ${sql([...schemas])} and c.relkind = 'r'
    ) as told group by schema`;
  return new Map(found.map(({ schema, rows }) => [schema, rows]));
}
