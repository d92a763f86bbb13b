import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { append } from '../projections/testing/histories.ts';
import type { EffectAnswer } from '../runtime/tasks/definition.ts';
import type { PendingEffect } from '../runtime/tasks/fat-event.ts';
import { customerCaller, specCaller } from './testing/callers.ts';
import { type Answer, openShopApi, type ShopApi } from './testing/shop-api.ts';
import { collectTraces, type Traces } from './testing/traces.ts';

const soon = { timeout: 30_000, interval: 50 };
const wait = { prefer: 'wait=20', traceparent: `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01` };
const price = { amount: 990, currency: 'USD' };
const address = { street: 'Theodor-Heuss-Straße 34', city: 'Stuttgart', postalCode: '70174', country: 'Germany' };
/** Orders whose card is declined. */
const declined = new Set<string>();
let shop: ShopApi;
let traces: Traces;

beforeAll(async () => {
  traces = await collectTraces();
  const servers = { brokers: inject('kafkaBrokers'), databaseUrl: inject('databaseUrl') };
  const charge = (effect: PendingEffect): EffectAnswer =>
    [...declined].some(orderId => effect.idempotencyKey.includes(orderId))
      ? { status: 'refused', code: 'insufficient-funds' }
      : { status: 'done', reference: `ref-${effect.id}` };
  shop = await openShopApi(servers, charge, { tracing: traces.tracing });
  const content = { title: 'Kind of Blue', artist: 'Miles Davis', format: 'LP', price };
  expect(await shop.ask('PUT', '/products/lp-1', content, wait)).toMatchObject({ status: 200 });
  expect(await shop.ask('PUT', '/products/lp-rare', content, wait)).toMatchObject({ status: 200 });
  expect(await shop.ask('POST', '/stock/lp-1/receipts', { quantity: 100 }, wait)).toMatchObject({ status: 200 });
  const customer = { name: 'Leonie Köhler', email: 'leonie@example.org', addresses: [address] };
  expect(await shop.ask('PUT', '/customers/c-1', customer, wait)).toMatchObject({ status: 200 });
}, 120_000);

afterAll(async () => {
  await shop.stop();
  await traces.close();
});

const place = (body: object = {}, headers: Record<string, string> = wait): Promise<Answer> =>
  shop.ask('POST', '/orders', { customerId: 'c-1', lines: [{ sku: 'lp-1', quantity: 2 }], ...body }, headers);

async function placed(body: object = {}): Promise<string> {
  const answer = await place(body);
  expect(answer).toMatchObject({ status: 201, body: { status: 'accepted', shown: true } });
  expect((await shop.ask('GET', answer.body.links.resource)).status).toBe(200);
  return answer.body.orderId;
}

/** The read models of the neighbours follow their own topics, so what is `further` may be seen later than the status. */
const reaches = (orderId: string, status: string, further: object = {}): Promise<Answer['body']> =>
  vi.waitFor(async () => {
    const { body } = await shop.ask('GET', `/orders/${orderId}`);
    expect(body).toMatchObject({ status, ...further });
    return body;
  }, soon);

const stepsOf = (order: Answer['body']): string[] =>
  order.story.filter((step: { by: string }) => step.by === 'orders').map((step: { what: string }) => step.what);

describe('an order', () => {
  it('goes to the doorstep, tells its story, and is one trace', async () => {
    const orderId = await placed({
      shippingAddress: address,
      note: 'Ring twice',
      expectedTotal: { ...price, amount: 1980 },
    });
    const pack = { step: 'pack', owedBy: 'warehouse', overdue: false };
    const confirmed = await reaches(orderId, 'CONFIRMED', { owed: [pack] });
    expect(confirmed.links).toMatchObject({ cancel: `/orders/${orderId}/cancellation` });

    const worklist = await vi.waitFor(async () => {
      const { body } = await shop.ask('GET', '/shipments?status=PREPARING');
      const mine = body.shipments.find((one: { orderId: string }) => one.orderId === orderId);
      expect(mine).toMatchObject({ address: { city: 'Stuttgart' }, lines: [{ sku: 'lp-1', quantity: 2 }] });
      return mine;
    }, soon);
    expect(await shop.ask('POST', worklist.links.pack, undefined, wait)).toMatchObject({ status: 200 });
    await reaches(orderId, 'PACKED');
    const dispatch = { carrier: 'DHL', tracking: 'JD01' };
    expect(await shop.ask('POST', `/shipments/${orderId}/dispatch`, dispatch, wait)).toMatchObject({ status: 200 });
    await reaches(orderId, 'DISPATCHED');
    const late = await shop.ask('POST', `/orders/${orderId}/cancellation`, undefined, wait);
    expect(late).toMatchObject({ status: 409, body: { reason: 'already-dispatched', code: 'LP_API_REJECTED_STATE' } });
    expect(await shop.ask('POST', `/shipments/${orderId}/delivery`, undefined, wait)).toMatchObject({ status: 200 });

    const delivered = await reaches(orderId, 'DELIVERED', {
      payment: { status: 'CAPTURED', captured: { amount: 1980, currency: 'USD' } },
      shipment: { status: 'DELIVERED', carrier: 'DHL' },
      owed: [],
    });
    expect(delivered).toMatchObject({
      total: { amount: 1980, currency: 'USD' },
      note: 'Ring twice',
      shippingAddress: { city: 'Stuttgart' },
      links: { return: `/orders/${orderId}/returns` },
    });
    expect(stepsOf(delivered)).toEqual(
      expect.arrayContaining(['RECEIVED', 'PLACED', 'CONFIRMED', 'PACKED', 'DISPATCHED', 'DELIVERED']),
    );
    await traces.expectOneTrace(orderId);
  }, 90_000);

  it('tells operators every event of it: its record, what led to it, and what each read model shows', async () => {
    const orderId = await placed();
    await reaches(orderId, 'CONFIRMED');
    type Told = { id: string; topic: string; causes: string[]; what: string[]; record: { offset: string } | null };
    const { body } = await vi.waitFor(async () => {
      const answer = await shop.ask('GET', `/orders/${orderId}/trail`);
      expect(answer.body.views.every((one: { behind: number }) => one.behind === 0)).toBe(true);
      return answer;
    }, soon);
    const events: Told[] = body.events;
    const placeOf = (id: string): number => events.findIndex(one => one.id === id);
    expect(events[0]).toMatchObject({ topic: 'order-requests', what: ['PLACE'], outcome: { accepted: true } });
    for (const one of events) {
      expect([one.id, one.record?.offset]).toEqual([one.id, expect.any(String)]);
      for (const cause of one.causes) expect(placeOf(cause)).toBeLessThan(placeOf(one.id));
    }
    const told = new Set(events.map(({ topic }) => topic));
    for (const topic of ['orders', 'payments', 'allocations', 'stock-replies']) expect(told).toContain(topic);
    const reserve = { id: `${orderId}/1/reserve/1`, what: ['RESERVE'], outcome: { accepted: true, by: 'stock' } };
    expect(events.filter(({ topic }) => topic === 'stock-requests')).toMatchObject([reserve]);
    expect((await shop.ask('GET', `/flow/orders?named=orders/${orderId}/1`)).body.orders).toMatchObject([{ orderId }]);
    expect((await shop.ask('GET', '/orders/nobody-knows/trail')).status).toBe(404);

    type View = { name: string; adds: boolean; rows: Record<string, unknown>[] };
    const { views } = (await shop.ask('GET', `/orders/${orderId}/views`)).body as { views: View[] };
    const rowOf = (name: string) => views.find(one => one.name === name)?.rows;
    expect(rowOf('order-progress')).toMatchObject([{ order_id: orderId, status: 'CONFIRMED' }]);
    expect(rowOf('payments')).toMatchObject([{ document: { status: 'AUTHORISED' } }]);
    expect(rowOf('flow-steps')).toMatchObject([{ key: orderId, contributions: expect.any(Array) }]);
    const none = (await shop.ask('GET', '/orders/nobody-knows/views')).body.views as View[];
    expect(none.map(({ name, rows }) => [name, rows])).toEqual(views.map(({ name }) => [name, []]));
    expect((await shop.ask('POST', '/orders/never-placed/cancellation', undefined, wait)).status).toBe(404);
    const rejected = { accepted: false, reason: 'unknown-order', by: 'orders' };
    // How far topics go is asked for once a second at most.
    await vi.waitFor(async () => {
      const { body: never } = await shop.ask('GET', '/orders/never-placed/trail');
      expect(never.events).toMatchObject([{ topic: 'order-requests', what: ['CANCEL'], outcome: rejected }]);
    }, soon);
  });

  it('tells what is parked of it under the key of a product, and what it waits behind there', async () => {
    const { log, prefix } = shop.shown;
    const content = { title: 'Aside', artist: 'The Partitions', format: 'LP', price };
    expect(await shop.ask('PUT', '/products/lp-parked', content, wait)).toMatchObject({ status: 200 });
    expect(await shop.ask('POST', '/stock/lp-parked/receipts', { quantity: 9 }, wait)).toMatchObject({ status: 200 });
    const lines = [{ sku: 'lp-parked', quantity: 1 }];
    const reserved = await placed({ lines });
    await reaches(reserved, 'CONFIRMED');
    await append(log, [
      { topic: `${prefix}.stock-requests`, key: Buffer.from('lp-parked'), value: Buffer.from('no Avro') },
    ]);
    // The one asks stock to release, which its history does not note before stock answers; the other to reserve.
    expect((await shop.ask('POST', `/orders/${reserved}/cancellation`, undefined, wait)).status).toBe(200);
    type Case = { concern: string; processor: string; status: string };
    for (const orderId of [reserved, await placed({ lines })]) {
      await vi.waitFor(async () => {
        const { body } = await shop.ask('GET', `/orders/${orderId}/cases`);
        const cases = (body.cases as Case[]).map(one => `${one.concern} ${one.processor} ${one.status}`);
        expect([cases.sort(), body.unread]).toEqual([['holds-it-up stock WAITING', 'names-it stock QUEUED'], 0]);
      }, soon);
    }
    const { body: unknown } = await shop.ask('GET', '/orders/nobody-knows/cases');
    expect(unknown).toMatchObject({ cases: [], unread: 0 });
  });

  it('is rejected where stock is short', async () => {
    const orderId = await placed({
      lines: [
        { sku: 'lp-1', quantity: 1 },
        { sku: 'lp-rare', quantity: 1 },
      ],
    });
    await reaches(orderId, 'REJECTED', {
      rejection: { code: 'insufficient-stock', by: 'stock' },
      owed: [],
      payment: { captured: null },
      allocation: { status: 'RELEASED' },
    });
  }, 60_000);

  it('is rejected where the card is declined', async () => {
    const headers = { ...wait, 'idempotency-key': 'to be declined' };
    const dry = await shop.ask('POST', '/orders', { customerId: 'c-1', lines: [] }, headers);
    expect(dry.status).toBe(400);
    const { requestIds } = await import('./request-ids.ts');
    declined.add(requestIds({ method: 'POST', url: '/orders', headers, caller: specCaller }).created('order'));
    const { body } = await place({}, headers);
    expect(declined.has(body.orderId)).toBe(true);
    await reaches(body.orderId, 'REJECTED', {
      rejection: { by: 'payments' },
      payment: { declineReason: 'insufficient-funds' },
    });
  }, 60_000);

  it('is cancelled before it is dispatched, and the warehouse has the last word', async () => {
    const orderId = await placed();
    await reaches(orderId, 'CONFIRMED');
    const reason = { reasonCode: 'changed-mind', reason: 'I found it elsewhere.' };
    const cancel = await shop.ask('POST', `/orders/${orderId}/cancellation`, reason, wait);
    expect(cancel).toMatchObject({ status: 200, body: { status: 'accepted' } });
    await reaches(orderId, 'CANCELLED', { cancellation: { status: 'ACCEPTED', ...reason }, owed: [] });
    const [row] = await shop.sql`select document from ${shop.sql(`${shop.shown.prefix}_views`)}.orders
      where order_id = ${orderId}`;
    expect(row?.document.cancellation.reason).toMatch(/^lp1\./);
    const again = await shop.ask('POST', `/orders/${orderId}/cancellation`, reason, wait);
    expect(again).toMatchObject({ status: 409, body: { reason: 'already-cancelled' } });
  }, 60_000);

  it('comes back, in part', async () => {
    const orderId = await placed();
    await reaches(orderId, 'CONFIRMED');
    for (const [path, body] of [
      ['packing', {}],
      ['dispatch', { carrier: 'DHL' }],
      ['delivery', {}],
    ] as const) {
      await vi.waitFor(async () => {
        expect((await shop.ask('POST', `/shipments/${orderId}/${path}`, body, wait)).status).toBe(200);
      }, soon);
    }
    await reaches(orderId, 'DELIVERED');
    const back = { lines: [{ line: 1, quantity: 1 }], reasonCode: 'damaged' };
    expect(await shop.ask('POST', `/orders/${orderId}/returns`, back, wait)).toMatchObject({ status: 200 });
    await reaches(orderId, 'RETURNING');
    const received = { lines: [{ line: 1, refunded: 1, restocked: 0 }], note: 'Broken by the carrier' };
    await vi.waitFor(async () => {
      expect((await shop.ask('POST', `/shipments/${orderId}/return`, received, wait)).status).toBe(200);
    }, soon);
    await vi.waitFor(async () => {
      const { body } = await shop.ask('GET', `/orders/${orderId}`);
      expect(body).toMatchObject({ status: 'DELIVERED', lines: [{ returnedQuantity: 1 }] });
      expect(body.payment.refunded).toEqual(price);
      expect(body.shipment.note).toBe('Broken by the carrier');
    }, soon);
  }, 90_000);
});

describe('a customer with a token of his own', () => {
  it('has his orders and nobody else’s, and stands in what he asked', async () => {
    const [his, others] = [await shop.another(customerCaller('c-1')), await shop.another(customerCaller('c-2'))];
    const body = { customerId: 'c-1', lines: [{ sku: 'lp-1', quantity: 1 }] };
    expect(await others.ask('POST', '/orders', body)).toMatchObject({ status: 403, body: { code: 'LP_API_OTHERS' } });
    const { body: taken } = await his.ask('POST', '/orders', body);
    // At once: the read model may not know it yet.
    expect((await his.ask('GET', taken.links.request)).status).toBe(200);
    expect(await others.ask('GET', taken.links.request)).toMatchObject({ status: 404 });
    expect(await others.ask('GET', taken.links.resource)).toMatchObject({ status: 404 });
    const cancelled = await others.ask('POST', `${taken.links.resource}/cancellation`, {}, wait);
    expect(cancelled).toMatchObject({ status: 404, body: { code: 'LP_API_NOT_FOUND' } });

    await vi.waitFor(async () => {
      expect((await his.ask('GET', taken.links.resource)).body).toMatchObject({ customerId: 'c-1' });
    }, soon);
    expect((await others.ask('GET', taken.links.resource)).status).toBe(404);
    const lists = await Promise.all([his, others].map(one => one.ask('GET', '/orders?limit=100')));
    expect(
      lists.map(({ body }) => body.orders.some((one: { orderId: string }) => one.orderId === taken.orderId)),
    ).toEqual([true, false]);
    expect(lists[1]?.body.orders).toEqual([]);

    await vi.waitFor(async () => {
      const asked = await shop.ask('GET', taken.links.request);
      expect(asked.body).toMatchObject({ status: 'accepted', askedBy: { kind: 'CUSTOMER', id: 'c-1' } });
    }, soon);
    const [row] = await shop.sql`select document from ${shop.sql(`${shop.shown.prefix}_views`)}.orders
      where order_id = ${taken.orderId}`;
    expect(row?.document.history[0]).toMatchObject({
      cause: taken.requestId,
      actor: { kind: 'CUSTOMER', id: 'c-1' },
    });
  }, 60_000);

  it('does not meet the request of another client under the same key', async () => {
    const one = { ...wait, 'idempotency-key': 'everybodys' };
    const body = { customerId: 'c-1', lines: [{ sku: 'lp-1', quantity: 1 }] };
    const his = await shop.another(customerCaller('c-1'));
    const [first, second] = [await shop.ask('POST', '/orders', body, one), await his.ask('POST', '/orders', body, one)];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(first.body.orderId).not.toBe(second.body.orderId);
  }, 60_000);
});
