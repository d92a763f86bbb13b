import { projections } from '../../projections/catalogue.ts';
import type { Database } from './database.ts';

/** A version of one key of a fact topic. */
export type FactRef = { readonly topic: string; readonly key: string; readonly version: number };

/** Those of the facts that the read models show, in this version or a later one. One query for each table. */
export async function shownFacts({ sql, views, ask }: Database, facts: readonly FactRef[]): Promise<Set<FactRef>> {
  const shown = new Set<FactRef>();
  await Promise.all(
    [...Map.groupBy(facts, ({ topic }) => topic)].map(async ([topic, asked]) => {
      const projection = projections.find(one => one.kind === 'table' && one.topics.includes(topic));
      // What no read model shows cannot be waited for.
      if (projection?.kind !== 'table') {
        for (const fact of asked) shown.add(fact);
        return;
      }
      const key = sql(projection.keyColumns[0]);
      const numbered = asked.map(({ key, version }, n) => ({ n, key, version }));
      const rows = await ask(sql<{ n: number }[]>`
        select asked.n
        from json_to_recordset(${JSON.stringify(numbered)}::text::json) as asked (n int, key text, version bigint)
        join ${sql(views)}.${sql(projection.table)} as there
          on there.${key} = asked.key and there.version >= asked.version`);
      for (const { n } of rows) shown.add(asked[n] as FactRef);
    }),
  );
  return shown;
}
