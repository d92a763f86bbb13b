import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { orders } from '../projections/orders/projection.ts';
import { append, orderRecord } from '../projections/testing/histories.ts';
import { soon, untilRead } from '../projections/testing/rebuilding.ts';
import { createKafkajsLog } from '../runtime/log/kafkajs/log.ts';
import type { Log } from '../runtime/log/port.ts';
import { createLogger } from '../runtime/observe/logger.ts';
import { connectPostgres, type Sql } from '../runtime/postgres/connect.ts';
import { projectionDesk } from '../runtime/projector/desk.ts';
import { generationSchema } from '../runtime/projector/names.ts';
import { type Projector, startProjector } from '../runtime/projector/projector.ts';
import { rowsAbout } from '../runtime/projector/rows-about.ts';
import { catalogueWire, createShopTopics } from '../test/topology/shop.ts';
import { buildApp } from './app.ts';
import { specAuth } from './testing/callers.ts';

const logger = createLogger({ level: 'silent' });
const prefix = `desk-${Date.now().toString(36)}`;
let sql: Sql;
let log: Log;
let projector: Projector;
let app: ReturnType<typeof buildApp>;

beforeAll(async () => {
  sql = connectPostgres({ url: inject('databaseUrl'), tls: 'disable', name: prefix });
  log = createKafkajsLog({ brokers: inject('kafkaBrokers'), clientId: prefix, logger });
  const wire = catalogueWire();
  await createShopTopics(log, prefix, 2);
  const health = { check: async () => ({ ready: true, servers: {} }) };
  app = buildApp({
    logger,
    auth: specAuth,
    health,
    projections: projectionDesk({ sql, log, prefix }, [orders as never]),
  });
  await app.ready();
  const before = await app.inject({ url: '/projections' });
  expect([before.statusCode, before.json().code]).toEqual([503, 'LP_API_VIEWS_MISSING']);
  for (const what of ['rebuilds', 'pause', 'resume']) {
    const asked = await app.inject({ method: 'POST', url: `/projections/orders/${what}` });
    expect([what, asked.statusCode, asked.json().code]).toEqual([what, 503, 'LP_API_VIEWS_MISSING']);
  }
  await append(
    log,
    Array.from({ length: 50 }, (_, n) => orderRecord({ log, prefix, wire }, `o-${n}`, 1)),
  );
  projector = await startProjector({ log, sql, prefix, wire, logger, projections: [orders as never] });
  await untilRead({ log, prefix, wire }, sql);
});

afterAll(async () => {
  await app.close();
  await projector.stop();
  await log.close();
  await sql.end({ timeout: 5 });
});

const get = async (url: string) => (await app.inject({ url })).json();

describe('projections over the API', () => {
  it('tell how they stand', async () => {
    // What the projector has written is counted within seconds; an analysis counts it at once.
    await sql`analyze ${sql(generationSchema(prefix, 'orders', 1))}.orders`;
    const { items } = await get('/projections');
    expect(items).toMatchObject([
      {
        name: 'orders',
        paused: null,
        operation: null,
        generations: [{ number: 1, state: 'live', lag: 0, rows: expect.any(Number) }],
      },
    ]);
    expect(items[0].partitions).toHaveLength(2);
    expect(await get('/projections/orders')).toMatchObject({
      partitions: [{ lag: 0, lagSeconds: 0, error: null }, {}],
    });
    expect((await app.inject({ url: '/projections/ordres' })).statusCode).toBe(404);
  });

  it('tell rows as Postgres counts them, and nothing where it has forgotten them', async () => {
    const one = await sql.reserve();
    const schema = `${prefix}-counted`;
    const table = sql`${sql(schema)}.things`;
    const rows = async () => (await rowsAbout(sql, [schema])).get(schema);
    try {
      await one`create schema ${sql(schema)}`;
      await one`create table ${table} (n int)`;
      expect(await rows()).toBe(0);
      await one`insert into ${table} select generate_series(1, 3)`;
      await one`select pg_stat_force_next_flush()`;
      expect(await rows()).toBe(3);
      // As after a crash.
      await one`select pg_stat_reset_single_table_counters(${`"${schema}".things`}::regclass)`;
      expect(await rows()).toBeNull();
      await one`analyze ${table}`;
      await one`select pg_stat_reset_single_table_counters(${`"${schema}".things`}::regclass)`;
      expect(await rows()).toBe(3);
    } finally {
      await one`drop schema if exists ${sql(schema)} cascade`;
      one.release();
    }
  });

  it('are rebuilt where it is asked for, and tell how far it is until the end', async () => {
    const asked = await app.inject({ method: 'POST', url: '/projections/orders/rebuilds' });
    expect(asked.statusCode).toBe(202);
    const location = asked.headers.location as string;
    const events = await app.inject({ url: `${location}/events` });
    expect(events.headers['content-type']).toBe('text/event-stream');
    const said = events.body
      .trim()
      .split('\n\n')
      .map(block => block.split('\n'));
    const [name, data] = said.at(-1) ?? [];
    expect(name).toBe('event: end');
    const last = JSON.parse((data as string).slice('data: '.length));
    expect(last).toMatchObject({
      state: 'done',
      progress: { percent: 100, records: 50, total: 50 },
      report: { live: 2 },
    });
    expect(await get(location)).toMatchObject({ state: 'done', links: { self: location } });
    expect((await get('/projections/orders/operations')).items).toHaveLength(1);
    const healed = await app.inject({ method: 'POST', url: '/projections/orders/rebuilds', payload: { key: 'o-3' } });
    const url = healed.headers.location as string;
    await vi.waitFor(async () => expect(await get(url)).toMatchObject({ kind: 'heal', state: 'done' }), soon);
  });

  it('do one thing at a time, which can be cancelled', async () => {
    const payload = { throttle: 1, reason: 'a look' };
    const slow = { method: 'POST', url: '/projections/orders/rebuilds', payload } as const;
    const headers = { 'idempotency-key': 'once' };
    const first = await app.inject({ ...slow, headers });
    const second = await app.inject(slow);
    const again = await app.inject({ ...slow, headers });
    expect([again.statusCode, again.headers.location]).toEqual([202, first.headers.location]);
    expect(first.json()).toMatchObject({ options: payload });
    expect([second.statusCode, second.json().code]).toEqual([409, 'LP_API_PROJECTION_BUSY']);
    const location = first.headers.location as string;
    const ended = await app.inject({ method: 'DELETE', url: `${location}?reason=too%20slow` });
    expect([ended.statusCode, ended.json().options]).toMatchObject([202, { cancelled: { reason: 'too slow' } }]);
    await vi.waitFor(async () => expect((await get(location)).state).toBe('cancelled'), soon);
    const after = await app.inject({ ...slow, headers });
    expect([after.statusCode, after.json().state]).toEqual([202, 'cancelled']);
    expect((await app.inject({ method: 'DELETE', url: '/projections/orders/operations/9999999' })).statusCode).toBe(
      404,
    );
    const unknown = await app.inject({ method: 'POST', url: '/projections/nothing/rollbacks' });
    expect(unknown.statusCode).toBe(404);
    const wrong = await app.inject({ ...slow, payload: { throttle: 0, what: 1 } });
    expect([wrong.statusCode, wrong.json().errors]).toMatchObject([400, [{}, {}]]);
  });

  it('drop what readers do not ask', async () => {
    const dropped = await app.inject({ method: 'DELETE', url: '/projections/orders/generations' });
    expect([dropped.statusCode, dropped.json()]).toEqual([200, { projection: 'orders', dropped: [1] }]);
    expect((await app.inject({ method: 'DELETE', url: '/projections/none/generations' })).statusCode).toBe(404);
  });

  it('are paused and resumed', async () => {
    await app.inject({ method: 'POST', url: '/projections/orders/pause', payload: { reason: 'maintenance' } });
    expect(await get('/projections/orders')).toMatchObject({ paused: { reason: 'maintenance' } });
    const resumed = await app.inject({ method: 'POST', url: '/projections/orders/resume' });
    expect(resumed.json()).toEqual({ projection: 'orders', paused: false });
    expect(await get('/projections/orders')).toMatchObject({ paused: null });
  });
});
