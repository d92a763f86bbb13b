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
 * The statement that counts the totals of one partition from its contributions, at once: what applying all of them one
 * by one would come to. It takes none out that are there already. Runs when it is awaited.
 */
export function countTotals({ sql, schema, projection }: TotalsTarget, partition: number) {
  const { dimensions, measures } = projection;
  const totals = sql`${sql(schema)}.${sql(projection.totals)}`;
  const comma = sql`, `;
  const by = joined(sql, dimensions, one => sql`part.${sql(one)}`, comma);
  const sums = joined(sql, measures, one => sql`sum(part.${sql(one)})`, comma);
  return sql`
    insert into ${totals} (partition, ${columnList(sql, [...dimensions, 'entries', ...measures])})
    select ${partition}::int, ${by}, count(*), ${sums}
    from ${sql(schema)}.${sql(projection.contributions)} as known,
      json_populate_recordset(null::${totals}, known.contributions) as part
    where known.partition = ${partition}
    group by ${by}`;
}
