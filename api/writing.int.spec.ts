import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { viewsSchema } from '../runtime/projector/names.ts';
import type { OrderRequest } from '../schemas/types/order-requests.ts';
import { readAll } from '../test/topology/shop.ts';
import { openShopApi, type ShopApi } from './testing/shop-api.ts';

const order = { customerId: 'c-1', lines: [{ sku: 'lp-1', quantity: 1 }], note: 'Ring twice' };
const keyed = (key: string, more: Record<string, string> = {}) => ({ 'idempotency-key': key, ...more });
let shop: ShopApi;

// No processor runs: what is written stays undecided.
beforeAll(async () => {
  shop = await openShopApi({ brokers: inject('kafkaBrokers'), databaseUrl: inject('databaseUrl') }, null);
}, 60_000);

afterAll(() => shop.stop());

const sent = () => readAll<OrderRequest>(shop.shown, 'order-requests');

describe('a write', () => {
  it('is taken in: it is on the log, sealed, under the ids that the answer names', async () => {
    const { status, headers, body } = await shop.ask('POST', '/orders', order, { 'idempotency-key': 'taken' });
    expect(status).toBe(202);
    expect(headers.location).toBe(`/requests/${body.requestId}`);
    expect(body).toMatchObject({ status: 'undecided', links: { resource: `/orders/${body.orderId}` } });
    const [request] = (await sent()).filter(one => one.value.orderId === body.orderId);
    expect(String(request?.record.key)).toBe(body.orderId);
    expect(request?.value).toMatchObject({ type: 'PLACE', event: { id: body.requestId, correlationId: body.orderId } });
    expect(request?.value.place?.note).toMatch(/^lp1\./);
    expect(request?.value.bodyHash).toHaveLength(43);
  });

  it('waits as long as Prefer says and not longer, and says what it did', async () => {
    const started = performance.now();
    const { status, headers } = await shop.ask('POST', '/orders', order, { prefer: 'wait=1' });
    expect([status, headers['preference-applied']]).toEqual([202, 'wait=1']);
    expect(performance.now() - started).toBeGreaterThanOrEqual(990);
    expect((await shop.ask('POST', '/orders', order)).headers).not.toHaveProperty('preference-applied');
  });

  it('is the same one under the same key and body, whoever takes it in', async () => {
    const other = await shop.another();
    const answers = await Promise.all([
      shop.ask('POST', '/orders', order, keyed('same')),
      other.ask('POST', '/orders', { note: order.note, lines: order.lines, customerId: 'c-1' }, keyed('same')),
    ]);
    expect(answers[0]).toMatchObject({ status: 202, body: answers[1]?.body });
    const ids = (await sent())
      .filter(one => one.value.orderId === answers[0]?.body.orderId)
      .map(one => one.value.event.id);
    expect(new Set(ids).size).toBe(1);
  });

  it('is refused under the key of another body, and another one at another address', async () => {
    const first = await shop.ask('POST', '/orders', order, keyed('twice'));
    const reused = await shop.ask('POST', '/orders', { ...order, note: 'Ring once' }, keyed('twice'));
    expect(reused).toMatchObject({ status: 422, body: { code: 'LP_API_IDEMPOTENCY_KEY_REUSED' } });
    const elsewhere = await shop.ask('POST', '/customers', { name: 'Ann' }, keyed('twice'));
    expect(elsewhere.status).toBe(202);
    expect(elsewhere.body.requestId).not.toBe(first.body.requestId);
  });

  it('that is not decided yet is said to be so, and what it was to make is not there yet', async () => {
    const { body } = await shop.ask('POST', '/orders', order);
    const request = await shop.ask('GET', body.links.request);
    expect(request).toMatchObject({ status: 200, body: { status: 'undecided', takenAt: expect.any(String) } });
    const found = await shop.ask('GET', body.links.resource);
    expect(found).toMatchObject({ status: 404, body: { request: body.links.request } });
    expect(found.body.detail).toMatch(/is not decided yet/);
    expect(found.headers['retry-after']).toBe('1');
    const nobody = await shop.ask('GET', '/orders/order-17');
    expect(nobody).toMatchObject({ status: 404, body: { detail: 'The order order-17 is not known here.' } });
    expect((await shop.ask('GET', '/requests/req-17')).status).toBe(404);
  });

  it('that is not decided yet is not read after, and the answer says whose turn it is', async () => {
    const { body } = await shop.ask('POST', '/orders', order);
    const url = `${body.links.resource}?after=${body.requestId}`;
    const soon = { prefer: 'wait=0' };
    const waiting = await shop.ask('GET', url, undefined, soon);
    expect(waiting).toMatchObject({
      status: 409,
      body: { code: 'LP_API_AFTER_UNDECIDED', processor: 'orders', waitingFor: [], request: body.links.request },
    });
    // As a hospital writes it: nothing of the key goes on before it is treated.
    await shop.sql`
      insert into ${shop.sql(viewsSchema(shop.shown.prefix))}.cases
        (case_id, version, processor, processor_version, status, source, cause, blocked_key, admission, attempts, edited,
         treatments, treatments_dropped)
      values ('orders/7', 1, 'orders', '1', 'WAITING', 'RECORD', 'x', ${body.orderId}, 1, 1, false, '[]', 0)`;
    const parked = { status: 409, body: { code: 'LP_API_AFTER_PARKED', cases: ['/hospital/cases/orders%2F7'] } };
    expect(await shop.ask('GET', url, undefined, soon)).toMatchObject(parked);
    const request = await shop.ask('GET', body.links.request);
    expect(request.body).toMatchObject({
      status: 'undecided',
      processor: 'orders',
      links: { case: '/hospital/cases/orders%2F7', resource: body.links.resource },
    });
  });

  it('with a personal text about nobody known is refused, since nobody could protect it', async () => {
    const reason = { reason: 'Ann is away' };
    const refused = await shop.ask('POST', '/orders/order-17/cancellation', reason);
    expect(refused).toMatchObject({ status: 409, body: { code: 'LP_API_OWNER_UNKNOWN' } });
    expect((await shop.ask('POST', '/orders/order-17/cancellation', { reasonCode: 'changed-mind' })).status).toBe(202);
    expect((await shop.ask('POST', '/orders/order-17/cancellation')).status).toBe(202);
  });

  it('is forgotten after its time, and its key can be used anew', async () => {
    await shop.ask('POST', '/orders', order, keyed('old'));
    await shop.sql`update ${shop.sql(`${shop.shown.prefix}_api`)}.taken_request set taken_at = now() - interval '8 days'`;
    expect((await shop.ask('POST', '/orders', { ...order, note: 'Anew' }, keyed('old'))).status).toBe(202);
  });
});

describe('input', () => {
  it('is told of all its faults at once, by pointer', async () => {
    const wrong = {
      lines: [{ sku: '', quantity: 0, price: 1 }, { quantity: '2' }],
      note: 'a\0b',
      'shipping/address': {},
      expectedTotal: { amount: 1.5, currency: 'dollar' },
    };
    const { status, body } = await shop.ask('POST', '/orders', wrong);
    expect(status).toBe(400);
    expect(body.code).toBe('LP_API_INPUT_INVALID');
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      '#/customerId',
      '#/expectedTotal/amount',
      '#/expectedTotal/currency',
      '#/lines/0/price',
      '#/lines/0/quantity',
      '#/lines/0/sku',
      '#/lines/1/quantity',
      '#/lines/1/sku',
      '#/note',
      '#/shipping~1address',
    ]);
    expect(body.errors).toContainEqual({ in: 'body', pointer: '#/customerId', detail: 'is missing' });
  });

  it.each([
    ['POST', '/orders', undefined],
    ['POST', '/orders', []],
    ['POST', '/stock/lp-1/receipts', { quantity: 0 }],
    ['POST', '/stock/lp-1/receipts', { quantity: 1e12 }],
    ['POST', '/shipments/o-1/delivery', { deliveredAt: 'yesterday' }],
    ['POST', '/shipments/o-1/dispatch', {}],
    ['PUT', '/products/lp-1', { title: 'T', artist: 'A', format: 'LP', price: { amount: -1, currency: 'USD' } }],
    ['PUT', '/customers/c-1', { addresses: Array.from({ length: 17 }, () => ({})) }],
    ['PUT', `/customers/${'x'.repeat(201)}`, {}],
    ['PUT', '/customers/a%00b', {}],
    ['GET', '/orders?limit=0', undefined],
    ['GET', '/orders?status=LOST', undefined],
    ['GET', '/orders?stauts=PLACED', undefined],
    ['GET', '/orders?cursor=%20', undefined],
  ] as const)('%s %s %j is refused', async (method, url, body) => {
    expect(await shop.ask(method, url, body)).toMatchObject({ status: 400, body: { code: 'LP_API_INPUT_INVALID' } });
  });

  it('has a key that can be read', async () => {
    const refused = await shop.ask('POST', '/orders', order, keyed('ü'));
    expect(refused).toMatchObject({ status: 400, body: { code: 'LP_API_IDEMPOTENCY_KEY_INVALID' } });
  });
});
