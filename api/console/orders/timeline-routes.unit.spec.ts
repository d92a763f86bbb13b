import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type MemoryConsole, openMemoryConsole } from '../testing/memory-console.ts';
import { timelineRoutes } from './timeline-routes.ts';

const order = {
  orderId: 'order-1',
  customerId: 'customer-1',
  status: 'PLACED',
  version: 2,
  actions: [{ name: 'cancel' }],
  owed: [{ step: 'authorise', owedBy: 'payments', overdue: true, due: '2026-01-02T03:04:05Z' }],
};
const answers: Readonly<Record<string, object>> = {
  '/orders/:orderId': order,
  '/orders/:orderId/trail': { orderId: 'order-1', events: [], dropped: 0, views: [], searched: [] },
  '/orders/:orderId/cases': { cases: [], unread: 0 },
  '/orders/:orderId/views': { orderId: 'order-1', views: [], links: {} },
  '/flow/stuck': { orders: [] },
  '/requests/:requestId': { status: 'accepted' },
};
const away = (detail: string): object => ({ status: 503, code: 'LP_API_UNAVAILABLE', title: 'Away', detail });

let down: Readonly<Record<string, string>>;
let over: Readonly<Record<string, object>>;
let asked: string[];
let shop: MemoryConsole;
beforeAll(async () => {
  shop = await openMemoryConsole(timelineRoutes, async app => {
    for (const [url, answer] of Object.entries(answers)) {
      app.get(url, { config: { needs: null } }, (request, reply) => {
        asked.push(request.url);
        const why = down[url];
        return why === undefined ? reply.send(over[url] ?? answer) : reply.code(503).send(away(why));
      });
    }
  });
});
afterAll(() => shop.stop());
beforeEach(() => {
  down = {};
  over = {};
  asked = [];
  shop.scopes.clear();
  shop.scopes.add('operator');
});

describe('what an order can be asked', () => {
  it.each([
    ['shop', true],
    ['admin', true],
    ['warehouse', false],
  ] as const)('is offered to those alone whom the API lets ask it: operator and %s: %s', async (scope, offered) => {
    shop.scopes.add(scope);
    const { text } = await shop.page('/console/orders/order-1');
    expect(text.includes('Cancel it')).toBe(offered);
    expect(text.includes('It can be cancelled by who has the scope shop .')).toBe(!offered);
  });
});

describe('why an order does not go on', () => {
  const stuck = {
    orderId: 'order-1',
    status: 'PLACED',
    overdueAt: '2026-01-02T03:04:05Z',
    steps: [{ name: 'authorise', owedBy: 'payments' }],
    why: { kind: 'stopped', text: 'payments is stopped', processor: 'payments' },
  };

  it('is asked of this order alone, however many others are stuck', async () => {
    over = { '/flow/stuck': { orders: [stuck], nextCursor: null } };
    const { text } = await shop.page('/console/orders/order-1');
    expect(text).toContain('it waits for authorise by payments. ■ act stopped payments is stopped');
    expect(asked.filter(url => url.startsWith('/flow/stuck'))).toEqual(['/flow/stuck?orderId=order-1&limit=1']);
  });

  it('is not asked where nobody owes it a step', async () => {
    over = { '/orders/:orderId': { ...order, status: 'DELIVERED', owed: [] } };
    await shop.page('/console/orders/order-1');
    expect(asked.filter(url => url.startsWith('/flow/stuck'))).toEqual([]);
  });
});

describe('what is parked under other keys', () => {
  const one = (concern: string, caseId: string, over: object = {}) => ({
    ...{ caseId, concern, processor: 'stock', key: 'lp-1', status: 'WAITING', admittedAt: '2026-01-02T03:05:00Z' },
    ...{ closedAt: null, attempts: 1, error: null, ...over },
  });
  const trail = {
    ...{ orderId: 'order-1', dropped: 0, views: [], searched: [] },
    events: [
      ...[{ id: 'orders/order-1/1', topic: 'orders', version: 1, type: null, what: ['PLACED'], reason: null }].map(
        event => ({
          ...event,
          ...{ at: '2026-01-02T03:04:05Z', causes: [], correlationId: 'order-1', traceId: '', actor: null, repeats: 0 },
          ...{ outcome: null, record: null },
        }),
      ),
    ],
  };

  it('is told apart from what is not about the order and holds it up; that is in its story only since it began', async () => {
    const long = { admittedAt: '2025-01-01T00:00:00Z' };
    over = {
      '/orders/:orderId/trail': trail,
      '/orders/:orderId/cases': {
        cases: [one('names-it', 'stock/stock-requests/0/8'), one('holds-it-up', 'stock/stock-requests/0/7', long)],
      },
    };
    const { text, html } = await shop.page('/console/orders/order-1');
    expect(text).toContain('under another key is parked: case stock/stock-requests/0/8 of stock, key lp-1 .');
    expect(text).toContain(
      'It waits behind a case that is not about this order: case stock/stock-requests/0/7 of stock',
    );
    expect(text).not.toContain('nothing later of this key is processed');
    const story = html.slice(html.indexOf('id="timeline"'), html.indexOf('id="views"'));
    expect(story).toContain('parked, under another key');
    expect(story).not.toContain('holds this order up');
  });

  it('given cases that could not be looked at, then it says so, and calls none of them about something else', async () => {
    const answer = { cases: [one('holds-it-up', 'stock/stock-requests/0/7')], unread: 3 };
    over = { '/orders/:orderId/cases': answer };
    const several = await shop.page('/console/orders/order-1');
    expect(several.text).toContain('It waits behind a case that is not known to be about this order: case stock/');
    expect(several.text).toContain('3 more open cases under the keys of its customer or its products may be about');
    over = { '/orders/:orderId/cases': { cases: [], unread: 1 } };
    expect((await shop.page('/console/orders/order-1')).text).toContain('its record could not be looked at.');
  });

  it('given one of its own key that is closed, then the page says nothing of others', async () => {
    over = { '/orders/:orderId/cases': { cases: [one('own-key', 'c/1', { closedAt: '2026-01-02T04:00:00Z' })] } };
    const { text } = await shop.page('/console/orders/order-1');
    expect([text.includes('under another key'), text.includes('It waits behind')]).toEqual([false, false]);
  });
});

describe('the rows that read models have of an order', () => {
  const view = {
    ...{ name: 'order-progress', topic: 'orders', table: 'order_progress', adds: false, generation: 2, more: false },
    rows: [{ order_id: '<b>', version: 3, overdue_at: null, owed: [{ name: 'authorise' }] }],
  };
  const rows = (...views: object[]) => ({ '/orders/:orderId/views': { orderId: 'order-1', views, links: {} } });

  it('stand below how far each is: columns, and documents as JSON', async () => {
    over = rows(view);
    const { html } = await shop.page('/console/orders/order-1');
    expect(html).toContain('<details id="rows-order-progress"><summary><b>order-progress</b>: 1 row</summary>');
    expect(html).toContain('Of <code>order_progress</code>, generation 2.');
    expect(html).toContain('<dt>order_id</dt><dd><span class="mono">&lt;b&gt;</span></dd>');
    expect(html).toContain('<span class="none">null</span>');
    expect(html).toContain('&quot;name&quot;: &quot;authorise&quot;');
  });

  it('are said to be missing, to be more, or to be cut, where they are', async () => {
    over = rows(
      { ...view, name: 'worklist', rows: [], adds: true },
      { ...view, rows: [{ document: { note: 'x'.repeat(30_000) } }], more: true },
    );
    const { text, html } = await shop.page('/console/orders/order-1');
    expect(text).toContain('It has no row of this order.');
    expect(text).toContain('this is what the order adds to its sums.');
    expect(text).toContain('There are more; the first 1 are shown.');
    expect(text).toContain('its first 24000 of 30016 characters');
    expect(html.length).toBeLessThan(60_000);
  });

  it('given that they cannot be read now, then that is said, and the rest stands', async () => {
    down = { '/orders/:orderId/views': 'Postgres is busy.' };
    const { status, text } = await shop.page('/console/orders/order-1');
    expect([status, text.includes('Which rows they have of it cannot be told now: Postgres is busy.')]).toEqual([
      200,
      true,
    ]);
  });
});

describe('the page of an order while a server is away', () => {
  it('given that the log is, then it shows what the read models know, and says what nobody can tell now', async () => {
    down = {
      '/orders/:orderId/trail': 'No broker answers.',
      '/flow/stuck': 'Nobody knows.',
      '/requests/:requestId': '…',
    };
    const { status, text } = await shop.page('/console/orders/order-1?asked=req-1');
    expect(status).toBe(200);
    expect(text).toContain('What happened to it cannot be told now: No broker answers.');
    expect(text).toContain('Why it does not go on cannot be told now: Nobody knows.');
    expect(text).toContain('customer-1');
    expect(text).toContain('Its events cannot be read now.');
    expect(text).not.toContain('Nothing of it is on the log.');
  });

  it('given that the read models are, then it shows what the log has, and does not call the order unknown', async () => {
    down = { '/orders/:orderId': 'Postgres is away.', '/orders/:orderId/cases': 'Postgres is away.' };
    const { status, text } = await shop.page('/console/orders/order-1');
    expect(status).toBe(200);
    expect(text).toContain('How it stands cannot be told now: Postgres is away.');
    expect(text).toContain('Whether it is parked cannot be told now');
    expect(text).not.toContain('The read models do not show this order yet');
  });

  it('given that nothing can be told, then it says why', async () => {
    down = { '/orders/:orderId': 'Postgres is away.', '/orders/:orderId/trail': 'Both are.' };
    const { status, text } = await shop.page('/console/orders/order-1');
    expect([status, text.includes('Postgres is away.')]).toEqual([503, true]);
  });
});
