import type { Log } from '../log/port.ts';
import type { Sql } from '../postgres/connect.ts';
import { type Bundle, storeBundle } from './bundle.ts';
import { prepareControl } from './control.ts';
import { type Projection, storedIn } from './definition.ts';
import { doorStatements, relationsOf } from './doors.ts';
import { fillingFrom } from './filling.ts';
import { generationSchema, viewsSchema } from './names.ts';
import { type Start, startsOf } from './starts.ts';

export type PrepareOptions = {
  readonly sql: Sql;
  readonly log: Pick<Log, 'admin'>;
  readonly prefix: string;
  readonly projections: readonly Projection[];
};

/** Inside of a transaction. */
type Tx = Parameters<Parameters<Sql['begin']>[1]>[0];

/**
 * Makes the first generation of what has none, each together with the positions from which it is filled. A position that
 * is missing later on is therefore a loss, never a beginning. Tables of version 0.1.0, which stood where readers ask,
 * become a first generation as they are. Where there is history on the log, readers see the first generation only once it
 * has been filled (docs/decisions/0067). Processes that start at the same moment wait for each other.
 */
export async function prepareTables(
  { sql, log, prefix, projections }: PrepareOptions,
  bundles: ReadonlyMap<string, Bundle>,
): Promise<void> {
  const control = viewsSchema(prefix);
  const starts = await startsOf(log, prefix, projections);
  await sql.begin(async tx => {
    await tx`select pg_advisory_xact_lock(hashtextextended(${`longplay ${control}`}, 0))`;
    await tx`create schema if not exists ${tx(control)}`;
    await searchIn(tx, control);
    await prepareControl(tx as unknown as Sql);
    for (const projection of projections) {
      const [known] = await tx`
        select from ${tx(control)}.generation where projection = ${projection.name} and state = 'live'`;
      if (known !== undefined) continue;
      const schema = generationSchema(prefix, projection.name, 1);
      const bundle = bundles.get(projection.name) as Bundle;
      const moved = await adopted(tx, control, schema, projection);
      if (!moved) await makeFirst(tx, control, schema, projection, bundle, starts(projection));
      await tx`delete from ${tx(control)}.filling where projection = ${projection.name}`;
      const filling = moved ? [] : fillingFrom(projection.name, starts(projection));
      await storeBundle({ sql: tx as unknown as Sql, control }, projection.name, bundle);
      await tx`delete from ${tx(control)}.generation where projection = ${projection.name}`;
      await tx`
        insert into ${tx(control)}.generation (projection, number, schema_name, fingerprint, state)
        values (${projection.name}, 1, ${schema}, ${moved ? null : bundle.fingerprint}, 'live')`;
      if (filling.length > 0) {
        await tx`insert into ${tx(control)}.filling ${tx(filling)}`;
        continue;
      }
      const relations = await relationsOf(tx as unknown as Sql, schema);
      await tx.unsafe(doorStatements(control, schema, relations, []));
    }
  });
}

/** Takes the table of 0.1.0 over as it is; its positions are there already. */
async function adopted(tx: Tx, control: string, schema: string, projection: Projection): Promise<boolean> {
  const { table } = storedIn(projection);
  const [old] = await tx`
    select from pg_class where relnamespace = to_regnamespace(quote_ident(${control})) and relname = ${table}
      and relkind = 'r'`;
  if (old === undefined) return false;
  await tx`drop schema if exists ${tx(schema)} cascade`;
  await tx`create schema ${tx(schema)}`;
  await tx`alter table ${tx(control)}.${tx(table)} set schema ${tx(schema)}`;
  return true;
}

async function makeFirst(
  tx: Tx,
  control: string,
  schema: string,
  { name }: Projection,
  { tableSql, indexesSql }: Bundle,
  starts: readonly Start[],
): Promise<void> {
  // Left over where somebody dropped the schema that readers ask, and not this one.
  await tx`drop schema if exists ${tx(schema)} cascade`;
  await tx`create schema ${tx(schema)}`;
  await searchIn(tx, schema);
  await tx.unsafe(tableSql);
  if (indexesSql !== '') await tx.unsafe(indexesSql);
  await searchIn(tx, control);
  await tx`delete from position where projection = ${name}`;
  const positions = starts.map(({ end: _, ...one }) => ({ projection: name, generation: 1, ...one }));
  await tx`insert into position ${tx(positions)}`;
}

const searchIn = (tx: Tx, schema: string) => tx`select set_config('search_path', quote_ident(${schema}), true)`;
