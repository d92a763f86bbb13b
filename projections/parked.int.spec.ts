import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { createKafkajsLog } from '../runtime/log/kafkajs/log.ts';
import type { Log, OutgoingRecord } from '../runtime/log/port.ts';
import { createLogger } from '../runtime/observe/logger.ts';
import { connectPostgres, type Sql } from '../runtime/postgres/connect.ts';
import { viewsSchema } from '../runtime/projector/names.ts';
import { openParked } from '../runtime/projector/parked/open.ts';
import { discardParked, parkedBytes, retryParked } from '../runtime/projector/parked/treat.ts';
import { resumeProjection } from '../runtime/projector/pause.ts';
import { type Projector, startProjector } from '../runtime/projector/projector.ts';
import { dryHeal } from '../runtime/projector/rebuild/heal-dry.ts';
import { catalogueWire, createShopTopics, type Shown } from '../test/topology/shop.ts';
import { customerOrders } from './customer-orders/projection.ts';
import { orders } from './orders/projection.ts';
import { append, orderRecord, ordersIn } from './testing/histories.ts';
import { operator, soon, untilRead } from './testing/rebuilding.ts';

const wire = catalogueWire();
const logger = createLogger({ level: process.env.LOG_LEVEL === 'debug' ? 'debug' : 'silent' });
const prefix = `parked-${Date.now().toString(36)}`;
const control = viewsSchema(prefix);
const by = { actor: { kind: 'OPERATOR', id: 'ann' }, reason: 'it was looked at' };
let sql: Sql;
let log: Log;
let shown: Shown;
let projector: Projector;

const start = (): Promise<Projector> =>
  startProjector({
    log,
    sql,
    prefix,
    wire,
    logger,
    projections: [orders as never, customerOrders as never],
    breaker: { window: 100, percent: 50, atLeast: 50, inARow: 6 },
    sentinel: null,
  });

beforeAll(async () => {
  sql = connectPostgres({ url: inject('databaseUrl'), tls: 'disable', name: prefix });
  log = createKafkajsLog({ brokers: inject('kafkaBrokers'), clientId: prefix, logger });
  shown = { log, prefix, wire };
  await createShopTopics(log, prefix, 1);
  projector = await start();
});

afterAll(async () => {
  await projector.stop();
  await log.close();
  await sql.end({ timeout: 5 });
});

const topic = `${prefix}.orders`;
const at = (orderId: string, version: number): OutgoingRecord => ({
  ...orderRecord(shown, orderId, version),
  partition: 0,
});
const poison = (key: string): OutgoingRecord => ({
  topic,
  partition: 0,
  key: Buffer.from(key),
  value: Buffer.from('no Avro'),
});

type Case = { row_key: string | null; status: string; offset: string; attempts: number; generation: number };

const casesOf = (projection = 'orders') =>
  sql<Case[]>`
    select row_key, status, "offset", attempts, generation from ${sql(control)}.parked
    where projection = ${projection} order by generation, "offset"`;

const dryRunOf = (key: string) =>
  dryHeal({ sql, control, log, prefix, wire, projections: [orders as never] }, 'orders', key);

const versions = async (): Promise<Record<string, number>> => {
  const rows = (await ordersIn(sql, prefix)) as { order_id: string; version: number }[];
  return Object.fromEntries(rows.map(({ order_id, version }) => [order_id, Number(version)]));
};

const untilAllRead = async () => {
  await untilRead(shown, sql);
  await untilRead(shown, sql, 'customer-orders');
};

// In this order: each builds on what the one before has left.
describe('a record that cannot be projected', () => {
  it('is a case of each projection that reads it; its key stays as it was, and everything else goes on', async () => {
    await append(log, [at('a', 1), at('b', 1), poison('a'), at('c', 1), at('nul\0', 1), at('b', 2)]);
    await untilAllRead();
    expect(await versions()).toEqual({ a: 1, b: 2, c: 1 });
    expect(await casesOf()).toMatchObject([
      { row_key: 'a', status: 'WAITING', offset: '2', attempts: 1, generation: 1 },
      { row_key: null, status: 'WAITING', offset: '4' },
    ]);
    expect((await casesOf('customer-orders')).map(({ row_key }) => row_key)).toEqual(['a', null]);
    expect(projector.problems()).toEqual([]);
    const place = { projection: 'orders', generation: 1, topic, partition: 0, offset: 2n };
    const where = { sql, control };
    expect(await parkedBytes(where, place)).toEqual({ key: Buffer.from('a'), value: Buffer.from('no Avro') });
    expect(await openParked(where, 'orders')).toMatchObject([
      { generation: 1, count: 2, error: { message: expect.any(String) } },
    ]);
  });

  it('is met again by a rebuild, whose proof shows it; what could be read before it is shown as before', async () => {
    await append(log, [poison('c'), at('d', 1)]);
    await untilAllRead();
    const done = await operator(sql, shown).ended('rebuild');
    expect(done).toMatchObject({ state: 'done', error: null });
    expect(done.report?.proof).toMatchObject({ differences: 0, parked: { live: 3, other: 3 } });
    expect(done.report?.proof?.parked?.samples).toContainEqual({
      key: 'c',
      generation: 2,
      code: 'LP_CODEC_UNDECODABLE',
    });
    expect(await versions()).toEqual({ a: 1, b: 2, c: 1, d: 1 });
    const live = (await casesOf()).filter(({ generation }) => generation === 2);
    expect(live.map(({ row_key, status }) => [row_key, status])).toEqual([
      ['a', 'WAITING'],
      [null, 'WAITING'],
      ['c', 'WAITING'],
    ]);
    expect(await operator(sql, shown, 'customer-orders').ended('rebuild')).toMatchObject({
      state: 'done',
      report: { proof: { differences: 0, parked: { live: 3, other: 3 } } },
    });
  });

  it('is moot once a newer fact of its key is projected', async () => {
    await append(log, [at('a', 2)]);
    await untilAllRead();
    expect(await versions()).toMatchObject({ a: 2 });
    const ofA = (await casesOf()).filter(({ row_key, generation }) => row_key === 'a' && generation === 2);
    expect(ofA).toMatchObject([{ status: 'SUPERSEDED' }]);
    expect((await casesOf('customer-orders')).filter(one => one.row_key === 'a' && one.generation === 2)).toMatchObject(
      [{ status: 'SUPERSEDED' }],
    );
  });

  it('is tried again where it is asked for, and stays where it fails again', async () => {
    const where = { sql, control };
    const [found] = (await casesOf()).filter(({ row_key, generation }) => row_key === 'c' && generation === 2);
    const place = { projection: 'orders', generation: 2, topic, partition: 0, offset: BigInt(found?.offset ?? -1) };
    const dry = await dryRunOf('c');
    expect(dry).toMatchObject({ generation: 2, error: { code: 'LP_CODEC_UNDECODABLE' }, records: 2 });
    expect([dry.cases.map(({ would }) => would), dry.after]).toEqual([['fail again'], dry.before]);
    const failed = await operator(sql, shown).until((await retryParked(where, place, by)).id);
    expect(failed).toMatchObject({ state: 'failed', error: { code: 'LP_PROJECTION_POISON' } });
    const ofC = async () => (await casesOf()).filter(({ row_key, generation }) => row_key === 'c' && generation === 2);
    expect(await ofC()).toMatchObject([{ status: 'WAITING', attempts: 2 }]);
    await discardParked(where, place, by);
    expect(await ofC()).toMatchObject([{ status: 'DISCARDED' }]);
    await expect(discardParked(where, place, by)).rejects.toMatchObject({ code: 'LP_PROJECTION_CASE_UNKNOWN' });
    const noKey = { ...place, offset: 4n };
    await expect(retryParked(where, noKey, by)).rejects.toMatchObject({ code: 'LP_PROJECTION_CASE_UNTREATABLE' });
  });

  it('is healed by making its key anew, where it can be projected by then', async () => {
    const where = { sql, control };
    // As if the code had been mended: the case stands for a fact that today's code projects.
    await sql`
      update ${sql(control)}.parked set status = 'WAITING', row_key = 'd', "offset" = 7
      where projection = 'orders' and generation = 2 and row_key = 'c'`;
    const place = { projection: 'orders', generation: 2, topic, partition: 0, offset: 7n };
    const caseId = 'projections.orders/2/orders/0/7';
    expect(await dryRunOf('d')).toMatchObject({ error: null, cases: [{ caseId, would: 'heal' }] });
    expect(await operator(sql, shown).until((await retryParked(where, place, by)).id)).toMatchObject({ state: 'done' });
    expect((await casesOf()).filter(({ row_key }) => row_key === 'd')).toMatchObject([{ status: 'HEALED' }]);
  });

  it('where there are so many, stops its partition, until it is resumed; nothing of the batch is admitted', async () => {
    const before = await casesOf();
    await append(
      log,
      Array.from({ length: 20 }, (_, n) => poison(`storm-${n}`)),
    );
    await vi.waitFor(
      () => expect(projector.problems().join()).toMatch(/orders on partition 0: .*cannot project/),
      soon,
    );
    expect(await casesOf()).toEqual(before);
    await projector.stop();
    projector = await start();
    await vi.waitFor(
      () => expect(projector.problems().join()).toMatch(/orders on partition 0: .*cannot project/),
      soon,
    );
    expect(await casesOf()).toEqual(before);
    // The cause is mended: here, by limits that let it pass.
    await projector.stop();
    projector = await startProjector({
      ...{ log, sql, prefix, wire, logger, projections: [orders as never], sentinel: null },
      breaker: { window: 100, percent: 50, atLeast: 50, inARow: 60 },
    });
    expect(await resumeProjection({ sql, control }, 'orders')).toBe(true);
    await untilRead(shown, sql);
    await vi.waitFor(() => expect(projector.problems()).toEqual([]), soon);
    // Of the live generation, and of the one before.
    await vi.waitFor(async () => {
      const stormed = (await casesOf()).filter(({ row_key }) => row_key?.startsWith('storm'));
      expect(stormed).toHaveLength(20 + 20);
    }, soon);
  });
});
