import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { append, orderFact } from '../projections/testing/histories.ts';
import { createLogger } from '../runtime/observe/logger.ts';
import { openSession } from '../runtime/postgres/session.ts';
import { holdKey } from '../runtime/projector/moving.ts';
import { viewsSchema } from '../runtime/projector/names.ts';
import { stations } from '../test/topology/shop.ts';
import type { FlowAlarm } from './flow/alarms.ts';
import { openFlow } from './flow/flow.ts';
import { startFlowWatch } from './flow/watch.ts';
import { openApiDocument } from './openapi.ts';
import { openDatabase } from './routes/database.ts';
import { flowReads } from './routes/flow-reads.ts';
import { lawReads } from './routes/law-reads.ts';
import { type Answer, openShopApi, type ShopApi } from './testing/shop-api.ts';

const soon = { timeout: 60_000, interval: 50 };
const wait = { prefer: 'wait=20' };
const price = { amount: 1200, currency: 'USD' };
/** The day on which the shop sold: a spec that began before midnight UTC may be another day's by then. */
const dayOf = (at: string | number): string => new Date(at).toISOString().slice(0, 10);
const began = dayOf(Date.now());
let shop: ShopApi;

beforeAll(async () => {
  shop = await openShopApi({ brokers: inject('kafkaBrokers'), databaseUrl: inject('databaseUrl') });
  for (const [sku, title] of [
    ['lp-1', 'Kind of Blue'],
    ['lp-2', 'Blue Train'],
  ]) {
    await shop.ask('PUT', `/products/${sku}`, { title, artist: 'Somebody', format: 'LP', price }, wait);
    await shop.ask('POST', `/stock/${sku}/receipts`, { quantity: 50 }, wait);
  }
  const home = { city: 'Berlin', country: 'DE' };
  expect((await shop.ask('PUT', '/customers/c-1', { name: 'Ann', addresses: [home] }, wait)).status).toBe(200);
}, 300_000);

afterAll(() => shop.stop());

const reads = (url: string, expected: object): Promise<Answer> =>
  vi.waitFor(async () => {
    const answer = await shop.ask('GET', url);
    expect(answer).toMatchObject({ status: 200, body: expected });
    return answer;
  }, soon);

const report = async (url: string, body?: object) => {
  const { status } = await shop.ask('POST', url, body, wait);
  expect([url, status]).toEqual([url, 200]);
};

async function place(lines: readonly object[]): Promise<string> {
  const answer = await shop.ask('POST', '/orders', { customerId: 'c-1', lines }, wait);
  expect(answer.status).toBe(201);
  return answer.body.orderId;
}

/** A placed order to which a step has been owed for so many hours; null: nothing is owed to it. */
function late(orderId: string, version: number, hours: number | null, name = 'authorise', owedBy = 'payments') {
  const { prefix, wire } = shop.shown;
  const due = Date.now() - (hours ?? 0) * 3_600_000;
  const deadlines = hours === null ? [] : [{ name, owedBy, since: due - 60_000, due, passes: 0 }];
  const fact = { ...orderFact(orderId, version), status: 'PLACED', deadlines, lines: [] };
  return { topic: `${prefix}.orders`, key: Buffer.from(orderId), value: wire.writer('orders').encode(fact) };
}

describe('the read models of work, sales and points', () => {
  it('follow an order to the doorstep and back', async () => {
    const orderId = await place([
      { sku: 'lp-1', quantity: 3 },
      { sku: 'lp-2', quantity: 1 },
    ]);
    const toPack = await reads('/warehouse/worklist?step=PACK', { work: [{ orderId, step: 'PACK', overdue: false }] });
    expect(toPack.body.work[0].lines).toEqual([
      { line: 1, sku: 'lp-1', title: 'Kind of Blue', quantity: 3 },
      { line: 2, sku: 'lp-2', title: 'Blue Train', quantity: 1 },
    ]);
    await reads('/customers/c-1/orders', { orders: 1, open: 1, amounts: [{ amount: 4800, currency: 'USD' }] });

    await report(toPack.body.work[0].links.done);
    const toSend = await reads('/warehouse/worklist', { work: [{ orderId, step: 'DISPATCH' }] });
    await report(toSend.body.work[0].links.done, { carrier: 'DHL' });
    await reads('/warehouse/worklist', { work: [], nextCursor: null });
    const sold = await reads(`/reports/daily-sales?from=${began}`, { days: [{ sales: 1 }] });
    const [{ day }] = sold.body.days;
    expect([began, dayOf(Date.now())]).toContain(day);
    const taken = { day, sales: 1, revenue: { amount: 4800, currency: 'USD' } };
    expect(sold.body.days).toEqual([{ ...taken, refunds: { amount: 0, currency: 'USD' } }]);

    await report(`/shipments/${orderId}/delivery`);
    await reads('/customers/c-1/orders', { orders: 1, open: 0, delivered: 1 });
    await reads('/loyalty-accounts/c-1', { status: 'OPEN', points: 48, available: 48, entries: [{ kind: 'EARNED' }] });

    await report(`/orders/${orderId}/returns`, { lines: [{ line: 1, quantity: 2 }] });
    const back = await reads('/warehouse/worklist?step=RECEIVE_BACK', {
      work: [{ orderId, lines: [{ line: 1, sku: 'lp-1', quantity: 2 }] }],
    });
    await report(back.body.work[0].links.done, { lines: [{ line: 1, refunded: 2, restocked: 2 }] });
    // Money that is given back counts on its own day, which may be the next one.
    await vi.waitFor(async () => {
      const { body } = await shop.ask('GET', `/reports/daily-sales?from=${began}`);
      expect(body.days[0]).toMatchObject(taken);
      expect(body.days.map((one: { refunds: { amount: number } }) => one.refunds.amount)).toContain(2400);
    }, soon);
    const best = {
      products: [
        { sku: 'lp-1', title: 'Kind of Blue', orders: 1, sold: 3, returned: 2, kept: 1 },
        { sku: 'lp-2', title: 'Blue Train', orders: 1, sold: 1, returned: 0, kept: 1 },
      ],
    };
    const { body: ordered } = await shop.ask('GET', `/orders/${orderId}`);
    await reads(`/reports/best-sellers?month=${dayOf(ordered.placedAt).slice(0, 7)}`, best);
    await reads('/reports/best-sellers', { month: null, ...best });
    await reads('/loyalty-accounts/c-1', { points: 24, takenBack: 24 });
  }, 150_000);

  it('tell the open work page by page, the oldest first, each order once', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) ids.push(await place([{ sku: 'lp-2', quantity: 1 }]));
    const all = await vi.waitFor(async () => {
      const { body } = await shop.ask('GET', '/warehouse/worklist?step=PACK&limit=100');
      expect(body.work).toHaveLength(5);
      return body.work.map((one: { orderId: string }) => one.orderId);
    }, soon);
    expect([...all].sort()).toEqual(ids.sort());
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const rest: string = cursor === null ? '' : `&cursor=${cursor}`;
      const { body } = await shop.ask('GET', `/warehouse/worklist?step=PACK&limit=2${rest}`);
      seen.push(...body.work.map((one: { orderId: string }) => one.orderId));
      cursor = body.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(all);
  }, 90_000);

  it('are all waited for by who writes and reads then, but one that is paused', async () => {
    const control = viewsSchema(shop.shown.prefix);
    const order = { customerId: 'c-1', lines: [{ sku: 'lp-2', quantity: 1 }] };
    // Nobody applies to it while another one holds it.
    const holder = await openSession(shop.sql, 'reports spec');
    await holder.query('select pg_advisory_lock(hashtextextended($1, 0))', [holdKey(control, 'customer-orders')]);
    const placing = { prefer: 'wait=3' };
    // Where it is not even decided within that time, nothing is said of it.
    expect((await shop.ask('POST', '/orders', order, placing)).body.shown ?? false).toBe(false);
    await shop.sql`insert into ${shop.sql(control)}.paused (projection) values ('customer-orders')`;
    expect((await shop.ask('POST', '/orders', order, wait)).body).toMatchObject({ shown: true });
    await holder.close();
    await shop.sql`delete from ${shop.sql(control)}.paused`;
    await vi.waitFor(async () => {
      const before = (await shop.ask('GET', '/customers/c-1/orders')).body.orders;
      expect((await shop.ask('POST', '/orders', order, wait)).body).toMatchObject({ shown: true });
      expect((await shop.ask('GET', '/customers/c-1/orders')).body.orders).toBeGreaterThan(before);
    }, soon);
  }, 90_000);

  it.each([
    '/reports/daily-sales?from=2026-02-30',
    '/reports/daily-sales?from=1999-01-01&to=2026-01-01',
    '/reports/daily-sales?day=2026-01-01',
    '/reports/best-sellers?month=2026-13',
    '/warehouse/worklist?step=SING',
    `/warehouse/worklist?cursor=${Buffer.from('yesterday o-1').toString('base64url')}`,
  ])('refuse what cannot be asked: %s', async url => {
    expect(await shop.ask('GET', url)).toMatchObject({ status: 400, body: { code: 'LP_API_INPUT_INVALID' } });
  });

  it('know nobody who was never there', async () => {
    for (const url of ['/loyalty-accounts/nobody', '/customers/nobody/orders']) {
      expect(await shop.ask('GET', url)).toMatchObject({ status: 404, body: { code: 'LP_API_NOT_FOUND' } });
    }
    expect(await shop.ask('GET', '/reports/daily-sales?from=2020-01-01&to=2020-01-31')).toMatchObject({
      status: 200,
      body: { from: '2020-01-01', to: '2020-01-31', days: [] },
    });
  });

  it('tell which steps orders take, where they stand, which are stuck, and why', async () => {
    await place([{ sku: 'lp-2', quantity: 1 }]);
    const confirmed = { state: 'CONFIRMED', orders: expect.any(Number), end: false, oldest: expect.any(String) };
    await reads('/flow/states', { states: expect.arrayContaining([confirmed]) });
    const step = {
      from: 'PLACED',
      to: 'CONFIRMED',
      ledBy: expect.stringMatching(/^(payments|allocations)$/),
      overdue: 0,
    };
    await reads('/flow/steps', { steps: expect.arrayContaining([expect.objectContaining(step)]) });
    expect((await shop.ask('GET', '/flow/stuck')).body).toEqual({ orders: [], nextCursor: null });

    await append(shop.shown.log, [late('stuck-1', 1, 2), late('stuck-2', 1, 1, 'deliver', 'carrier')]);
    const all = await reads('/flow/stuck', {
      orders: [
        { orderId: 'stuck-1', status: 'PLACED', steps: [{ name: 'authorise', owedBy: 'payments' }] },
        { orderId: 'stuck-2', steps: [{ name: 'deliver' }], cases: [] },
      ],
    });
    const first = await shop.ask('GET', '/flow/stuck?limit=1');
    const next = await shop.ask('GET', `/flow/stuck?limit=1&cursor=${first.body.nextCursor}`);
    const ids = [first, next, all].map(({ body }) => body.orders.map((one: { orderId: string }) => one.orderId));
    expect(ids).toEqual([['stuck-1'], ['stuck-2'], ['stuck-1', 'stuck-2']]);
    expect(next.body.nextCursor).toBeNull();
    expect((await shop.ask('GET', '/flow/stuck?orderId=stuck-2')).body.orders).toMatchObject([{ orderId: 'stuck-2' }]);
    await reads('/flow/stuck?owedBy=carrier', { orders: [{ orderId: 'stuck-2', why: { waitingFor: 'carrier' } }] });
    const reason = { actor: 'ann', reason: 'to see who waits' };
    expect((await shop.ask('POST', '/streams/payments/pause', reason)).status).toBe(202);
    await reads('/flow/stuck/count', {
      orders: 2,
      steps: expect.arrayContaining([{ owedBy: 'payments', step: 'authorise', orders: 1 }]),
      reasons: { paused: 1, waiting: 1, parked: 0 },
    });
    expect((await shop.ask('POST', '/streams/payments/resume', reason)).status).toBe(202);
    await reads('/flow/stuck/count', { reasons: { paused: 0, waiting: 2 } });
  }, 90_000);

  it('raise an alarm once where orders are stuck or a law is broken, and give the all-clear', async () => {
    const { log, prefix } = shop.shown;
    const { sql } = shop;
    const database = openDatabase(sql, prefix);
    const laws = lawReads(database);
    const reads = flowReads(database, prefix);
    const flow = openFlow({ reads, laws, standings: null, now: Date.now });
    const told: string[] = [];
    const logger = createLogger({ level: 'silent' });
    const options = {
      flow,
      reads: laws,
      blocking: reads.blocking,
      admin: log.admin,
      log,
      prefix,
      topology: stations,
      logger,
    };
    const alarm = async ({ what, about }: FlowAlarm) => told.push(`${what} ${about}`) > 0;
    const watches = ['one', 'two'].map(holder =>
      startFlowWatch({ ...options, holder, alarm, every: 100, slice: 3, roundEvery: 200 }),
    );
    await append(log, [late('stuck-1', 1, 2), late('stuck-2', 1, 1, 'deliver', 'carrier')]);
    const stuck = ['stuck stuck payments authorise', 'stuck stuck carrier deliver'];
    await vi.waitFor(() => expect(told.toSorted()).toEqual(stuck.toSorted()), soon);
    await append(log, [late('stuck-1', 2, -2), late('stuck-2', 2, -2), late('lawless', 1, null)]);
    await vi.waitFor(() => expect(told).toHaveLength(5), soon);
    expect(told.slice(2).toSorted()).toEqual([
      'law-broken law owed',
      'stuck-over stuck carrier deliver',
      'stuck-over stuck payments authorise',
    ]);
    const sentence = 'it is PLACED, and nobody owes it a step';
    const { body } = await shop.ask('GET', '/flow/laws');
    expect(body.violations).toMatchObject([{ law: 'owed', key: 'lawless', sentence }]);
    expect(body.laws).toContainEqual({ law: 'stock-held', broken: 0, atLeast: false });
    expect([Date.parse(body.provedUpTo) > 0, body.heldUpBy]).toEqual([true, []]);
    const heldUpBy = async () => (await shop.ask('GET', '/flow/laws')).body.heldUpBy;
    const paused = sql`${sql(viewsSchema(prefix))}.paused`;
    await sql`insert into ${paused} (projection) values ('payments')`;
    const payments = { reader: 'projections.payments', why: 'paused', on: [0, 1, 2].map(n => `payments ${n}`) };
    await vi.waitFor(async () => expect(await heldUpBy()).toEqual([payments]), soon);
    await sql`delete from ${paused}`;
    await vi.waitFor(async () => expect(await heldUpBy()).toEqual([]), soon);
    await append(log, [late('lawless', 2, -2)]);
    await vi.waitFor(() => expect(told.at(-1)).toBe('law-kept law owed'), soon);
    // It is told first, and kept then.
    await vi.waitFor(async () => {
      const { last, raised } = (await laws.last()) ?? {};
      expect([last?.skus, raised]).toEqual([2, []]);
    }, soon);
    const counted = (n: number) => ({
      ...late('lawless', n, -2),
      headers: [['ce_id', Buffer.from(`orders/lawless/${n}`)]] as const,
    });
    await append(log, [counted(4), counted(3)]);
    await vi.waitFor(() => expect(told.at(-1)).toBe('law-broken law versions'), soon);
    await vi.waitFor(async () => {
      const { violations } = (await shop.ask('GET', '/flow/laws')).body;
      expect(violations).toMatchObject([{ key: 'lawless', topic: 'orders' }]);
    }, soon);
    await Promise.all(watches.map(one => one.stop()));
  }, 120_000);

  it('answer as the document says', async () => {
    const document = (await openApiDocument()) as {
      paths: Record<string, { get: { responses: { 200: { content: { 'application/json': { schema: object } } } } } }>;
    };
    const ajv = new Ajv({ strict: false, formats: { 'date-time': true } });
    const asked = {
      '/warehouse/worklist': '/warehouse/worklist',
      '/reports/daily-sales': '/reports/daily-sales',
      '/reports/best-sellers': '/reports/best-sellers',
      '/loyalty-accounts/{customerId}': '/loyalty-accounts/c-1',
      '/customers/{customerId}/orders': '/customers/c-1/orders',
      '/flow/stuck': '/flow/stuck',
      '/flow/stuck/count': '/flow/stuck/count',
      '/flow/steps': '/flow/steps',
      '/flow/states': '/flow/states',
      '/flow/laws': '/flow/laws',
    };
    for (const [path, url] of Object.entries(asked)) {
      const { body } = await shop.ask('GET', url);
      ajv.validate(document.paths[path]?.get.responses[200].content['application/json'].schema as object, body);
      expect([path, ajv.errors]).toEqual([path, null]);
    }
  });

  it('say so where they lack a fact that could not be projected', async () => {
    const { log, prefix } = shop.shown;
    expect((await shop.ask('GET', '/reports/daily-sales')).headers).not.toHaveProperty('longplay-stale');
    await append(log, [{ topic: `${prefix}.payments`, key: Buffer.from('lost'), value: Buffer.from('no Avro') }]);
    await vi.waitFor(async () => {
      const { headers } = await shop.ask('GET', '/reports/daily-sales');
      expect(headers['longplay-stale']).toMatch(/^projections\.daily-sales%2F1%2Fpayments%2F\d%2F\d+$/);
    }, soon);
    expect((await shop.ask('GET', '/reports/best-sellers')).headers).not.toHaveProperty('longplay-stale');
  });
});
