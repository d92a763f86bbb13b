import type { AggregateShape } from './definition.ts';
import { quoted } from './doors.ts';

export type TotalsTarget = {
  /** The Postgres schema of its tables. */
  readonly schema: string;
  readonly projection: AggregateShape;
};

/** A query for what the totals of one partition come to by its contributions. */
export function countedTotals({ schema, projection }: TotalsTarget, partition: number): string {
  const { dimensions, measures } = projection;
  const by = dimensions.map(one => `part.${quoted(one)}`).join(', ');
  const sums = measures.map(one => `sum(part.${quoted(one)})::bigint as ${quoted(one)}`);
  return `
    select ${[by, 'count(*) as entries', ...sums].join(', ')}
    from ${quoted(schema)}.${quoted(projection.contributions)} as contributed,
      json_populate_recordset(null::${quoted(schema)}.${quoted(projection.totals)}, contributed.contributions) as part
    where contributed.partition = ${partition}
    group by ${by}`;
}

/**
 * The statement that makes the totals of one partition what its contributions come to, whatever they were: after a bulk
 * load of contributions, and where somebody has changed rows by hand. It has no position to compare, so whoever runs it
 * has to keep others from applying to the partition. A repeat changes nothing.
 */
export function countTotals(target: TotalsTarget, partition: number): string {
  const { schema, projection } = target;
  const { dimensions, measures } = projection;
  const totals = `${quoted(schema)}.${quoted(projection.totals)}`;
  const counts = ['entries', ...measures];
  const columns = [...dimensions, ...counts].map(quoted).join(', ');
  const all = (names: readonly string[], each: (name: string) => string, separator: string): string =>
    names.map(name => each(quoted(name))).join(separator);
  return `
    with counted as materialized (${countedTotals(target, partition)}
    ), gone as (
      delete from ${totals} as known
      where known.partition = ${partition}
        and not exists (select from counted where ${all(dimensions, one => `counted.${one} = known.${one}`, ' and ')})
    )
    insert into ${totals} as known (partition, ${columns})
    select ${partition}, ${columns} from counted
    on conflict (partition, ${dimensions.map(quoted).join(', ')}) do update
    set ${all(counts, one => `${one} = excluded.${one}`, ', ')}
    where ${all(counts, one => `known.${one} <> excluded.${one}`, ' or ')}`;
}
