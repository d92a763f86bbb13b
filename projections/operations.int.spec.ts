import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { createKafkajsLog } from '../runtime/log/kafkajs/log.ts';
import type { Log } from '../runtime/log/port.ts';
import { createLogger } from '../runtime/observe/logger.ts';
import { connectPostgres, type Sql } from '../runtime/postgres/connect.ts';
import { generationSchema, viewsSchema } from '../runtime/projector/names.ts';
import { dropGenerations, pauseProjection, resumeProjection } from '../runtime/projector/pause.ts';
import { projectorPositions } from '../runtime/projector/positions.ts';
import { type Projector, startProjector } from '../runtime/projector/projector.ts';
import { cancelOperation, findOperation } from '../runtime/projector/rebuild/operations.ts';
import { catalogueWire, createShopTopics, type Shown } from '../test/topology/shop.ts';
import { orders } from './orders/projection.ts';
import { append, foldedOrders, lagOf, orderRecord, ordersIn } from './testing/histories.ts';
import { operator, soon, untilRead } from './testing/rebuilding.ts';

const wire = catalogueWire();
const logger = createLogger({ level: process.env.LOG_LEVEL === 'debug' ? 'debug' : 'silent' });
const keys = Array.from({ length: 60 }, (_, n) => `o-${n}`);
let sql: Sql;
let log: Log;
let count = 0;

beforeAll(() => {
  sql = connectPostgres({ url: inject('databaseUrl'), tls: 'disable', name: 'operations spec' });
  log = createKafkajsLog({ brokers: inject('kafkaBrokers'), clientId: 'operations-spec', logger });
});

afterAll(async () => {
  await log.close();
  await sql.end({ timeout: 5 });
});

async function filled(): Promise<Shown & { projector: Projector }> {
  const prefix = `ops-${Date.now().toString(36)}-${++count}`;
  const shown = { log, prefix, wire };
  await createShopTopics(log, prefix, 2);
  await append(
    log,
    keys.flatMap(key => [1, 2, 3].map(version => orderRecord(shown, key, version))),
  );
  const projector = await startProjector({ log, sql, prefix, wire, logger, projections: [orders as never] });
  await untilRead(shown, sql);
  return { ...shown, projector };
}

const wrong = ({ prefix }: Shown) => sql`
  update ${sql(generationSchema(prefix, 'orders', 1))}.orders
  set status = 'DELIVERED', total_amount = 1, version = version + 7 where order_id = 'o-5'`;

describe('a wrong row', () => {
  it('is found by a verification, with its columns, and healed by making its key anew', async () => {
    const { projector, ...shown } = await filled();
    const { ended, generations } = operator(sql, shown);
    expect(await ended('verify')).toMatchObject({ state: 'done', report: { proof: { differences: 0 }, rows: 60 } });
    await wrong(shown);
    const found = await ended('verify');
    expect(found).toMatchObject({ state: 'different', error: null, report: { proof: { differences: 1 } } });
    const [table] = found.report?.proof?.tables ?? [];
    expect(table).toMatchObject({ table: 'orders', different: 1, onlyLive: 0, onlyOther: 0 });
    expect(table?.columns).toEqual({ status: 1, total_amount: 1, version: 1 });
    expect(table?.samples).toMatchObject([
      { key: { order_id: 'o-5' }, columns: { total_amount: { live: '1', other: '300' } } },
    ]);

    expect(await ended('heal', { key: 'o-5' })).toMatchObject({
      state: 'done',
      report: { healed: { records: 3, rows: 1 } },
    });
    expect(await ended('verify')).toMatchObject({ state: 'done' });
    expect(await ordersIn(sql, shown.prefix)).toEqual(await foldedOrders(shown));

    // A row of which the log knows nothing goes.
    await sql`insert into ${sql(generationSchema(shown.prefix, 'orders', 1))}.orders
      select 'nobody' as order_id, version, status, customer_id, placed_at, total_amount, total_currency, changed_at, document
      from ${sql(generationSchema(shown.prefix, 'orders', 1))}.orders where order_id = 'o-1'`;
    expect(await ended('verify')).toMatchObject({
      state: 'different',
      report: { proof: { tables: [{ onlyLive: 1 }] } },
    });
    expect(await ended('heal', { key: 'nobody' })).toMatchObject({ report: { healed: { records: 0, rows: 0 } } });
    expect(await ended('verify')).toMatchObject({ state: 'done' });

    await append(log, [orderRecord(shown, 'o-5', 4)]);
    await untilRead(shown, sql);
    expect(await ordersIn(sql, shown.prefix)).toEqual(await foldedOrders(shown));
    await vi.waitFor(async () => expect(await generations()).toHaveLength(1), soon);
    await projector.stop();
  });

  it('keeps a rebuild from being switched to, until somebody says why', async () => {
    const { projector, ...shown } = await filled();
    const { ended, generations } = operator(sql, shown);
    await wrong(shown);
    expect(await ended('rebuild')).toMatchObject({ state: 'different', generation: 2 });
    expect((await generations()).map(one => one.state)).toEqual(['live', 'ready']);
    expect(await ended('swap')).toMatchObject({ state: 'different' });
    const swapped = await ended('swap', { accept: 'the row was changed by hand' });
    expect(swapped).toMatchObject({ state: 'done', report: { accepted: 'the row was changed by hand', live: 2 } });
    expect((await generations()).map(one => one.state)).toEqual(['previous', 'live']);
    expect(await ordersIn(sql, shown.prefix)).toEqual(await foldedOrders(shown));
    await append(
      log,
      keys.map(key => orderRecord(shown, key, 9)),
    );
    expect(await ended('rollback')).toMatchObject({ state: 'done', report: { live: 1 } });
    await untilRead(shown, sql);
    expect(await ordersIn(sql, shown.prefix)).toEqual(
      await foldedOrders(shown).then(rows =>
        rows.map(row =>
          (row as { order_id: string }).order_id === 'o-5' ? expect.objectContaining({ version: 10 }) : row,
        ),
      ),
    );
    expect(await dropGenerations({ sql, control: viewsSchema(shown.prefix) }, 'orders')).toEqual([2]);
    await vi.waitFor(async () => expect((await generations()).map(one => one.number)).toEqual([1]), soon);
    const [schema] = await sql`select from pg_namespace where nspname = ${generationSchema(shown.prefix, 'orders', 2)}`;
    expect(schema).toBeUndefined();
    expect(projector.problems()).toEqual([]);
    await projector.stop();
  });
});

describe('what is asked', () => {
  it('is one thing at a time, and can be cancelled; what it made is dropped', async () => {
    const { projector, ...shown } = await filled();
    const { ask, until, generations, where } = operator(sql, shown);
    const first = await ask('rebuild', { throttle: 10 });
    await expect(ask('rebuild')).rejects.toMatchObject({ code: 'LP_PROJECTION_BUSY' });
    await expect(ask('verify')).rejects.toThrow(/rebuild \d+, which is .+ has been asked of orders before/);
    await vi.waitFor(async () => expect((await findOperation(where, first.id))?.state).toBe('loading'), soon);
    // What a rebuild has still to read must not be deleted of a topic.
    const positions = await projectorPositions(sql, shown.prefix);
    expect(positions).toContainEqual({ topic: `${shown.prefix}.orders`, partition: 0, offset: 0n });
    expect(await cancelOperation(where, first.id)).toBe(true);
    expect(await until(first.id)).toMatchObject({ state: 'cancelled' });
    expect(await cancelOperation(where, first.id)).toBe(false);
    await vi.waitFor(async () => expect(await generations()).toHaveLength(1), soon);
    expect(await operator(sql, shown).ended('rebuild')).toMatchObject({ state: 'done' });
    await expect(operator(sql, shown, 'ordres').ask('rebuild')).rejects.toMatchObject({
      code: 'LP_PROJECTION_UNKNOWN',
    });
    await projector.stop();
  });

  it('fails with the reason where there is nothing to switch to', async () => {
    const { projector, ...shown } = await filled();
    const { ended } = operator(sql, shown);
    expect(await ended('rollback')).toMatchObject({ state: 'failed', error: { code: 'LP_PROJECTION_NO_PREVIOUS' } });
    expect(await ended('swap')).toMatchObject({ state: 'failed', error: { code: 'LP_PROJECTION_NOTHING_READY' } });
    await projector.stop();
  });
});

describe('a paused projection', () => {
  it('stands still, also after a restart, and goes on from there', async () => {
    const { projector, ...shown } = await filled();
    const where = { sql, control: viewsSchema(shown.prefix) };
    expect(await pauseProjection(where, 'orders', 'a look at it')).toBe(true);
    expect(await pauseProjection(where, 'orders', null)).toBe(false);
    await vi.waitFor(() => expect(projector.runs()).toEqual([]), soon);
    await append(
      log,
      keys.map(key => orderRecord(shown, key, 4)),
    );
    await projector.stop();
    const again = await startProjector({
      log,
      sql,
      prefix: shown.prefix,
      wire,
      logger,
      projections: [orders as never],
    });
    expect(again.runs()).toEqual([]);
    expect(await lagOf(shown, sql, 'orders')).toBeGreaterThanOrEqual(60n);
    expect(again.problems()).toEqual([]);
    expect(await resumeProjection(where, 'orders')).toBe(true);
    await untilRead(shown, sql);
    expect(await ordersIn(sql, shown.prefix)).toEqual(await foldedOrders(shown));
    await again.stop();
  });
});
