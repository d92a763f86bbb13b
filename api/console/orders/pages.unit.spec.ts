import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Request } from '../../requests/request.ts';
import { appWithoutServers } from '../../testing/without-servers.ts';
import { textOf } from '../testing/forms.ts';

const at = new Date('2026-01-02T03:04:05Z');
const row = {
  order_id: 'order-1',
  version: '2',
  customer_id: 'customer-1',
  status: 'PLACED',
  status_since: at,
  placed_at: at,
  total_amount: '2490',
  total_currency: 'USD',
  changed_at: at,
  final: false,
  owed: [],
  overdue_at: null,
  timeline: [{ what: 'PLACED', at: at.toISOString(), reason: null }],
  timeline_dropped: 0,
};
const order = {
  orderId: 'order-1',
  customerId: 'customer-1',
  status: 'PLACED',
  version: 2,
  placedAt: at.getTime(),
  lines: [{ line: 1, title: 'Blue', quantity: 3, returnedQuantity: 1 }],
  shippingAddress: null,
  note: null,
  rejection: null,
  cancellation: null,
  history: [],
  deadlines: [],
};
let returns: readonly object[] = [];
const sent: Request[] = [];
let known = true;
/** What was asked with a request that is not decided yet; null: there is none. */
let taken: string | null = null;
let many = 1;
let app: FastifyInstance;
beforeAll(async () => {
  app = await appWithoutServers(
    query => {
      if (taken !== null && query.includes('taken_request where')) {
        return [{ body_hash: 'a', path: taken, taken_at: at, actor_kind: null, actor_id: null, customer_id: null }];
      }
      if (!known || query.includes('overdue_at <=')) return [];
      // Nothing has the name of a request.
      if (taken !== null && query.includes('order_progress')) return [];
      if (query.includes('o.document as "order"'))
        return [{ order: { ...order, returns }, payment: null, allocation: null, shipment: null }];
      if (query.includes('select customer_id')) return [{ customer_id: 'customer-1' }];
      return query.startsWith('select order_id, version, customer_id, status, status_since')
        ? Array.from({ length: query.includes('limit') ? many : 1 }, (_, n) => ({ ...row, order_id: `order-${n + 1}` }))
        : [];
    },
    request => sent.push(request),
  );
});
afterAll(() => app.close());

const own = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' };

describe('the pages of orders', () => {
  it('list them, and tell that all is clear', async () => {
    const { statusCode, body } = await app.inject('/console/orders');
    expect([statusCode, body.includes('href="/console/orders/order-1"')]).toEqual([200, true]);
    expect((await app.inject('/console/orders?tab=stuck')).body).toContain('All clear.');
  });

  it('lead from an id straight to its order, and from that of an event to the event', async () => {
    expect((await app.inject('/console/orders?q=%20order-1%20')).headers.location).toBe('/console/orders/order-1');
    const event = await app.inject('/console/orders?q=orders/order-1/2');
    expect(event.headers.location).toMatch(/^\/console\/orders\/order-1#e-[0-9a-f]{12}$/);
  });

  it('stay where a customer was searched for, though he has one order', async () => {
    expect((await app.inject('/console/orders?q=customer-1')).statusCode).toBe(200);
  });

  it('lead from the id of a request that nobody has decided yet to the order that it asks for', async () => {
    const search = async (q: string) => (await app.inject(`/console/orders?q=${q}`)).headers.location;
    taken = 'POST /orders';
    expect(await search('req-77')).toBe('/console/orders/order-77?asked=req-77');
    taken = 'POST /shipments/order%2F1/dispatch';
    expect(await search('req-78')).toBe('/console/orders/order%2F1?asked=req-78');
    taken = 'PUT /products/lp-1';
    expect(await search('req-79')).toBeUndefined();
    taken = null;
  });

  it('go on through the orders of a customer who was searched for, page by page', async () => {
    many = 30;
    const { body } = await app.inject('/console/orders?q=customer-1');
    const [, next = ''] = /href="(\/console\/orders\?q=customer-1&amp;cursor=[^"]+)" rel="next"/.exec(body) ?? [];
    expect((await app.inject(next.replaceAll('&amp;', '&'))).statusCode).toBe(200);
    many = 1;
  });

  it('ask before a cancel, and send it once with the key of the form', async () => {
    const page = await app.inject('/console/orders/order-1/cancel');
    expect(page.body).toContain('It cannot be undone.');
    const once = /name="key" value="([^"]+)"/.exec(page.body)?.[1];
    expect(sent).toEqual([]);
    const payload = `reason=asked+by+phone&key=${once}`;
    const url = '/console/orders/order-1/cancel';
    const { statusCode, headers } = await app.inject({ method: 'POST', url, headers: own, payload });
    expect([statusCode, headers.location]).toEqual([
      303,
      expect.stringMatching(/^\/console\/orders\/order-1\?asked=req-/),
    ]);
    expect(sent).toMatchObject([{ topic: 'order-requests', key: 'order-1' }]);
  });

  it('ask for the lines of a return that were typed in, and no others', async () => {
    sent.length = 0;
    const payload = 'reason=broken&key=second&line-1=2&line-2=0&line-x=7&other=1';
    const url = '/console/orders/order-1/return';
    const { statusCode } = await app.inject({ method: 'POST', url, headers: own, payload });
    expect(statusCode).toBe(303);
    expect(sent).toMatchObject([{ key: 'order-1', value: { return: { lines: [{ line: 1, quantity: 2 }] } } }]);
  });

  it('ask for no more of a line than has not come back and is not awaited', async () => {
    const form = async () => textOf((await app.inject('/console/orders/order-1/return')).body);
    expect(await form()).toContain('Blue line 1, up to 2');
    const returned = { requestId: 'r', at: 1, status: 'OPEN', reasonCode: null, reason: null };
    const back = (quantity: number) => [
      { ...returned, lines: [{ line: 1, quantity }], unasked: [{ line: 1, quantity: 1 }] },
    ];
    returns = back(1);
    expect(await form()).toContain('Blue line 1, up to 1');
    returns = back(2);
    expect(await form()).toMatch(/Nothing of it is left to come back\. .*Back/);
    returns = [];
  });

  it.each(['cancel', 'return'])(
    'give the form of a refused %s a key of its own, and keep what was typed',
    async deed => {
      const url = `/console/orders/order-1/${deed}`;
      const payload = `reason=${'x'.repeat(5_000)}&key=first`;
      const { statusCode, body } = await app.inject({ method: 'POST', url, headers: own, payload });
      expect([statusCode, /name="key" value="([^"]+)"/.exec(body)?.[1]]).toEqual([
        400,
        expect.stringMatching(/^[\w-]{36}$/),
      ]);
      expect(body).toContain('xxxxx</textarea>');
    },
  );

  it('say why nothing is there', async () => {
    known = false;
    expect((await app.inject('/console/orders?q=nobody')).body).toContain('is named <b class="mono">nobody</b>');
    const nowhere = await app.inject('/console/orders/nobody');
    expect([nowhere.statusCode, nowhere.body.includes('The order nobody is not known here.')]).toEqual([404, true]);
  });
});
