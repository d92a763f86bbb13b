import { expect, it } from 'vitest';
import { html, render } from '../html.ts';
import { type Laws, lawsSection } from './laws-view.ts';

const NOW = Date.UTC(2026, 0, 2);
const ago = (ms: number): string => new Date(NOW - ms).toISOString();
const laws: Laws = {
  lookedAt: ago(3_000),
  round: { beganAt: ago(90_000), finishedAt: ago(60_000), orders: 1, skus: 2 },
  provedUpTo: ago(8_000),
  heldUpBy: [],
  laws: [{ law: 'money', broken: 0, atLeast: false }],
  violations: [],
};
const shown = (over: Partial<Laws> = {}, trouble: string | null = null): string =>
  render(html`${lawsSection({ value: trouble === null ? { ...laws, ...over } : null, trouble }, NOW)}`);

it('given that all is read, then laws hold as of a moment ago, and nothing warns', () => {
  expect(shown()).toContain('holds');
  expect(shown()).toContain('Proved up to ');
  expect(shown()).toContain('over 1 order and 2 products, ended ');
  expect(shown()).not.toContain('notice');
});

it('given one that stands still, then it is said up to when laws are proved, who holds it up, and where', () => {
  const heldUpBy: Laws['heldUpBy'] = [
    { reader: 'payments', why: 'paused', on: ['payment-requests 3'] },
    { reader: 'projections.orders', why: 'behind', on: ['orders 1', 'orders 2'] },
  ];
  const page = shown({ provedUpTo: ago(600_000), heldUpBy });
  expect(page).toContain('What is broken since is not told.');
  expect(page).toContain('href="/console/nodes/processors/payments">payments</a> is paused');
  expect(page).toContain('href="/console/projections/orders">The read model orders</a> has not read on');
  expect(page).toContain('orders 1, orders 2');
  expect(page).toContain('not proved now');
  expect(shown({ provedUpTo: null, heldUpBy })).toContain('<b>Nothing is proved yet.</b>');
});

it('given a law that is broken, then it says in how many places, or in how many at least, and where', () => {
  const violation = { law: 'money', key: '<b>', sentence: '0 taken', since: ago(9_000), links: {} } as const;
  const page = shown({ laws: [{ law: 'money', broken: 500, atLeast: true }], violations: [violation] });
  expect(page).toContain('in at least 500 places');
  expect(page).toContain('href="/console/orders/%3Cb%3E">&lt;b&gt;</a>');
  expect(shown({ laws: [{ law: 'money', broken: 0, atLeast: true }] })).toContain('not known to hold');
});

it('given a fact that does not count on, then it leads to the records of its key', () => {
  const violation = {
    law: 'versions',
    key: 'lp-1',
    topic: 'stock',
    sentence: '1 after 2',
    since: ago(9_000),
    links: {},
  };
  const page = shown({ violations: [violation as Laws['violations'][number]] });
  expect(page).toContain('href="/console/topics/stock?key=lp-1">lp-1</a>');
});

it('given that nobody looks, or that it cannot be told, then it says so', () => {
  expect(shown({ lookedAt: null, provedUpTo: null })).toContain('Nobody has looked yet');
  expect(shown({ lookedAt: ago(900_000), provedUpTo: ago(900_000) })).toContain('Somebody looked last');
  expect(shown({}, 'Postgres is away.')).toContain('Whether they hold cannot be told now: Postgres is away.');
});
