import type { Changes } from './changes.ts';
import type { TableProjection } from './definition.ts';
import { joined } from './fragments.ts';
import { type Move, type Mover, moving } from './moving.ts';
import { parking } from './parked/write.ts';

export type TableTarget = Mover & {
  readonly schema: string;
  readonly projection: Pick<TableProjection, 'name' | 'table' | 'keyColumns'>;
  readonly columns: readonly string[];
};

/** Writes the rows of a table; false where the position was elsewhere, and nothing is written. */
export async function applyTable(target: TableTarget, changes: Changes, move: Move): Promise<boolean> {
  const { deleted, rows } = changes;
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
  const [done] = await sql<{ moved: string }[]>`
    with ${moving(target, move)}, fresh as (
      select * from json_populate_recordset(null::${table}, ${JSON.stringify(rows)}::text::json)
      where exists (select from moved)
    ), dead as (
      select json_array_elements_text(${JSON.stringify(deleted)}::text::json) as key where exists (select from moved)
    ), ${parking(target, move, changes, key)}, removed as (
      delete from ${table} as known
      where known.${sql(key)} in (select key from dead) and not exists (select from fresh where ${isFresh})
    ), written as (
      insert into ${table} as known select * from fresh
      on conflict (${sql([...projection.keyColumns])}) do update set ${settings}
      where known.version < excluded.version or known.${sql(key)} in (select key from dead)
    )
    select count(*) as moved from moved`;
  return done?.moved === '1';
}
