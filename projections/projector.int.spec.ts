import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { kafkajsHarness } from '../runtime/log/kafkajs/testing/harness.ts';
import type { Log } from '../runtime/log/port.ts';
import { createLogger } from '../runtime/observe/logger.ts';
import { connectPostgres, type Sql } from '../runtime/postgres/connect.ts';
import { apply, columnsOf } from '../runtime/projector/apply.ts';
import { generationSchema, viewsSchema } from '../runtime/projector/names.ts';
import { storedPositions } from '../runtime/projector/positions.ts';
import { type Projector, startProjector } from '../runtime/projector/projector.ts';
import { catalogueWire, createShopTopics, type Shown } from '../test/topology/shop.ts';
import { project } from './orders/project.ts';
import { orders } from './orders/projection.ts';
import { append, foldedOrders, lagOf, orderFact, orderRecord, ordersIn } from './testing/histories.ts';

const wire = catalogueWire();
const logger = createLogger({ level: 'silent' });
const harness = kafkajsHarness({ brokers: inject('kafkaBrokers') });
const soon = { timeout: 2 * harness.patience, interval: 50 };
const keys = Array.from({ length: 40 }, (_, n) => `o-${n}`);
const pool = (name: string): Sql => connectPostgres({ url: inject('databaseUrl'), tls: 'disable', name });
let sql: Sql;
let count = 0;

beforeAll(() => {
  sql = pool('projector spec');
});

afterAll(async () => {
  await sql.end({ timeout: 5 });
  await harness.close();
});

async function shop(): Promise<Shown> {
  const prefix = `proj-${Date.now().toString(36)}-${++count}`;
  const { log } = await harness.open(`${prefix}-test`);
  await createShopTopics(log, prefix);
  return { log, prefix, wire };
}

const start = (log: Log, { prefix }: Shown, over = sql): Promise<Projector> =>
  startProjector({ log, sql: over, prefix, wire, logger, projections: [orders as never] });

/** Every version of every key, each twice, and then an old one again. */
const history = (shown: Shown, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, n) =>
    keys.flatMap(key => [
      orderRecord(shown, key, from + n),
      orderRecord(shown, key, from + n),
      orderRecord(shown, key, Math.max(1, from + n - 2)),
    ]),
  );

async function untilRead(shown: Shown): Promise<void> {
  await vi.waitFor(async () => expect(await lagOf(shown, sql, 'orders')).toBe(0n), soon);
}

async function dropViews({ prefix }: Shown): Promise<void> {
  await sql`drop schema ${sql(viewsSchema(prefix))} cascade`;
}

describe('a projection', () => {
  it('given duplicates and old facts that come again, then its rows are those of a fold of the whole topic', async () => {
    const shown = await shop();
    const [first, ...others] = history(shown, 1, 5);
    await append(shown.log, first ?? []);
    const projector = await start(shown.log, shown);
    for (const one of others) await append(shown.log, one);
    await untilRead(shown);
    const rows = await ordersIn(sql, shown.prefix);
    expect(rows).toHaveLength(keys.length);
    expect(rows).toEqual(await foldedOrders(shown));
    expect(projector.problems()).toEqual([]);

    await append(shown.log, [orderRecord(shown, 'o-7', 2), orderRecord(shown, 'o-9', 5)]);
    await untilRead(shown);
    expect(await ordersIn(sql, shown.prefix)).toEqual(rows);

    await append(shown.log, [{ topic: `${shown.prefix}.orders`, key: Buffer.from('o-7'), value: null }]);
    await untilRead(shown);
    expect(await ordersIn(sql, shown.prefix)).toHaveLength(keys.length - 1);

    // Made anew in the batch of its tombstone, and with a version that the old row had long passed.
    const again = [
      { topic: `${shown.prefix}.orders`, key: Buffer.from('o-8'), value: null },
      orderRecord(shown, 'o-8', 1),
    ];
    await append(shown.log, again);
    await untilRead(shown);
    const [o8] = await sql`select version from ${sql(viewsSchema(shown.prefix))}.orders where order_id = 'o-8'`;
    expect(o8?.version).toBe('1');
    await projector.stop();
    await dropViews(shown);
  });

  it('given that one of two processes is killed in the middle, then the other one reads on where Postgres says', async () => {
    const shown = await shop();
    const [one, two] = [await harness.open(`${shown.prefix}-one`), await harness.open(`${shown.prefix}-two`)];
    const survivor = await start(one.log, shown);
    await start(two.log, shown);
    let killed: Promise<void> = Promise.resolve();
    for (const [n, records] of history(shown, 1, 20).entries()) {
      await append(shown.log, records);
      if (n === 10) killed = two.crash();
    }
    await killed;
    await untilRead(shown);
    expect(await ordersIn(sql, shown.prefix)).toEqual(await foldedOrders(shown));
    await survivor.stop();
    await dropViews(shown);
  });

  it('given a process that sleeps beyond its session and wakes up, then it writes nothing twice and nothing old', async () => {
    const shown = await shop();
    const [one, two] = [await harness.open(`${shown.prefix}-one`), await harness.open(`${shown.prefix}-two`)];
    const zombie = await start(one.log, shown);
    await append(shown.log, history(shown, 1, 3).flat());
    await untilRead(shown);
    await one.freeze();
    const owner = await start(two.log, shown);
    await append(shown.log, history(shown, 4, 9).flat());
    await untilRead(shown);
    one.thaw();
    await append(shown.log, history(shown, 10, 12).flat());
    await untilRead(shown);
    expect(await ordersIn(sql, shown.prefix)).toEqual(await foldedOrders(shown));
    expect([...owner.problems(), ...zombie.problems()]).toEqual([]);
    await Promise.all([owner.stop(), zombie.stop()]);
    await dropViews(shown);
  });

  it('given a position that another one has moved, then the transaction fails and writes no row', async () => {
    const shown = await shop();
    await append(shown.log, history(shown, 1, 1).flat());
    const projector = await start(shown.log, shown);
    await untilRead(shown);
    await projector.stop();
    const control = viewsSchema(shown.prefix);
    const schema = generationSchema(shown.prefix, 'orders', 1);
    const target = {
      sql,
      schema,
      control,
      generation: 1,
      projection: orders,
      columns: await columnsOf(sql, schema, 'orders'),
    };
    const [position] = await storedPositions(sql, control, 'orders', 0);
    const to = (position?.offset ?? 0n) + 1n;
    const changes = { deleted: ['o-1'], rows: [project(orderFact('o-2', 99))] };
    const move = { topic: `${shown.prefix}.orders`, partition: 0, from: to, to: to + 1n, epoch: 0, records: 1 };
    await expect(apply(target, changes, move)).rejects.toMatchObject({ code: 'LP_PROJECTION_OVERTAKEN' });
    expect(await ordersIn(sql, shown.prefix)).toEqual(await foldedOrders(shown));
    await apply(target, changes, { ...move, from: position?.offset ?? 0n });
    expect(await ordersIn(sql, shown.prefix)).not.toEqual(await foldedOrders(shown));
    await dropViews(shown);
  });

  it('given that Postgres breaks every connection, then it goes on by itself', async () => {
    const shown = await shop();
    const its = pool(shown.prefix);
    const projector = await start(shown.log, shown, its);
    for (const [n, records] of history(shown, 1, 10).entries()) {
      await append(shown.log, records);
      if (n % 3 === 0) {
        await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = ${shown.prefix}`;
      }
    }
    await untilRead(shown);
    expect(await ordersIn(sql, shown.prefix)).toEqual(await foldedOrders(shown));
    expect(projector.problems()).toEqual([]);
    await projector.stop();
    await its.end({ timeout: 5 });
    await dropViews(shown);
  });
});
