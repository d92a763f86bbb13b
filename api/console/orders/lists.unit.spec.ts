import { describe, expect, it } from 'vitest';
import { html, render } from '../html.ts';
import { type Listed, listPage } from './list-page.ts';
import { moneyText } from './states.ts';
import { type Stuck, stuckPage } from './stuck-page.ts';

const NOW = Date.UTC(2026, 0, 2);
const ago = (ms: number): string => new Date(NOW - ms).toISOString();
const order = (over: Partial<Listed> = {}): Listed => ({
  orderId: 'order-1',
  version: 2,
  customerId: 'customer-1',
  status: 'PLACED',
  statusSince: ago(1_000),
  placedAt: ago(90_000),
  total: { amount: 2_490, currency: 'USD' },
  final: false,
  owed: [],
  timeline: [{ what: 'PLACED', at: ago(90_000), reason: null }],
  ...over,
});
const owed = (overdueAt: string) => ({
  name: 'authorise',
  owedBy: 'payments',
  since: ago(80_000),
  due: ago(-1_000),
  overdueAt,
  passes: 0,
});
const states = [{ state: 'PLACED', orders: 3, end: false, oldest: null }];
const shown = (over: Partial<Parameters<typeof listPage>[0]> = {}): string =>
  render(html`${listPage({ query: {}, orders: [order()], next: null, states, stuck: 0, now: NOW, ...over }).body}`);

describe('the list of orders', () => {
  it('shows of each its state, its timeline, what it costs and how old it is, and leads to it', () => {
    const page = shown();
    expect(page).toContain('href="/console/orders/order-1"');
    expect(page).toContain('href="/console/orders?customer=customer-1"');
    expect(page).toContain('$24.90');
    expect(page).toContain('1 min 30 s ago');
    expect(page).toContain('<b>3</b>');
  });

  it('says for how long the oldest of a state has been there, unless it may stay there for ever', () => {
    const oldest = ago(65_000);
    expect(shown({ states: [{ state: 'PLACED', orders: 3, end: false, oldest }] })).toContain(
      'oldest 1 min 5 s</span>',
    );
    expect(shown({ states: [{ state: 'DELIVERED', orders: 3, end: true, oldest }] })).not.toContain('oldest');
  });

  it('given more that a search has found than stand on a page, then it says so, and leads on', () => {
    const page = shown({ query: { q: 'customer-1' }, next: 'there' });
    expect(page).toContain('More than 1 order found for');
    expect(page).toContain('href="/console/orders?q=customer-1&amp;cursor=there"');
  });

  it('given a step that is overdue, then it says by whom and for how long; one in time is no alarm', () => {
    expect(shown({ orders: [order({ owed: [owed(ago(65_000))] })] })).toContain('payments, 1 min 5 s overdue');
    expect(shown({ orders: [order({ owed: [owed(ago(-5_000))] })] })).not.toContain('overdue');
  });

  it('keeps the filters in the address of the next page, and leads back to the first', () => {
    const query = { status: 'PLACED', customer: 'c&1', cursor: 'here' };
    const page = shown({ query, next: 'there' });
    expect(page).toContain('href="/console/orders?status=PLACED&amp;customer=c%261&amp;cursor=there"');
    expect(page).toContain('href="/console/orders?status=PLACED&amp;customer=c%261"');
  });

  it.each([
    [{ query: { q: '<b>x' } }, 'is named <b class="mono">&lt;b&gt;x</b>'],
    [{ query: { status: 'PACKED' } }, 'No order is like that.'],
    [{ query: {}, states: [] }, 'There are no orders yet.'],
    [{ query: { cursor: 'end' } }, 'There are no further orders.'],
  ])('given nothing for %j, then it says why', (over, says) => {
    expect(shown({ ...over, orders: [] })).toContain(says);
  });

  it('escapes what ids hold', () => {
    const hostile = '"><script>';
    expect(shown({ orders: [order({ orderId: hostile, customerId: hostile })], query: { q: hostile } })).not.toContain(
      '<script>',
    );
  });
});

describe('the stuck orders', () => {
  const why = { kind: 'parked', text: 'parked as case c/1', processor: 'payments', caseId: 'c/1' } as const;
  const stuck: Stuck = {
    orderId: 'order-1',
    status: 'PLACED',
    overdueAt: ago(60_000),
    steps: [owed(ago(60_000))],
    why,
  };
  const counts = {
    orders: 1,
    steps: [{ owedBy: 'payments', step: 'authorise', orders: 1 }],
    reasons: { parked: 1, stopped: 0, paused: 0, behind: 0, waiting: 0, unknown: 0 },
  };
  const laws = { value: null, trouble: null };
  const page = (over: Partial<Parameters<typeof stuckPage>[0]> = {}): string =>
    render(
      html`${stuckPage({ query: {}, counts, orders: [stuck], next: null, all: 9, now: NOW, laws, ...over }).body}`,
    );

  it('say by whom a step is owed, for how long it is overdue, and why, with a link to the case', () => {
    expect(page()).toContain('<b>authorise</b> by payments');
    expect(page()).toContain('1 min 0 s'.replace(' 0 s', ''));
    expect(page()).toContain('href="/console/hospital/cases/c%2F1"');
    expect(page()).toContain('href="/console/orders?tab=stuck&amp;owedBy=payments&amp;step=authorise"');
    expect(page()).toContain('parked in the hospital');
  });

  it('given a processor that stands, then it leads to it; given somebody who has not answered, then it says for whom he waits', () => {
    const stopped = { kind: 'stopped', text: 'payments is stopped', processor: 'payments' } as const;
    expect(page({ orders: [{ ...stuck, why: stopped }] })).toContain('href="/console/nodes/processors/payments"');
    const next = { step: 'authorise', owedBy: 'provider', since: ago(5_000) };
    const waiting = { kind: 'waiting', text: 'waiting for payments', waitingFor: 'payments', next } as const;
    expect(page({ orders: [{ ...stuck, why: waiting }] })).toContain('for authorise, since');
  });

  it('given none, then all is clear', () => {
    const none = page({ counts: { orders: 0, steps: [], reasons: counts.reasons }, orders: [] });
    expect(none).toContain('All clear.');
    expect(none).not.toContain('<table');
  });
});

it.each([
  [{ amount: 8_196, currency: 'USD' }, '$81.96'],
  [{ amount: 8_196, currency: 'JPY' }, '¥8,196'],
  [{ amount: 1, currency: 'not one' }, '1 not one'],
  [null, 'not known yet'],
])('money %j is %s', (money, text) => {
  expect(moneyText(money)).toBe(text);
});
