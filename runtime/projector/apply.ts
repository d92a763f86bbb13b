import { LongplayError } from '../errors.ts';
import type { TopicPartition } from '../log/port.ts';
import type { Sql } from '../postgres/connect.ts';
import type { Changes } from './changes.ts';
import type { Projection } from './definition.ts';

/** Where the rows of one projection go. */
export type Target = {
  readonly sql: Sql;
  /** The Postgres schema. */
  readonly schema: string;
  readonly projection: Pick<Projection, 'name' | 'table' | 'keyColumns'>;
  /** All columns of the table. */
  readonly columns: readonly string[];
};

export type Move = TopicPartition & { readonly from: bigint; readonly to: bigint };

/** The columns of a table that exists. */
export async function columnsOf(sql: Sql, schema: string, table: string): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select column_name as name from information_schema.columns
    where table_schema = ${schema} and table_name = ${table} order by ordinal_position`;
  return rows.map(({ name }) => name);
}

/**
 * Writes rows and moves the position, both or neither. Where the position is not the one that these records were read
 * from, another process owns the partition by now, and nothing is written.
 *
 * It is one statement, which is a transaction of its own: the client's `begin` pins a connection, and one that dies
 * between two statements ends the whole process (https://github.com/porsager/postgres/issues/1208).
 *
 * @throws LP_PROJECTION_OVERTAKEN
 */
export async function apply(target: Target, { deleted, rows }: Changes, move: Move): Promise<void> {
  const { sql, schema, projection, columns } = target;
  const table = sql`${sql(schema)}.${sql(projection.table)}`;
  const [key] = projection.keyColumns;
  const isFresh = joined(
    sql,
    projection.keyColumns,
    column => sql`fresh.${sql(column)} = known.${sql(column)}`,
    sql` and `,
  );
  const others = columns.filter(column => !projection.keyColumns.includes(column));
  const settings = joined(sql, others, column => sql`${sql(column)} = excluded.${sql(column)}`, sql`, `);
  // Everything else looks at `moved`, so it comes first: its lock on the position's row orders all who would write.
  const [done] = await sql<{ moved: string }[]>`
    with moved as (
      update ${sql(schema)}.position set position = ${String(move.to)}, moved_at = now()
      where projection = ${projection.name} and topic = ${move.topic} and partition = ${move.partition}
        and position = ${String(move.from)}
      returning 1
    ), fresh as (
      select * from json_populate_recordset(null::${table}, ${JSON.stringify(rows)}::text::json)
      where exists (select from moved)
    ), dead as (
      select json_array_elements_text(${JSON.stringify(deleted)}::text::json) as key where exists (select from moved)
    ), removed as (
      delete from ${table} as known
      where known.${sql(key)} in (select key from dead) and not exists (select from fresh where ${isFresh})
    ), written as (
      insert into ${table} as known select * from fresh
      on conflict (${sql([...projection.keyColumns])}) do update set ${settings}
      where known.version < excluded.version or known.${sql(key)} in (select key from dead)
    )
    select count(*) as moved from moved`;
  if (done?.moved !== '1') throw overtaken(projection.name, move);
}

type Fragment = ReturnType<typeof fragmentOf>;
const fragmentOf = (sql: Sql) => sql``;

const joined = (sql: Sql, names: readonly string[], each: (name: string) => Fragment, separator: Fragment): Fragment =>
  names.reduce((all, name, n) => (n === 0 ? each(name) : sql`${all}${separator}${each(name)}`), sql``);

const overtaken = (projection: string, { topic, partition, from }: Move): LongplayError =>
  new LongplayError(
    'LP_PROJECTION_OVERTAKEN',
    `Another process has moved ${projection} on ${topic}[${partition}] from ${from} meanwhile.`,
  );
