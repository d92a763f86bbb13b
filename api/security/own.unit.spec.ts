import type { RouteOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLogger } from '../../runtime/observe/logger.ts';
import type { Sql } from '../../runtime/postgres/connect.ts';
import { buildApp } from '../app.ts';
import { customerCaller } from '../testing/callers.ts';
import { openToEverybody } from './authenticator.ts';

/** Asked as the customer c-1, about what is his and about what is another's. */
type Case = { readonly his?: Asked; readonly others: Asked; readonly answer: 403 | 404 };
type Asked = { readonly url: string; readonly body?: object; readonly sees?: object };

const order = (path = ''): Case => ({
  his: { url: `/orders/order-his${path}` },
  others: { url: `/orders/order-others${path}` },
  answer: 404,
});
const holiday = (path = ''): Case => ({
  his: { url: `/holidays/holiday-his${path}` },
  others: { url: `/holidays/holiday-others${path}` },
  answer: 404,
});
const customer = (path: (id: string) => string): Case => ({
  his: { url: path('c-1') },
  others: { url: path('c-2') },
  answer: 404,
});
const open = (url: string): Case => ({ his: { url }, others: { url: '/reports/best-sellers' }, answer: 403 });
const shut = (url: string, body?: object): Case => ({ others: { url, ...(body && { body }) }, answer: 403 });

/** Every route that takes the scope shop. A new one fails below until somebody has decided what of it a customer may see. */
const cases: Readonly<Record<string, Case>> = {
  'GET /orders': {
    his: { url: '/orders?limit=5', sees: { query: { limit: '5', customerId: 'c-1' } } },
    others: { url: '/orders?customerId=c-2' },
    answer: 403,
  },
  'POST /orders': {
    his: { url: '/orders', body: { customerId: 'c-1' } },
    others: { url: '/orders', body: { customerId: 'c-2' } },
    answer: 403,
  },
  'GET /orders/:orderId': order(),
  'GET /orders/:orderId/timeline': order('/timeline'),
  'GET /orders/:orderId/events': order('/events'),
  'POST /orders/:orderId/cancellation': order('/cancellation'),
  'POST /orders/:orderId/returns': order('/returns'),
  'GET /holidays': {
    his: { url: '/holidays', sees: { query: { customerId: 'c-1' } } },
    others: { url: '/holidays?customerId=c-2' },
    answer: 403,
  },
  'POST /holidays': {
    his: { url: '/holidays', body: { customerId: 'c-1' } },
    others: { url: '/holidays', body: { customerId: 'c-2' } },
    answer: 403,
  },
  'GET /holidays/:holidayId': holiday(),
  'GET /holidays/:holidayId/log': holiday('/log'),
  'POST /holidays/:holidayId/cancellation': holiday('/cancellation'),
  'GET /shipments/:orderId': {
    ...order(),
    his: { url: '/shipments/order-his' },
    others: { url: '/shipments/order-others' },
  },
  'GET /shipments': shut('/shipments'),
  'GET /requests/:requestId': {
    his: { url: '/requests/req-asked' },
    others: { url: '/requests/req-others' },
    answer: 404,
  },
  'POST /customers': shut('/customers', {}),
  'GET /customers/:customerId': customer(id => `/customers/${id}`),
  'PUT /customers/:customerId': customer(id => `/customers/${id}`),
  'DELETE /customers/:customerId': customer(id => `/customers/${id}`),
  'GET /customers/:customerId/orders': customer(id => `/customers/${id}/orders`),
  'GET /loyalty-accounts/:customerId': customer(id => `/loyalty-accounts/${id}`),
  'GET /products': open('/products'),
  'GET /products/:sku': open('/products/lp-1'),
  'PUT /products/:sku': shut('/products/lp-1', {}),
  'DELETE /products/:sku': shut('/products/lp-1', {}),
  'GET /stock': shut('/stock'),
  'GET /stock/:sku': open('/stock/lp-1'),
  'GET /reports/daily-sales': shut('/reports/daily-sales'),
  'GET /reports/best-sellers': shut('/reports/best-sellers'),
};

const routes: { name: string; needs: readonly string[] | null | undefined }[] = [];
const logger = createLogger({ level: 'silent' });
const health = { check: async () => ({ ready: true, servers: {} }) };
const app = buildApp({
  logger,
  health,
  auth: openToEverybody(customerCaller('c-1')),
  shop: {
    requests: {} as never,
    vault: {} as never,
    sql: postgres(),
    prefix: 'spec',
    hospital: {} as never,
    follow: { log: {} as never, wire: {} as never, registry: {} as never, topology: [] },
  },
  projections: {} as never,
  schemas: {} as never,
});
// What the guard lets through is answered with what it was asked: the routes themselves are no matter here.
app.addHook('onRoute', route => {
  remember(route);
  route.schema = { hide: true };
  route.handler = async ({ query }) => ({ query });
});

beforeAll(() => app.ready());
afterAll(() => app.close());

const ask = (method: string, { url, body }: Asked) =>
  app.inject({ method: method as 'GET', url, ...(body !== undefined && { payload: body }) });

describe('a customer’s token', () => {
  it('meets no route of the scope shop that nobody has decided about', () => {
    const ofShop = routes.filter(({ needs }) => needs?.includes('shop')).map(({ name }) => name);
    expect(ofShop.length).toBeGreaterThan(15);
    expect(ofShop.filter(name => cases[name] === undefined)).toEqual([]);
    expect(Object.keys(cases).filter(name => !ofShop.includes(name))).toEqual([]);
  });

  it.each(Object.entries(cases))(
    '%s: what is another’s is not there, or not his to ask',
    async (name, { others, answer }) => {
      const response = await ask(name.split(' ')[0] as string, others);
      expect([response.statusCode, response.json().code]).toEqual([
        answer,
        answer === 404 ? 'LP_API_NOT_FOUND' : 'LP_API_OTHERS',
      ]);
    },
  );

  it.each(Object.entries(cases).flatMap(([name, { his }]) => (his === undefined ? [] : [[name, his] as const])))(
    '%s: what is his is his',
    async (name, his) => {
      const response = await ask(name.split(' ')[0] as string, his);
      expect(response.statusCode).toBe(200);
      expect(response.json()).toMatchObject(his.sees ?? {});
    },
  );

  it('sees an order of his before the read model does, by the request that he made', async () => {
    expect((await ask('GET', { url: '/orders/order-asked' })).statusCode).toBe(200);
    expect((await ask('GET', { url: '/orders/order-nobodys' })).statusCode).toBe(404);
  });

  it('reads after his own requests only', async () => {
    // His own is waited for: whatever became of it is no matter here, and nothing is known.
    expect((await ask('GET', { url: '/orders?after=req-asked' })).json().code).toBe('LP_API_AFTER_UNDECIDED');
    expect((await ask('GET', { url: '/orders?after=req-others' })).statusCode).toBe(404);
  });

  it('asks by HEAD what it may ask by GET', async () => {
    expect((await ask('HEAD', { url: '/orders/order-his' })).statusCode).toBe(200);
    expect((await ask('HEAD', { url: '/orders/order-others' })).statusCode).toBe(404);
    expect((await ask('HEAD', { url: '/orders?customerId=c-2' })).statusCode).toBe(403);
  });

  it('is told the same of what is not there as of what is another’s', async () => {
    const [absent, others] = await Promise.all(
      ['order-nobodys', 'order-others'].map(id => ask('GET', { url: `/orders/${id}` })),
    );
    const told = ({ requestId: _, ...body }: Record<string, unknown>, id: string) =>
      JSON.stringify(body).replace(id, 'X');
    expect(told(absent?.json() ?? {}, 'order-nobodys')).toBe(told(others?.json() ?? {}, 'order-others'));
  });

  it('meets nothing of the operators', async () => {
    const ofOthers = routes.filter(({ needs }) => needs !== null && !needs?.includes('shop'));
    expect(ofOthers.length).toBeGreaterThan(25);
    for (const { name } of ofOthers) {
      const [method = '', url = ''] = name.split(' ');
      const response = await ask(method, { url: url.replaceAll(/:\w+/g, '1') });
      expect([name, response.statusCode]).toEqual([name, 403]);
    }
  });
});

/** What a route needs is read when it is asked: plugins say it of their routes in hooks that come later. */
function remember(route: RouteOptions): void {
  for (const one of [route.method].flat()) {
    if (one === 'HEAD') continue;
    routes.push({
      name: `${one} ${route.url}`,
      get needs() {
        return route.config?.needs;
      },
    });
  }
}

/** Knows whose the orders are, and who asked what; everything else is empty. */
function postgres(): Sql {
  const things: Record<string, string> = {
    'order-his': 'c-1',
    'order-others': 'c-2',
    'holiday-his': 'c-1',
    'holiday-others': 'c-2',
  };
  const asked: Record<string, string> = { 'req-asked': 'c-1', 'req-others': 'c-2' };
  const query = (text: TemplateStringsArray | string, ...values: unknown[]) => {
    if (typeof text === 'string') return text;
    const id = String(values.find(value => typeof value === 'string' && /^(order|holiday|req)-/.test(value)));
    if (text[0]?.includes('select customer_id')) return rows(things[id] && { customer_id: things[id] });
    if (text[0]?.includes('select body_hash'))
      return rows(asked[id] && { taken_at: new Date(0), customer_id: asked[id] });
    return rows('');
  };
  return Object.assign(query, { unsafe: async () => [] }) as unknown as Sql;
}

function rows(row: object | '' | undefined) {
  return Promise.resolve(row ? [row] : []);
}
