import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { specCaller } from './testing/callers.ts';
import { listenTo, type Received } from './testing/event-source.ts';
import { openShopApi, type ShopApi } from './testing/shop-api.ts';

const wait = { prefer: 'wait=20' };
const price = { amount: 990, currency: 'USD' };
let shop: ShopApi;
let other: Pick<ShopApi, 'app' | 'ask'>;
/** Where two instances of the API listen. */
let urls: string[];

beforeAll(async () => {
  shop = await openShopApi({ brokers: inject('kafkaBrokers'), databaseUrl: inject('databaseUrl') });
  other = await shop.another();
  urls = await Promise.all([shop, other].map(({ app }) => app.listen({ port: 0 })));
  const content = { title: 'Kind of Blue', artist: 'Miles Davis', format: 'LP', price };
  const address = { street: 'Theodor-Heuss-Straße 34', city: 'Stuttgart', country: 'Germany' };
  await Promise.all([
    shop.ask('PUT', '/products/lp-1', content, wait),
    shop.ask('PUT', '/customers/c-1', { name: 'Leonie Köhler', addresses: [address] }, wait),
  ]);
  expect(await shop.ask('POST', '/stock/lp-1/receipts', { quantity: 9 }, wait)).toMatchObject({ status: 200 });
}, 120_000);

afterAll(() => shop.stop());

const place = async (): Promise<string> =>
  (await shop.ask('POST', '/orders', { customerId: 'c-1', lines: [{ sku: 'lp-1', quantity: 1 }] })).body.orderId;

const steps = (events: readonly Received[]) =>
  events.flatMap(({ event, data }) => (data.changes ?? []).map(({ what }: { what: string }) => `${event} ${what}`));

describe('an order', () => {
  it('is followed from its request to its end, across instances, and nothing is told twice or left out', async () => {
    const orderId = await place();
    const path = `/orders/${orderId}/events`;
    const first = await listenTo(`${urls[0]}${path}`);
    expect(first.status).toBe(200);
    while (!steps(first.received).includes('orders CONFIRMED')) expect(await first.take(1)).toHaveLength(1);
    first.close();

    // What happens while nobody listens.
    const packed = () => shop.ask('POST', `/shipments/${orderId}/packing`, undefined, wait);
    await vi.waitFor(async () => expect(await packed()).toMatchObject({ status: 200 }), { timeout: 20_000 });
    const second = await listenTo(`${urls[1]}${path}`, { 'last-event-id': first.received.at(-1)?.id ?? '' });
    while (!steps(second.received).includes('orders PACKED')) expect(await second.take(1)).toHaveLength(1);
    await shop.ask('POST', `/shipments/${orderId}/dispatch`, { carrier: 'DHL' }, wait);
    await shop.ask('POST', `/shipments/${orderId}/delivery`, undefined, wait);
    await second.rest();
    const all = [...first.received, ...second.received];
    const told = all.at(-1);
    expect(told).toMatchObject({ event: 'rest', data: { orderId, status: 'DELIVERED' } });

    const by: Record<string, string> = { shipping: 'shipments' };
    // It is put together from several read models, each in its own time.
    const story = await vi.waitFor(
      async () => {
        const { body } = await shop.ask('GET', `/orders/${orderId}`);
        const found = body.story.map((one: { by: string; what: string }) => `${by[one.by] ?? one.by} ${one.what}`);
        expect(steps(all).sort()).toEqual(found.sort());
        return found;
      },
      { timeout: 20_000 },
    );
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length - 1);

    const again = await listenTo(`${urls[0]}${path}`, { 'last-event-id': told?.id ?? '' });
    expect(again.status).toBe(204);
    const whole = await listenTo(`${urls[0]}${path}`);
    expect(steps(await whole.take(all.length - 1)).sort()).toEqual(story.sort());
    whole.close();
    expect((await listenTo(`${urls[0]}/orders/order-nobody/events`)).status).toBe(404);
    expect(await shop.ask('HEAD', path)).toMatchObject({ status: 405, headers: { allow: 'GET' } });
  }, 60_000);
});

describe('a topic', () => {
  it('is followed and browsed, by offset and by key', async () => {
    const stream = await listenTo(`${urls[0]}/topics/orders/events?from=beginning`);
    const orderId = await place();
    while (stream.received.at(-1)?.data.key !== orderId) expect(await stream.take(1)).toHaveLength(1);
    const { partition, offset, value } = stream.received.at(-1)?.data ?? {};
    expect(value).toMatchObject({ orderId, version: 1 });
    stream.close();
    const at = await shop.ask('GET', `/topics/orders/records?partition=${partition}&offset=${offset}&limit=1`);
    expect(at.body.records).toMatchObject([{ key: orderId, offset, value: { orderId } }]);
    const ofKey = await shop.ask('GET', `/topics/orders/records?key=${orderId}`);
    expect(ofKey.body.records[0]).toEqual(at.body.records[0]);
    const page = `/topics/orders/records?partition=${partition}&limit=1`;
    const newest = await vi.waitFor(async () => {
      const { body } = await shop.ask('GET', page);
      expect(body.olderCursor).not.toBeNull();
      return body;
    });
    const older = await shop.ask('GET', `/topics/orders/records?cursor=${newest.olderCursor}&limit=1`);
    expect(Number(older.body.records[0].offset)).toBeLessThan(Number(newest.records[0].offset));
  }, 60_000);
});

describe('a request', () => {
  it('is published as JSON, once under one key, and decided by its owner as any other', async () => {
    const put = { title: 'Blue Train', artist: 'John Coltrane', format: 'LP', price };
    const headers = { 'idempotency-key': 'publish-1' };
    const publish = (value: object) => shop.ask('POST', '/topics/product-requests/records', value, headers);
    const first = await publish({ sku: 'lp-2', type: 'PUT', put });
    expect(first).toMatchObject({ status: 202, body: { status: 'undecided', links: { resource: '/products/lp-2' } } });
    expect((await publish({ sku: 'lp-2', type: 'PUT', put })).headers.location).toBe(first.headers.location);
    expect((await publish({ sku: 'lp-3', type: 'PUT', put })).status).toBe(422);
    await vi.waitFor(
      async () => {
        const outcome = await shop.ask('GET', first.headers.location as string);
        expect(outcome.body).toMatchObject({ status: 'accepted', fact: { topic: 'products', version: 1 } });
      },
      { timeout: 20_000 },
    );
    const bad = await shop.ask('POST', '/topics/product-requests/records', { sku: 'lp-3', type: 'PUT', put: {} });
    expect(bad.body.errors).toContainEqual({ in: 'body', pointer: '#/put/title', detail: 'is missing' });
    const runs = await shop.another({ ...specCaller, id: 'ops', scopes: new Set(['operator'] as const) });
    const refused = await runs.ask('POST', '/topics/product-requests/records', { sku: 'lp-3', type: 'WITHDRAW' });
    expect(refused).toMatchObject({ status: 403, body: { code: 'LP_API_FORBIDDEN' } });
    const owned = await shop.ask('POST', '/topics/products/records', {});
    expect(owned.body).toMatchObject({ status: 409, code: 'LP_API_TOPIC_OWNED' });
  }, 60_000);
});
