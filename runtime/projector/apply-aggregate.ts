import type { Changes } from './changes.ts';
import type { AggregateShape } from './definition.ts';
import { columnList, joined } from './fragments.ts';
import { type Move, type Mover, moving } from './moving.ts';
import { parking } from './parked/write.ts';

export type AggregateTarget = Mover & {
  readonly schema: string;
  readonly projection: { readonly name: string } & AggregateShape;
};

/**
 * Writes what keys add, and moves the totals of their partition by what has changed: what a key had added goes out, what
 * it adds now goes in. False where the position was elsewhere, and nothing is written.
 *
 * What goes out is what the statement saw when it began, though it may have waited for the position since: whoever
 * changes rows of this partition moves the position, so that this one would find it elsewhere and write nothing.
 */
export async function applyAggregate(target: AggregateTarget, changes: Changes, move: Move): Promise<boolean> {
  const { sql, schema, projection } = target;
  const { dimensions, measures } = projection;
  const contributions = sql`${sql(schema)}.${sql(projection.contributions)}`;
  const totals = sql`${sql(schema)}.${sql(projection.totals)}`;
  const comma = sql`, `;
  const into = columnList(sql, [...dimensions, 'entries', ...measures]);
  const by = joined(sql, dimensions, one => sql`part.${sql(one)}`, comma);
  const changed = joined(sql, measures, one => sql`sum(sign * part.${sql(one)})::bigint as ${sql(one)}`, comma);
  const moves = joined(sql, measures, one => sql`sum(sign * part.${sql(one)}) <> 0`, sql` or `);
  const added = joined(sql, measures, one => sql`${sql(one)} = known.${sql(one)} + excluded.${sql(one)}`, comma);
  const [done] = await sql<{ moved: string }[]>`
    with ${moving(target, move)}, fresh as (
      select * from json_populate_recordset(null::${contributions}, ${JSON.stringify(changes.rows)}::text::json)
      where exists (select from moved)
    ), dead as (
      select json_array_elements_text(${JSON.stringify(changes.deleted)}::text::json) as key
      where exists (select from moved)
    ), ${parking(target, move, changes, 'key')}, removed as (
      delete from ${contributions} as known
      where known.key in (select key from dead) and known.key not in (select key from fresh)
      returning known.key
    ), written as (
      insert into ${contributions} as known (key, version, partition, contributions)
      select key, version, partition, contributions from fresh
      on conflict (key) do update
      set version = excluded.version, partition = excluded.partition, contributions = excluded.contributions
      where known.version < excluded.version or known.key in (select key from dead)
      returning known.key
    ), swapped as (
      select -1 as sign, known.contributions from ${contributions} as known
      where known.key in (select key from removed union all select key from written)
      union all
      select 1, contributions from fresh where key in (select key from written)
    ), delta as (
      select ${by}, sum(sign) as entries, ${changed}
      from swapped, json_populate_recordset(null::${totals}, contributions) as part
      group by ${by}
      having sum(sign) <> 0 or ${moves}
    ), counted as (
      insert into ${totals} as known (partition, ${into})
      select ${move.partition}::int, ${into} from delta
      on conflict (partition, ${columnList(sql, dimensions)}) do update
      set entries = known.entries + excluded.entries, ${added}
    )
    select count(*) as moved from moved`;
  return done?.moved === '1';
}
