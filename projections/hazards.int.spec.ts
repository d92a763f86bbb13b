import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest';
import { createKafkajsLog } from '../runtime/log/kafkajs/log.ts';
import type { Log } from '../runtime/log/port.ts';
import { createLogger } from '../runtime/observe/logger.ts';
import { connectPostgres, type Sql } from '../runtime/postgres/connect.ts';
import { openSession } from '../runtime/postgres/session.ts';
import { loadCodes } from '../runtime/projector/code.ts';
import { generationsOf, liveOf } from '../runtime/projector/generations.ts';
import { holdKey } from '../runtime/projector/moving.ts';
import { generationSchema, viewsSchema } from '../runtime/projector/names.ts';
import { startProjector } from '../runtime/projector/projector.ts';
import { finishTables } from '../runtime/projector/rebuild/finish.ts';
import { applyTo, holding, idOf, positionsOf } from '../runtime/projector/rebuild/hold.ts';
import { giveUp, makeGeneration } from '../runtime/projector/rebuild/make.ts';
import { cancelOperation, findOperation, noteOperation } from '../runtime/projector/rebuild/operations.ts';
import { noteRead, progressOf } from '../runtime/projector/rebuild/progress.ts';
import { reap } from '../runtime/projector/rebuild/reap.ts';
import { startRunner } from '../runtime/projector/rebuild/runner.ts';
import { switchTo } from '../runtime/projector/rebuild/swap.ts';
import { sweep } from '../runtime/projector/sentinel/sweep.ts';
import { prepareTables } from '../runtime/projector/tables.ts';
import { catalogueWire, createShopTopics, type Shown } from '../test/topology/shop.ts';
import { customerOrders } from './customer-orders/projection.ts';
import { orders } from './orders/projection.ts';
import { requests } from './requests/projection.ts';
import { append, foldedOrders, orderRecord, ordersIn } from './testing/histories.ts';
import { soon, untilRead } from './testing/rebuilding.ts';
import { working } from './testing/working.ts';

/** What may go wrong between two steps of those who work on generations; nothing runs but what a spec does. */
const wire = catalogueWire();
const logger = createLogger({ level: process.env.LOG_LEVEL === 'debug' ? 'debug' : 'silent' });
const projections = [orders as never, customerOrders as never, requests as never];
const prefix = `hazard-${Date.now().toString(36)}`;
const control = viewsSchema(prefix);
let sql: Sql;
let log: Log;
let shown: Shown;
let work: ReturnType<typeof working>;
let sums: ReturnType<typeof working>;
let answers: ReturnType<typeof working>;

beforeAll(async () => {
  sql = connectPostgres({ url: inject('databaseUrl'), tls: 'disable', name: 'hazards spec' });
  log = createKafkajsLog({ brokers: inject('kafkaBrokers'), clientId: 'hazards-spec', logger });
  shown = { log, prefix, wire };
  await createShopTopics(log, prefix, 2);
  await append(
    log,
    Array.from({ length: 40 }, (_, n) => orderRecord(shown, `o-${n}`, 1 + (n % 3))),
  );
  const projector = await startProjector({ log, sql, prefix, wire, logger, projections, sentinel: null });
  await untilRead(shown, sql);
  await untilRead(shown, sql, 'customer-orders');
  await projector.stop();
  const codes = await loadCodes(projections, wire);
  work = working({ sql, log, prefix, codes, logger });
  sums = working({ sql, log, prefix, codes, logger }, 'customer-orders');
  answers = working({ sql, log, prefix, codes, logger }, 'requests');
});

afterAll(async () => {
  await log.close();
  await sql.end({ timeout: 5 });
});

const liveGeneration = async () => {
  const live = liveOf(await generationsOf(work.where, 'orders'), 'orders');
  if (live === undefined) throw new Error('Nothing is live.');
  return live;
};

const states = async (name = 'orders') =>
  Object.fromEntries((await generationsOf({ sql, control }, name)).map(({ number, state }) => [number, state]));

it('given a process that dies right after a switch, then nothing is left of the operation to take up again', async () => {
  expect(await work.worked('rebuild')).toMatchObject({ state: 'done', report: { live: 2 } });
  const dying = {
    child: () => ({ ...logger, info: (text: unknown) => expect(text).not.toMatch(/ask generation/), debug: () => {} }),
  };
  await work.ask('rollback');
  const ended = await work.done(await work.claimed('one'), 'one', { logger: dying as never });
  expect(ended).toMatchObject({ state: 'done', report: { live: 1 } });
  await expect(work.claimed('two')).rejects.toThrow('nothing to work on');
  expect(await states()).toEqual({ 1: 'live', 2: 'previous' });
});

it('given a rollback to a generation that was chosen and is gone, then it takes no other one', async () => {
  await work.ask('rollback');
  const run = work.runOf(await work.claimed('one'), 'one');
  await run.note({ generation: 7 });
  expect(await work.done(run.operation, 'one')).toMatchObject({
    state: 'failed',
    error: { code: 'LP_PROJECTION_NO_PREVIOUS' },
  });
  expect(await states()).toEqual({ 1: 'live', 2: 'previous' });
});

it('given appliers on all connections of the pool, then whoever holds goes on all the same', async () => {
  const small = connectPostgres({ url: inject('databaseUrl'), tls: 'disable', name: 'hazards small', connections: 2 });
  const key = holdKey(control, 'orders');
  const generation = await liveGeneration();
  await holding({ ...work.options, sql: small }, 'orders', async ({ session }, inside) => {
    const appliers = [1, 2].map(() =>
      small`select pg_advisory_xact_lock_shared(hashtextextended(${key}, 0))`.execute(),
    );
    await vi.waitFor(async () => {
      const waiting = await sql`
        select from pg_stat_activity where application_name = 'hazards small' and wait_event = 'advisory'`;
      expect(waiting).toHaveLength(appliers.length);
    }, soon);
    expect((await positionsOf(inside, { generation })).size).toBe(2);
    expect(await session.query('select 1 as held')).toEqual([{ held: 1 }]);
  });
  await small.end({ timeout: 5 });
});

it('given a holder of whom nothing is heard, then Postgres ends the hold, and it writes nothing more', async () => {
  const generation = await liveGeneration();
  const code = await work.options.codes.of(work.where, generation);
  await append(log, [orderRecord(shown, 'o-0', 9)]);
  const lost = holding(work.options, 'orders', async ({ session }, inside) => {
    const [kept] = await session.query('show idle_session_timeout');
    expect(kept).toEqual({ idle_session_timeout: '10s' });
    await sql`select pg_terminate_backend(${inside.holder.pid})`;
    await vi.waitFor(async () => expect(await sql`select from pg_locks where pid = ${inside.holder.pid}`).toEqual([]));
    const positions = await positionsOf(inside, { generation });
    const [end] = (await log.admin.offsets(`${prefix}.orders`)).filter(
      one => one.end > (positions.get(idOf(one))?.offset ?? 0n),
    );
    const position = end && positions.get(idOf(end));
    if (position === undefined) throw new Error('There is nothing to apply.');
    await applyTo(inside, { generation, code }, position, end?.end ?? 0n);
  });
  await expect(lost).rejects.toMatchObject({ code: 'LP_PROJECTION_OVERTAKEN' });
});

it('given a process that wakes up when another one has gone on, then nothing that it does changes anything', async () => {
  await sums.ask('rebuild');
  const asleep = await sums.claimed('one');
  const before = sums.runOf(asleep, 'one');
  const code = before.codes.current('customer-orders');
  const generation = await makeGeneration(before, code.projection, code.bundle);
  await sums.expire(asleep);
  expect(await sums.done(await sums.claimed('two'), 'two')).toMatchObject({
    state: 'done',
    generation: generation.number,
  });
  const run = { ...before, operation: asleep };
  const totals = () => sql`
    select * from ${sql(generationSchema(prefix, 'customer-orders', generation.number))}.customer_orders_totals`;
  await sql`
    update ${sql(generationSchema(prefix, 'customer-orders', generation.number))}.customer_orders_contributions
    set contributions = '[]'`;
  const counted = await totals();
  await expect(finishTables(run, { generation, code })).rejects.toMatchObject({ code: 'LP_PROJECTION_OPERATION_LOST' });
  expect(await totals()).toEqual(counted);
  await giveUp(run, 1, ['previous']);
  expect(await states('customer-orders')).toEqual({ 1: 'previous', [generation.number]: 'live' });
  const progress = await progressOf(work.where, asleep.id);
  await noteRead(run, asleep.id, [{ topic: `${prefix}.orders`, partition: 0, offset: 0n, records: 0 }]);
  expect(await progressOf(work.where, asleep.id)).toEqual(progress);
});

it('given a generation that was given up since it was chosen, then no switch makes it live', async () => {
  const operation = await work.ask('rollback');
  const [first, second] = await generationsOf(work.where, 'orders');
  if (first === undefined || second === undefined) throw new Error('There are to be two generations.');
  const code = await work.options.codes.of(work.where, first);
  const run = work.runOf(await work.claimed('one'), 'one');
  // Nothing grows too old while something is under way.
  await reap(work.where, prefix, 0);
  expect(await states()).toEqual({ 1: 'live', 2: 'previous' });
  await giveUp(run, 2, ['previous']);
  const switched = switchTo(run, { generation: first, code }, { generation: second, code }, {});
  await expect(switched).rejects.toMatchObject({ code: 'LP_PROJECTION_NO_PREVIOUS' });
  expect(await states()).toEqual({ 1: 'live', 2: 'dropping' });
  await noteOperation(work.where, operation, 'one', { state: 'failed' });
});

it('given a generation that no operation builds any more, then it is dropped', async () => {
  await work.ask('rebuild');
  const run = work.runOf(await work.claimed('one'), 'one');
  const { projection, bundle } = run.codes.current('orders');
  const { number } = await makeGeneration(run, projection, bundle);
  await reap(work.where, prefix, null);
  expect(await states()).toMatchObject({ [number]: 'building' });
  await run.note({ state: 'failed' });
  await reap(work.where, prefix, null);
  expect(await states()).toMatchObject({ [number]: 'dropping' });
  await sql`update ${sql(control)}.generation set since = now() - interval '1 h' where state = 'dropping'`;
  await reap(work.where, prefix, null);
  expect(await states()).toEqual({ 1: 'live' });
});

it('given a rebuild that is stopped when its generation is ready, then that one can be swapped in', async () => {
  const stopped = async () => {
    throw new Error('A long query stands in the way.');
  };
  const failed = await work.worked('rebuild', {}, { fed: stopped });
  expect(failed).toMatchObject({ state: 'failed', error: { message: 'A long query stands in the way.' } });
  const ready = Number(failed.generation);
  await sql`grant select on ${sql(control)}.orders to public`;
  expect(await states()).toMatchObject({ 1: 'live', [ready]: 'ready' });
  expect(await work.worked('swap')).toMatchObject({ state: 'done', report: { live: ready } });
  // Whoever might read before may go on.
  const [may] = await sql`select has_table_privilege('public', ${`"${control}".orders`}, 'select') as read`;
  expect(may).toEqual({ read: true });
  expect(await ordersIn(sql, prefix)).toEqual(await foldedOrders(shown));
});

it('given a snapshot of the positions that is kept open, then a projector that starts does not wait for it', async () => {
  const looking = await openSession(sql, 'hazards looking');
  await looking.transaction(async () => {
    await looking.query(`select from "${control}".position`);
    await prepareTables({ sql, log, prefix, projections }, work.options.codes.bundles);
  });
  await looking.close();
});

it('given a live generation that stands where the log does not lead to, then an accepted rebuild replaces it', async () => {
  const live = await liveGeneration();
  await sql`
    update ${sql(control)}.position set position = 900
    where projection = 'orders' and generation = ${live.number} and partition = 0`;
  const replaced = await work.worked('rebuild', { accept: 'the topic has lost its end' });
  expect(replaced).toMatchObject({ state: 'done', error: null, report: { live: Number(replaced.generation) } });
  expect(replaced.report?.proof).toBeUndefined();
  expect(await ordersIn(sql, prefix)).toEqual(await foldedOrders(shown));
  // Without the word of somebody it is refused, and nobody is held for it.
  const other = await work.worked('rollback');
  expect(other).toMatchObject({ state: 'failed', error: { code: 'LP_PROJECTION_POSITION_LOST' } });
});

it('given code that is wanted and that a process has not, then it leaves the rebuild to others', async () => {
  const { id } = await work.ask('rebuild', { fingerprint: 'that of tomorrow' });
  await expect(work.claimed('one')).rejects.toThrow('nothing to work on');
  // Nobody works on it, so nobody has to end it.
  expect(await cancelOperation(work.where, id)).toBe(true);
  expect(await findOperation(work.where, id)).toMatchObject({ state: 'cancelled', finishedAt: expect.any(Date) });
});

it('given a rebuild that takes long, then what is asked of another projection does not wait for it', async () => {
  const runner = startRunner({ ...work.options, names: ['orders', 'customer-orders'] });
  const long = await sums.ask('rebuild', { throttle: 1 });
  const stateOf = async (id: number) => (await findOperation(work.where, id))?.state;
  await vi.waitFor(async () => expect(await stateOf(long.id)).toBe('loading'), soon);
  const short = await work.ask('heal', { key: 'o-1' });
  await vi.waitFor(async () => expect(await stateOf(short.id)).toBe('done'), soon);
  expect(await stateOf(long.id)).toBe('loading');
  await runner.stop();
  expect(await findOperation(work.where, long.id)).toMatchObject({ state: 'loading', owner: null });
  expect(await cancelOperation(work.where, long.id)).toBe(true);
  expect(Object.values(await states('customer-orders'))).toContain('dropping');
});

it('given a row of which no topic knows, then a repair of its key deletes it, unless records were deleted', async () => {
  const rows = () => sql`select from ${sql(control)}.requests where request_id = 'nobody'`;
  const invent = () => sql`
    insert into ${sql(generationSchema(prefix, 'requests', 1))}.requests
      (request_id, body_hash, version, answer, processor, request_topic, request_key, request_type, fields, decided_at)
    values ('nobody', '', 1, 'ACCEPTED', 'p', 't', 'k', 'T', '{}', now())`;
  await invent();
  expect(await answers.worked('heal', { key: 'nobody' })).toMatchObject({
    state: 'done',
    report: { healed: { rows: 0 } },
  });
  expect(await rows()).toHaveLength(0);
  await invent();
  const topics = requests.topics.map(name => `${prefix}.${name}`);
  await append(
    log,
    topics.flatMap(topic => [0, 1].map(partition => ({ topic, partition, key: Buffer.from('x'), value: null }))),
  );
  await log.admin.deleteRecords(topics.flatMap(topic => [0, 1].map(partition => ({ topic, partition, offset: 1n }))));
  expect(await answers.worked('heal', { key: 'nobody' })).toMatchObject({
    state: 'failed',
    error: { code: 'LP_PROJECTION_KEY_TRIMMED' },
  });
  expect(await rows()).toHaveLength(1);
  // Nor is it drift.
  const generation = liveOf(await generationsOf(answers.where, 'requests'), 'requests');
  if (generation === undefined) throw new Error('Nothing is live.');
  const filled = { generation, code: await answers.options.codes.of(answers.where, generation) };
  const signal = new AbortController().signal;
  const look = await sweep({ ...answers.options, buckets: 1, rate: 1_000_000, signal }, filled, 0);
  expect(look).toMatchObject({ differences: 0, samples: [], trimmed: true });
});
