import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { viewsSchema } from '../runtime/projector/names.ts';
import { specCaller } from './testing/callers.ts';
import { openShopApi, type ShopApi } from './testing/shop-api.ts';

const soon = { timeout: 30_000, interval: 50 };
const wait = { prefer: 'wait=30' };
const price = { amount: 990, currency: 'USD' };
const product = (format: string) => ({ title: 'Kind of Blue', artist: 'Miles Davis', format, price });
let shop: ShopApi;

beforeAll(async () => {
  shop = await openShopApi({ brokers: inject('kafkaBrokers'), databaseUrl: inject('databaseUrl') });
  const customer = { name: 'Ann', addresses: [{ street: '1 Groove St', city: 'Berlin', country: 'DE' }] };
  const asked = await Promise.all([
    shop.ask('PUT', '/products/lp-1', product('LP')),
    shop.ask('PUT', '/products/lp-rare', product('LP')),
    shop.ask('POST', '/stock/lp-1/receipts', { quantity: 50 }),
    shop.ask('PUT', '/customers/c-1', customer),
  ]);
  for (const { body } of asked) {
    const shown = await shop.ask('GET', `${body.links.resource}?after=${body.requestId}`, undefined, wait);
    expect([body.links.resource, shown.status]).toEqual([body.links.resource, 200]);
  }
}, 120_000);

afterAll(() => shop.stop());

const get = (url: string, headers: Record<string, string> = wait) => shop.ask('GET', url, undefined, headers);
const order = (sku = 'lp-1') => ({ customerId: 'c-1', lines: [{ sku, quantity: 1 }] });

describe('a read after a request', () => {
  it('shows what it has changed, also in lists and sums', async () => {
    const { body } = await shop.ask('POST', '/orders', order());
    const found = await get(`/orders/${body.orderId}?after=${body.requestId}`);
    expect(found).toMatchObject({
      status: 200,
      headers: { 'preference-applied': 'wait=30' },
      body: { customerId: 'c-1' },
    });
    const listed = await get(`/orders?customerId=c-1&after=${body.requestId}`);
    expect(listed.body.orders.map((one: { orderId: string }) => one.orderId)).toContain(body.orderId);
    expect((await get(`/customers/c-1/orders?after=${body.requestId}`)).body.orders).toBeGreaterThan(0);
    const put = await shop.ask('PUT', '/products/lp-1', product('CD'));
    expect(await get(`/products/lp-1?after=${put.body.requestId}`)).toMatchObject({
      status: 200,
      body: { format: 'CD' },
    });
  });

  it('says that the request was rejected, is not known, or has changed something else', async () => {
    const withdrawn = await shop.ask('DELETE', '/products/lp-none', undefined, wait);
    const requestId = withdrawn.body.request.split('/').at(-1);
    expect(await get(`/products/lp-1?after=${requestId}`)).toMatchObject({
      status: 409,
      body: { code: 'LP_API_AFTER_REJECTED', reason: 'unknown-sku', request: withdrawn.body.request },
    });
    expect(await get('/products/lp-1?after=req-17')).toMatchObject({
      status: 404,
      body: { code: 'LP_API_AFTER_UNKNOWN' },
    });
    const put = await shop.ask('PUT', '/products/lp-1', product('LP'));
    expect(await get(`/stock/lp-1?after=${put.body.requestId}`)).toMatchObject({
      status: 409,
      body: { code: 'LP_API_AFTER_ELSEWHERE', fact: { topic: 'products', key: 'lp-1' } },
    });
  });

  it('says how far it lags behind where the read model stands still', async () => {
    const views = shop.sql(viewsSchema(shop.shown.prefix));
    const { body } = await shop.ask('PUT', '/products/lp-lag', product('LP'), wait);
    // The row as it was before: as a read model that has not come so far shows it.
    await shop.sql`delete from ${views}.products where sku = 'lp-lag'`;
    const found = await get(`/products/lp-lag?after=${body.requestId}`, { prefer: 'wait=0' });
    expect(found).toMatchObject({
      status: 409,
      headers: { 'retry-after': '1' },
      body: { code: 'LP_API_AFTER_LAGGING' },
    });
    expect(found.body.fact).toEqual({ topic: 'products', key: 'lp-lag', version: 1 });
    const { status } = await shop.ask('PUT', '/products/lp-lag', product('CD'), wait);
    expect(status).toBe(200);
  });

  it('says how stale it is: 0 once it has caught up', async () => {
    const { body } = await shop.ask('PUT', '/products/lp-2', product('LP'), wait);
    await vi.waitFor(async () => {
      const { headers } = await get(body.links.resource);
      expect(headers['longplay-staleness-ms']).toBe('0');
    }, soon);
  });
});

describe('a change that builds on a read', () => {
  it('is done where the resource is as it was read, and by one only', async () => {
    const put = await shop.ask('PUT', '/products/lp-3', product('LP'), { ...wait, 'if-none-match': '*' });
    expect(put).toMatchObject({ status: 200, body: { version: 1 } });
    const again = await shop.ask('PUT', '/products/lp-3', product('CD'), { ...wait, 'if-none-match': '*' });
    expect(again).toMatchObject({ status: 412, body: { code: 'LP_API_PRECONDITION_FAILED', version: 1 } });

    const etag = String((await get('/products/lp-3?fields=format')).headers.etag);
    const other = await shop.another();
    const race = await Promise.all([
      shop.ask('PUT', '/products/lp-3', product('MC'), { ...wait, 'if-match': etag }),
      other.ask('PUT', '/products/lp-3', product('8-track'), { ...wait, 'if-match': etag }),
    ]);
    expect(race.map(({ status }) => status).sort()).toEqual([200, 412]);
    const won = race.findIndex(({ status }) => status === 200) === 0 ? 'MC' : '8-track';
    expect((await get('/products/lp-3')).body).toMatchObject({ format: won });
    const late = await shop.ask('DELETE', '/products/lp-3', undefined, { ...wait, 'if-match': etag });
    expect(late).toMatchObject({ status: 412, body: { code: 'LP_API_PRECONDITION_FAILED' } });
  });

  it('is answered as the first time when it is repeated, though it has moved the version on', async () => {
    await shop.ask('PUT', '/products/lp-4', product('LP'), wait);
    const etag = String((await get('/products/lp-4')).headers.etag);
    const headers = { ...wait, 'if-match': etag, 'idempotency-key': 'once' };
    const first = await shop.ask('PUT', '/products/lp-4', product('CD'), headers);
    expect(first).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await shop.ask('PUT', '/products/lp-4', product('CD'), headers)).toMatchObject({
      status: 200,
      body: { version: 2 },
    });
  });
});

describe('an order', () => {
  const until = { prefer: 'wait=30, until=decision' };

  it('that is placed is waited for until it is decided, and the answer says how', async () => {
    const confirmed = await shop.ask('POST', '/orders', order(), until);
    expect(confirmed).toMatchObject({
      status: 201,
      headers: { 'preference-applied': 'wait=30, until=decision' },
      body: { status: 'accepted', decision: 'CONFIRMED', orderStatus: 'CONFIRMED', rejection: null },
    });
    expect(confirmed.body.waitingFor).toMatchObject([{ step: 'pack', owedBy: 'warehouse' }]);
    const rejected = await shop.ask('POST', '/orders', order('lp-rare'), until);
    expect(rejected).toMatchObject({
      status: 201,
      body: { decision: 'REJECTED', rejection: { code: 'insufficient-stock', by: 'stock' } },
    });
  }, 60_000);

  it('is read in part or with more, tells its time, and names what can be done', async () => {
    const { body } = await shop.ask('POST', '/orders', order(), until);
    const self = body.links.resource;
    const part = await get(`${self}?fields=status,lines.sku`);
    expect(part.body).toMatchObject({ orderId: body.orderId, lines: [{ sku: 'lp-1' }] });
    expect(Object.keys(part.body).sort()).toEqual(['lines', 'orderId', 'status', 'version']);
    expect((await get(`${self}?fields=colour`)).body.detail).toMatch(/there are orderId, version, status/);

    const full = await vi.waitFor(async () => {
      const found = await get(`${self}?expand=customer,payments,shipment`);
      // Each read model follows topics of its own, in its own time.
      expect(found.body.expanded).toMatchObject({
        customer: { name: 'Ann' },
        payments: { authorisation: { amount: price } },
        shipment: { status: 'PREPARING' },
      });
      return found;
    }, soon);
    expect((await get(`${self}?expand=payments`)).headers.etag).not.toBe(full.headers.etag);
    // The customer, too, hears of the order, later: what is expanded moves once more.
    await vi.waitFor(async () => {
      const url = `${self}?expand=customer,payments,shipment`;
      const { etag } = (await get(url)).headers;
      expect((await get(url, { ...wait, 'if-none-match': String(etag) })).status).toBe(304);
    }, soon);
    expect((await get(`${self}?expand=colour`)).status).toBe(400);
    const warehouse = await shop.another({ ...specCaller, scopes: new Set(['warehouse']) });
    expect((await warehouse.ask('GET', `${self}?expand=shipment`)).status).toBe(200);
    expect((await warehouse.ask('GET', `${self}?expand=customer`)).status).toBe(403);

    expect(full.body.actions).toEqual([{ name: 'cancel', method: 'POST', href: `${self}/cancellation` }]);
    const { steps } = (await get(`${self}/timeline`)).body;
    expect(steps.map((step: { what: string }) => step.what)).toContain('CONFIRMED');
    const etag = String(full.headers.etag);
    const [{ method, href }] = full.body.actions;
    expect(await shop.ask(method, href, undefined, { ...wait, 'if-match': etag })).toMatchObject({ status: 200 });
    expect(await shop.ask(method, href, undefined, { ...wait, 'if-match': etag })).toMatchObject({ status: 412 });
    expect((await get('/orders?placedTo=2020-01-01T00:00:00Z')).body.orders).toEqual([]);
    expect((await get('/orders?placedFrom=2020-01-01T00:00:00Z&limit=1')).headers.link).toMatch(
      /^<\/orders\?placedFrom=.*&cursor=.*>; rel="next"$/,
    );
  }, 60_000);
});
