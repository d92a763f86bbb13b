import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { viewsSchema } from '../runtime/projector/names.ts';
import type { Customer } from '../schemas/types/customers.ts';
import { processorsNamed, readAll, shopProcessors } from '../test/topology/shop.ts';
import { openApiDocument } from './openapi.ts';
import { type Answer, openShopApi, type ShopApi } from './testing/shop-api.ts';

const soon = { timeout: 30_000, interval: 50 };
const wait = { prefer: 'wait=20' };
const price = { amount: 990, currency: 'USD' };
const home = { addressId: 'home', street: '1 Groove St', city: 'Berlin', country: 'DE' };
let shop: ShopApi;

beforeAll(async () => {
  const servers = { brokers: inject('kafkaBrokers'), databaseUrl: inject('databaseUrl') };
  const program = [...shopProcessors, ...processorsNamed('welcome-packs', 'welcome-mails', 'enrolments')];
  shop = await openShopApi(servers, undefined, { program });
  const content = { title: 'Kind of Blue', artist: 'Miles Davis', format: 'LP', price };
  expect((await shop.ask('PUT', '/products/lp-1', content, wait)).status).toBe(200);
  expect((await shop.ask('POST', '/stock/lp-1/receipts', { quantity: 50 }, wait)).status).toBe(200);
  const customer = { name: 'Ann', email: 'ann@example.org', addresses: [home] };
  expect((await shop.ask('PUT', '/customers/c-1', customer, wait)).status).toBe(200);
}, 120_000);

afterAll(() => shop.stop());

const read = (url: string): Promise<Answer> =>
  vi.waitFor(async () => {
    const answer = await shop.ask('GET', url);
    expect(answer.status).toBe(200);
    return answer;
  }, soon);

describe('a read', () => {
  it('has an ETag, and is not sent again while it holds', async () => {
    const { headers } = await read('/products/lp-1');
    const etag = String(headers.etag);
    expect(await shop.ask('GET', '/products/lp-1', undefined, { 'if-none-match': `"x", ${etag}` })).toMatchObject({
      status: 304,
      body: null,
      headers: { etag },
    });
    const content = { title: 'Kind of Blue', artist: 'Miles Davis', format: 'CD', price };
    await shop.ask('PUT', '/products/lp-1', content, wait);
    await vi.waitFor(async () => {
      const changed = await shop.ask('GET', '/products/lp-1', undefined, { 'if-none-match': etag });
      expect(changed).toMatchObject({ status: 200, body: { format: 'CD', version: 2 } });
    }, soon);
  });

  it('tells stock as totals, and what receipts, counts and write-offs came to', async () => {
    await shop.ask('POST', '/stock/lp-9/receipts', { quantity: 9 }, wait);
    await shop.ask('POST', '/stock/lp-9/counts', { quantity: 7 }, wait);
    expect((await shop.ask('POST', '/stock/lp-9/write-offs', { quantity: 2 }, wait)).status).toBe(200);
    const much = await shop.ask('POST', '/stock/lp-9/write-offs', { quantity: 6 }, wait);
    expect(much).toMatchObject({ status: 409, body: { reason: 'below-reserved' } });
    await vi.waitFor(async () => {
      const { body } = await read('/stock/lp-9');
      expect(body).toMatchObject({ onHand: 5, available: 5, received: 9, counted: -2, writtenOff: 2 });
    }, soon);
  });

  it('goes page by page, each order once', async () => {
    const order = { customerId: 'c-1', lines: [{ sku: 'lp-1', quantity: 1 }] };
    const placed = await Promise.all(Array.from({ length: 5 }, () => shop.ask('POST', '/orders', order, wait)));
    const ids = placed.map(({ body }) => body.orderId).sort();
    await vi.waitFor(async () => {
      expect((await read('/orders?customerId=c-1')).body.orders).toHaveLength(5);
    }, soon);
    const seen: string[] = [];
    for (let url = '/orders?customerId=c-1&limit=2'; ; ) {
      const { body } = await read(url);
      seen.push(...body.orders.map((one: { orderId: string }) => one.orderId));
      if (body.nextCursor === null) break;
      url = `/orders?customerId=c-1&limit=2&cursor=${body.nextCursor}`;
    }
    expect(seen.sort()).toEqual(ids);
    expect((await read('/orders?customerId=nobody')).body).toEqual({ orders: [], nextCursor: null });
    for (const id of ids) await shop.ask('POST', `/orders/${id}/cancellation`, undefined, wait);
  });

  it('finds the outcome of a request', async () => {
    const { body } = await shop.ask('DELETE', '/products/lp-none', undefined, wait);
    expect(body).toMatchObject({ status: 404, reason: 'unknown-sku' });
    const outcome = await read(body.request);
    expect(outcome.body).toMatchObject({
      status: 'rejected',
      reason: 'unknown-sku',
      processor: 'catalogue',
      type: 'WITHDRAW',
    });
  });

  it('answers as the document says', async () => {
    const document = (await openApiDocument()) as {
      paths: Record<string, { get: { responses: { 200: { content: { 'application/json': { schema: object } } } } } }>;
    };
    const ajv = new Ajv({ strict: false, formats: { 'date-time': true } });
    const [order] = (await read('/orders?limit=1')).body.orders;
    const asked = {
      '/orders': '/orders',
      '/orders/{orderId}': `/orders/${order.orderId}?expand=customer,shipment,payments`,
      '/orders/{orderId}/timeline': `/orders/${order.orderId}/timeline`,
      '/products': '/products',
      '/products/{sku}': '/products/lp-1',
      '/stock': '/stock',
      '/warehouse/worklist': '/warehouse/worklist',
      '/reports/best-sellers': '/reports/best-sellers',
      '/stock/{sku}': '/stock/lp-1',
      '/customers/{customerId}': '/customers/c-1',
      '/shipments': '/shipments',
      '/shipments/{orderId}': `/shipments/${order.orderId}`,
    };
    for (const [path, url] of Object.entries(asked)) {
      const { body } = await read(url);
      const schema = document.paths[path]?.get.responses[200].content['application/json'].schema;
      ajv.validate(schema as object, body);
      expect([path, ajv.errors]).toEqual([path, null]);
    }
  });
});

describe('a customer', () => {
  const put = (body: object) => shop.ask('PUT', '/customers/c-1', body, wait);

  it('who is put again without a move has not moved', async () => {
    const office = { addressId: 'office', city: 'Hamburg', country: 'DE' };
    expect((await put({ name: 'Ann B.', email: 'ann@example.org', addresses: [home] })).status).toBe(200);
    await vi.waitFor(async () => expect((await read('/customers/c-1')).body).toMatchObject({ name: 'Ann B.' }), soon);
    const newest = async () => (await readAll<Customer>(shop.shown, 'customers')).at(-1)?.value;
    expect((await newest())?.addressChanges).toEqual([]);
    expect((await put({ name: 'Ann B.', addresses: [home, office] })).status).toBe(200);
    expect((await newest())?.addressChanges).toHaveLength(1);
    await vi.waitFor(async () => {
      const { body } = await read('/customers/c-1');
      expect(body).toMatchObject({ email: null, addresses: [home, { ...office, street: null }] });
    }, soon);
  });

  it('whose key is destroyed is read without anything personal, under another ETag', async () => {
    const { body } = await shop.ask('POST', '/customers', { name: 'Bob', addresses: [home] }, wait);
    const before = await read(`/customers/${body.customerId}`);
    expect(before.body.name).toBe('Bob');
    await shop.vault.destroy(body.customerId);
    const after = await read(`/customers/${body.customerId}`);
    expect(after.body).toMatchObject({ name: null, addresses: [{ addressId: 'home', street: null, city: null }] });
    expect(after.headers.etag).not.toBe(before.headers.etag);
  });

  it('who is erased, with no order open, takes no new ones, and nothing personal is left', async () => {
    const { body } = await shop.ask('POST', '/customers', { name: 'Cid' }, wait);
    const erase = await shop.ask('DELETE', `/customers/${body.customerId}`, undefined, wait);
    expect(erase.status).toBe(200);
    await vi.waitFor(async () => {
      expect((await read(`/customers/${body.customerId}`)).body).toMatchObject({
        status: 'ERASED',
        acceptsOrders: false,
        name: null,
        addresses: [],
      });
    }, soon);
  });
});

describe('a customer who enrols', () => {
  const enrol = async (body: object): Promise<string> =>
    (await shop.ask('POST', '/customers', body, wait)).body.customerId;
  const becomes = (customerId: string, status: string, further: object = {}) =>
    vi.waitFor(
      async () => expect((await read(`/enrolments/${customerId}`)).body).toMatchObject({ status, ...further }),
      soon,
    );
  const report = async (customerId: string, what: string, body: object) =>
    (await shop.ask('POST', `/welcome-packs/${customerId}/${what}`, body, wait)).status;
  /** The pack that the warehouse owes, with its address. */
  const owed = (customerId: string, street: string): Promise<Answer['body']> =>
    vi.waitFor(async () => {
      const { body } = await read('/welcome-packs?limit=100');
      const pack = body.packs.find((one: { customerId: string }) => one.customerId === customerId);
      expect(pack).toMatchObject({ status: 'PREPARING', name: 'Dee', address: { street } });
      return pack;
    }, soon);

  it('is ENROLLED with points, a mail and a pack, which goes forward after a wrong address', async () => {
    const id = await enrol({ name: 'Dee', email: 'dee@example.org', addresses: [{ ...home, street: 'nowhere' }] });
    const { addressVersion } = await owed(id, 'nowhere');
    expect(await report(id, 'failed', { reason: 'no-such-address', addressVersion })).toBe(200);
    await becomes(id, 'STUCK', {
      steps: [
        { name: 'record', status: 'DONE' },
        { name: 'points', status: 'DONE', by: 'loyalty' },
        { name: 'pack', status: 'FAILED', by: 'warehouse', code: 'no-such-address', owedBy: 'customer' },
        { name: 'mail', status: 'DONE', by: 'provider' },
      ],
      owed: [{ step: 'pack', owedBy: 'customer', overdue: false }],
    });
    expect((await read('/enrolments?status=STUCK')).body.enrolments).toMatchObject([{ customerId: id }]);
    await shop.ask('PUT', `/customers/${id}`, { name: 'Dee', email: 'dee@example.org', addresses: [home] }, wait);
    const corrected = await owed(id, '1 Groove St');
    expect(corrected.addressVersion).toBeGreaterThan(addressVersion);
    expect(await report(id, 'sent', { carrier: 'DHL', addressVersion })).toBe(409);
    expect(await report(id, 'sent', { carrier: 'DHL', addressVersion: corrected.addressVersion })).toBe(200);
    await becomes(id, 'ENROLLED', { owed: [] });
    expect((await read(`/welcome-packs/${id}`)).body).toMatchObject({ status: 'SENT', address: null, actions: [] });
    expect((await read(`/loyalty-accounts/${id}`)).body).toMatchObject({ points: 200, granted: 200 });
  });

  it('and is erased in the middle is owed nothing any more', async () => {
    const id = await enrol({ name: 'Eve', email: 'eve@example.org' });
    const pack = { name: 'pack', status: 'OWED', code: 'give-address', owedBy: 'customer' };
    await becomes(id, 'ENROLLING', { steps: [{}, {}, pack, {}] });
    expect((await shop.ask('DELETE', `/customers/${id}`, undefined, wait)).status).toBe(200);
    await becomes(id, 'ENDED', { steps: [], owed: [] });
    await vi.waitFor(async () => expect((await read(`/welcome-packs/${id}`)).body.status).toBe('STOPPED'), soon);
  });

  it('but one who is only brought in is not welcomed', async () => {
    expect((await shop.ask('GET', '/enrolments/c-1')).status).toBe(404);
    expect(await report('c-1', 'sent', { carrier: 'DHL' })).toBe(404);
  });
});

describe('while the read models are away', () => {
  it('reads answer 503 with Retry-After, and writes are taken in', async () => {
    await shop.projector.stop();
    await shop.sql`alter schema ${shop.sql(viewsSchema(shop.shown.prefix))} rename to ${shop.sql(`away_${shop.shown.prefix}`)}`;
    const { status, headers, body } = await shop.ask('GET', '/products/lp-1');
    expect([status, headers['retry-after'], body.code]).toEqual([503, '1', 'LP_API_VIEWS_MISSING']);
    const write = await shop.ask('POST', '/stock/lp-1/receipts', { quantity: 1 }, { prefer: 'wait=1' });
    expect(write.status).toBe(202);
    await shop.sql`alter schema ${shop.sql(`away_${shop.shown.prefix}`)} rename to ${shop.sql(viewsSchema(shop.shown.prefix))}`;
  });
});
