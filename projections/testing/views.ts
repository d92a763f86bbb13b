import { createMemoryBroker } from '../../runtime/log/memory/log.ts';
import { connectPostgres, type Sql } from '../../runtime/postgres/connect.ts';
import { apply, columnsOf, type Target } from '../../runtime/projector/apply.ts';
import { bundleOf } from '../../runtime/projector/bundle.ts';
import type { Changes } from '../../runtime/projector/changes.ts';
import { type Projection, type Row, storedIn } from '../../runtime/projector/definition.ts';
import type { Move } from '../../runtime/projector/moving.ts';
import { generationSchema, viewsSchema } from '../../runtime/projector/names.ts';
import { storedPositions } from '../../runtime/projector/positions.ts';
import { prepareTables } from '../../runtime/projector/tables.ts';
import { countTotals } from '../../runtime/projector/totals.ts';
import { catalogueWire, createShopTopics } from '../../test/topology/shop.ts';

/** One projection's tables in Postgres, written through `apply` without anything to read from. */
export type Views = {
  readonly sql: Sql;
  readonly target: Target;
  /** The step that takes the position on by so many records. */
  step(topic: string, partition: number, records: number): Promise<Move>;
  apply(changes: Changes, move: Move): Promise<void>;
  /** The rows of what is stored: of an aggregate the contributions. */
  stored(): Promise<Row[]>;
  /** What readers see. */
  shown(): Promise<Row[]>;
  /** Of an aggregate: counts all totals anew, at once, over what is there. */
  recountTotals(): Promise<void>;
  /** Of an aggregate: takes all totals away. */
  forgetTotals(): Promise<void>;
  /** No rows, and every position at the beginning. */
  clear(): Promise<void>;
  drop(): Promise<void>;
};

export async function openViews(databaseUrl: string, prefix: string, projection: Projection): Promise<Views> {
  const sql = connectPostgres({ url: databaseUrl, tls: 'disable', name: prefix });
  const log = createMemoryBroker().log(prefix);
  await createShopTopics(log, prefix);
  const bundle = await bundleOf(projection, catalogueWire().schema);
  await prepareTables({ sql, log, prefix, projections: [projection] }, new Map([[projection.name, bundle]]));
  const control = viewsSchema(prefix);
  const schema = generationSchema(prefix, projection.name, 1);
  const { table } = storedIn(projection);
  const columns = await columnsOf(sql, schema, table);
  const target: Target = { sql, control, schema, generation: 1, projection, columns };
  const tables = projection.kind === 'table' ? [table] : [table, projection.totals];

  return {
    sql,
    target,
    step: async (topic, partition, records) => {
      const full = `${prefix}.${topic}`;
      const positions = await storedPositions(sql, control, projection.name, partition, 1);
      const at = positions.find(one => one.topic === full);
      if (at === undefined) throw new Error(`Nothing says up to where ${full}[${partition}] was read.`);
      return { topic: full, partition, from: at.offset, to: at.offset + BigInt(records), epoch: at.epoch, records };
    },
    apply: (changes, move) => apply(target, changes, move),
    stored: () => rowsIn(sql, schema, table),
    shown: () => rowsIn(sql, control, projection.table),
    recountTotals: async () => {
      if (projection.kind === 'table') return;
      const partitions = await sql<{ partition: number }[]>`
        select distinct partition from ${sql(control)}.position where projection = ${projection.name}`;
      for (const { partition } of partitions) await sql.unsafe(countTotals({ schema, projection }, partition));
    },
    forgetTotals: async () => {
      if (projection.kind === 'aggregate') await sql`delete from ${sql(schema)}.${sql(projection.totals)}`;
    },
    clear: async () => {
      for (const one of tables) await sql`delete from ${sql(schema)}.${sql(one)}`;
      await sql`update ${sql(control)}.position set position = 0`;
    },
    drop: async () => {
      await sql`drop schema if exists ${sql(control)} cascade`;
      await sql`drop schema if exists ${sql(schema)} cascade`;
      await sql.end({ timeout: 5 });
      await log.close();
    },
  };
}

async function rowsIn(sql: Sql, schema: string, table: string): Promise<Row[]> {
  const rows = await sql<{ row: Row }[]>`select to_json(one) as row from ${sql(schema)}.${sql(table)} as one`;
  return rows.map(({ row }) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, asSent(value)])));
}

/** Postgres writes a time with an offset of its own. */
const asSent = (value: unknown): unknown =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT.*[+-]\d\d:\d\d$/.test(value) ? new Date(value).toISOString() : value;
