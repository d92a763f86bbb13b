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
  '/hospital/cases': { cases: [] },
  '/flow/stuck': { orders: [] },
  '/requests/:requestId': { status: 'accepted' },
};
const away = (detail: string): object => ({ status: 503, code: 'LP_API_UNAVAILABLE', title: 'Away', detail });

let down: Readonly<Record<string, string>>;
let shop: MemoryConsole;
beforeAll(async () => {
  shop = await openMemoryConsole(timelineRoutes, async app => {
    for (const [url, answer] of Object.entries(answers)) {
      app.get(url, { config: { needs: null } }, (_request, reply) => {
        const why = down[url];
        return why === undefined ? reply.send(answer) : reply.code(503).send(away(why));
      });
    }
  });
});
afterAll(() => shop.stop());
beforeEach(() => {
  down = {};
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
    down = { '/orders/:orderId': 'Postgres is away.', '/hospital/cases': 'Postgres is away.' };
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
