import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createKafkajsLog } from '../runtime/log/kafkajs/log.ts';
import type { Log } from '../runtime/log/port.ts';
import { createLogger } from '../runtime/observe/logger.ts';
import { connectPostgres, type Sql } from '../runtime/postgres/connect.ts';
import { bundleOf, storeBundle } from '../runtime/projector/bundle.ts';
import { generationSchema, viewsSchema } from '../runtime/projector/names.ts';
import { startProjector } from '../runtime/projector/projector.ts';
import { catalogueWire, createShopTopics, type Shown } from '../test/topology/shop.ts';
import { orders } from './orders/projection.ts';
import { append, foldedOrders, orderRecord, ordersIn } from './testing/histories.ts';
import { operator, untilRead } from './testing/rebuilding.ts';

const wire = catalogueWire();
const logger = createLogger({ level: 'silent' });
let sql: Sql;
let log: Log;
let count = 0;

beforeAll(() => {
  sql = connectPostgres({ url: inject('databaseUrl'), tls: 'disable', name: 'migration spec' });
  log = createKafkajsLog({ brokers: inject('kafkaBrokers'), clientId: 'migration-spec', logger });
});

afterAll(async () => {
  await log.close();
  await sql.end({ timeout: 5 });
});

async function shop(): Promise<Shown> {
  const prefix = `old-${Date.now().toString(36)}-${++count}`;
  await createShopTopics(log, prefix, 2);
  return { log, prefix, wire };
}

const start = ({ prefix }: Shown) => startProjector({ log, sql, prefix, wire, logger, projections: [orders as never] });

/** As version 0.1.0 made them. */
const tablesOf010 = `
create table position (
  projection text not null, topic text not null, partition int not null, topic_id text not null,
  position bigint not null, moved_at timestamptz not null default now(),
  primary key (projection, topic, partition)
);
create table orders (
  order_id text primary key, version bigint not null, status text not null, customer_id text not null,
  placed_at timestamptz, total_amount bigint, total_currency text, changed_at timestamptz not null,
  document json not null
);
create index orders_by_status on orders (status, order_id);
create index orders_by_customer on orders (customer_id, order_id);
`;

describe('read models of version 0.1.0', () => {
  it('become a first generation as they are, fed from where they stand, and can be rebuilt and rolled back', async () => {
    const shown = await shop();
    const control = viewsSchema(shown.prefix);
    const topic = `${shown.prefix}.orders`;
    await append(
      log,
      ['a', 'b', 'c'].map(key => orderRecord(shown, key, 1)),
    );
    await sql.unsafe(
      `create schema "${control}"; set search_path to "${control}"; ${tablesOf010} set search_path to default`,
    );
    const [{ id } = { id: '' }] = await log.admin.describeTopics([topic]);
    // It stood at the end, with a row that no log has: what is moved is not built anew.
    for (const { partition, end } of await log.admin.offsets(topic)) {
      const row = { projection: 'orders', topic, partition, topic_id: id, position: String(end) };
      await sql`insert into ${sql(control)}.position ${sql(row)}`;
    }
    await sql`
      insert into ${sql(control)}.orders values ('old', 1, 'PLACED', 'c', now(), null, null, now(), '{"old":true}')`;
    const [projector, other] = await Promise.all([start(shown), start(shown)]);
    expect(projector.otherCode).toMatchObject([{ projection: 'orders', generation: 1, fingerprint: null }]);
    await append(log, [orderRecord(shown, 'd', 1)]);
    await untilRead(shown, sql);
    const ids = async () => (await ordersIn(sql, shown.prefix)).map(row => (row as { order_id: string }).order_id);
    expect(await ids()).toEqual(['d', 'old']);
    const indexes =
      await sql`select indexname from pg_indexes where schemaname = ${generationSchema(shown.prefix, 'orders', 1)}`;
    expect(indexes).toHaveLength(3);

    const { ended } = operator(sql, shown);
    expect(await ended('rebuild')).toMatchObject({ state: 'different' });
    expect(await ended('swap', { accept: 'the old one was wrong' })).toMatchObject({ state: 'done' });
    expect(await ordersIn(sql, shown.prefix)).toEqual(await foldedOrders(shown));
    expect(await ended('rollback')).toMatchObject({ state: 'done' });
    expect(await ids()).toEqual(['d', 'old']);
    expect([...projector.problems(), ...other.problems()]).toEqual([]);
    await Promise.all([projector.stop(), other.stop()]);
  });
});

describe('a live generation that was built by other code', () => {
  it('is fed by its own, until it is rebuilt', async () => {
    const shown = await shop();
    const where = { sql, control: viewsSchema(shown.prefix) };
    await append(log, [orderRecord(shown, 'a', 1)]);
    await (await start(shown)).stop();
    // Yesterday's code wrote another status.
    const bundle = await bundleOf(orders as never, wire.schema);
    const old = {
      ...bundle,
      fingerprint: 'yesterday',
      code: bundle.code.replace('status:order.status', 'status:`OLD`'),
    };
    expect(old.code).not.toBe(bundle.code);
    await storeBundle(where, 'orders', old);
    await sql`update ${sql(where.control)}.generation set fingerprint = 'yesterday' where projection = 'orders'`;
    const projector = await start(shown);
    expect(projector.otherCode).toMatchObject([{ fingerprint: 'yesterday', today: bundle.fingerprint }]);
    await append(log, [orderRecord(shown, 'b', 1)]);
    await untilRead(shown, sql);
    const statuses = async () =>
      (await ordersIn(sql, shown.prefix)).map(row => (row as { status: string }).status).sort();
    expect(await statuses()).toContain('OLD');
    const { ended } = operator(sql, shown);
    expect(await ended('rebuild', { accept: 'new code' })).toMatchObject({ state: 'done', report: { live: 2 } });
    expect(await statuses()).not.toContain('OLD');
    // The previous one is still fed by the code of yesterday.
    await append(log, [orderRecord(shown, 'c', 1)]);
    await untilRead(shown, sql);
    expect(await ended('rollback')).toMatchObject({ state: 'done' });
    expect((await statuses()).filter(one => one === 'OLD').length).toBeGreaterThanOrEqual(2);
    expect(await ended('verify')).toMatchObject({ generation: 3 });
    await projector.stop();
  });

  it('has the same fingerprint whatever its comments and layout', async () => {
    const one = await bundleOf(orders as never, wire.schema);
    const spaced = (topic: string) => JSON.stringify({ ...JSON.parse(wire.schema(topic)), doc: 'more words' }, null, 2);
    expect((await bundleOf(orders as never, spaced)).fingerprint).toBe(one.fingerprint);
    const other = (topic: string) => JSON.stringify({ ...JSON.parse(wire.schema(topic)), aliases: ['x'] });
    expect((await bundleOf(orders as never, other)).fingerprint).not.toBe(one.fingerprint);
  });
});
