import { projections } from '../../projections/catalogue.ts';
import { type Projection, storedIn } from '../../runtime/projector/definition.ts';
import type { Database } from './database.ts';

/** A version of one key of a fact topic. */
export type FactRef = { readonly topic: string; readonly key: string; readonly version: number };

/**
 * Those of the facts that every read model of their topic shows, in this version or a later one: a client may ask any of
 * them next. What is paused, or not filled yet, is known to be behind, and nobody is made to wait for it.
 */
export async function shownFacts(database: Database, facts: readonly FactRef[]): Promise<Set<FactRef>> {
  if (facts.length === 0) return new Set();
  const behind = await namesBehind(database);
  const shown = new Set(facts);
  await Promise.all(
    [...Map.groupBy(facts, ({ topic }) => topic)].flatMap(([topic, asked]) =>
      projections
        .filter(one => one.topics.includes(topic) && !behind.has(one.name))
        .map(async one => {
          const there = await factsIn(database, one, asked);
          for (const fact of asked) if (!there.has(fact)) shown.delete(fact);
        }),
    ),
  );
  return shown;
}

/** Of an aggregate it is what each key adds that tells the version. */
async function factsIn(
  { sql, views, ask }: Database,
  projection: Projection,
  asked: readonly FactRef[],
): Promise<Set<FactRef>> {
  const { table, keyColumns } = storedIn(projection);
  const numbered = asked.map(({ key, version }, n) => ({ n, key, version }));
  const rows = await ask(sql<{ n: number }[]>`
    select asked.n
    from json_to_recordset(${JSON.stringify(numbered)}::text::json) as asked (n int, key text, version bigint)
    join ${sql(views)}.${sql(table)} as there
      on there.${sql(keyColumns[0])} = asked.key and there.version >= asked.version`);
  return new Set(rows.map(({ n }) => asked[n] as FactRef));
}

async function namesBehind({ sql, views, ask }: Database): Promise<Set<string>> {
  const rows = await ask(sql<{ projection: string }[]>`
    select projection from ${sql(views)}.paused union select projection from ${sql(views)}.filling`);
  return new Set(rows.map(({ projection }) => projection));
}
