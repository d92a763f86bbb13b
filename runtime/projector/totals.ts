import type { Sql } from '../postgres/connect.ts';
import type { AggregateShape } from './definition.ts';
import { columnList, joined } from './fragments.ts';

export type TotalsTarget = {
  readonly sql: Sql;
  /** The Postgres schema of its tables. */
  readonly schema: string;
  readonly projection: AggregateShape;
};

/**
 * The statement that makes the totals of one partition what its contributions come to, whatever they were: after a bulk
 * load of contributions, and where somebody has changed rows by hand. Nobody may apply to the partition meanwhile. Runs
 * when it is awaited; a repeat changes nothing.
 */
export function countTotals({ sql, schema, projection }: TotalsTarget, partition: number) {
  const { dimensions, measures } = projection;
  const totals = sql`${sql(schema)}.${sql(projection.totals)}`;
  const comma = sql`, `;
  const columns = columnList(sql, [...dimensions, 'entries', ...measures]);
  const by = joined(sql, dimensions, one => sql`part.${sql(one)}`, comma);
  const sums = joined(sql, measures, one => sql`sum(part.${sql(one)})::bigint as ${sql(one)}`, comma);
  const counts = ['entries', ...measures];
  const same = joined(sql, dimensions, one => sql`counted.${sql(one)} = known.${sql(one)}`, sql` and `);
  const settings = joined(sql, counts, one => sql`${sql(one)} = excluded.${sql(one)}`, comma);
  const differs = joined(sql, counts, one => sql`known.${sql(one)} <> excluded.${sql(one)}`, sql` or `);
  return sql`
    with counted as materialized (
      select ${by}, count(*) as entries, ${sums}
      from ${sql(schema)}.${sql(projection.contributions)} as contributed,
        json_populate_recordset(null::${totals}, contributed.contributions) as part
      where contributed.partition = ${partition}
      group by ${by}
    ), gone as (
      delete from ${totals} as known
      where known.partition = ${partition} and not exists (select from counted where ${same})
    )
    insert into ${totals} as known (partition, ${columns})
    select ${partition}::int, ${columns} from counted
    on conflict (partition, ${columnList(sql, dimensions)}) do update set ${settings} where ${differs}`;
}
