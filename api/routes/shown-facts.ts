import { projections } from '../../projections/catalogue.ts';
import { type Projection, storedIn } from '../../runtime/projector/definition.ts';
import type { Database } from './database.ts';

/** A version of one key of a fact topic. */
export type FactRef = { readonly topic: string; readonly key: string; readonly version: number };

/** One that somebody waits for: in those of these read models that read its topic; null: in every one that does. */
export type AskedFact = FactRef & { readonly of: readonly string[] | null };

/**
 * Those of the facts that the read models show, in this version or a later one. Where every one is asked, for a client who
 * may read any of them next, those that are paused or not filled yet are known to be behind, and nobody is made to wait
 * for them.
 */
export async function shownFacts(database: Database, facts: readonly AskedFact[]): Promise<Set<AskedFact>> {
  if (facts.length === 0) return new Set();
  const behind = facts.some(({ of }) => of === null) ? await namesBehind(database) : new Set<string>();
  const shown = new Set(facts);
  await Promise.all(
    projections.map(async one => {
      const asked = facts.filter(({ topic, of }) => one.topics.includes(topic) && isAsked(one.name, of, behind));
      if (asked.length === 0) return;
      const there = await factsIn(database, one, asked);
      for (const fact of asked) if (!there.has(fact)) shown.delete(fact);
    }),
  );
  return shown;
}

const isAsked = (name: string, of: readonly string[] | null, behind: ReadonlySet<string>): boolean =>
  of === null ? !behind.has(name) : of.includes(name);

/** Those of the read models that read the topic, and so show its facts. */
export const readersOf = (topic: string, of: readonly string[]): string[] =>
  projections.filter(({ name, topics }) => of.includes(name) && topics.includes(topic)).map(({ name }) => name);

/** Of an aggregate it is what each key adds that tells the version. */
async function factsIn(
  { sql, views, ask }: Database,
  projection: Projection,
  asked: readonly AskedFact[],
): Promise<Set<AskedFact>> {
  const { table, keyColumns } = storedIn(projection);
  const numbered = asked.map(({ key, version }, n) => ({ n, key, version }));
  const rows = await ask(sql<{ n: number }[]>`
    select asked.n
    from json_to_recordset(${JSON.stringify(numbered)}::text::json) as asked (n int, key text, version bigint)
    join ${sql(views)}.${sql(table)} as there
      on there.${sql(keyColumns[0])} = asked.key and there.version >= asked.version`);
  return new Set(rows.map(({ n }) => asked[n] as AskedFact));
}

async function namesBehind({ sql, views, ask }: Database): Promise<Set<string>> {
  const rows = await ask(sql<{ projection: string }[]>`
    select projection from ${sql(views)}.paused union select projection from ${sql(views)}.filling`);
  return new Set(rows.map(({ projection }) => projection));
}
