import { expect, it } from 'vitest';
import { html, render } from '../html.ts';
import { flowPage, type Step } from './flow-page.ts';

const NOW = Date.UTC(2026, 0, 2);
const ago = (ms: number): string => new Date(NOW - ms).toISOString();
const states = [
  { state: 'DELIVERED', orders: 1_200, end: true, oldest: ago(9_000_000) },
  { state: 'PLACED', orders: 3, end: false, oldest: ago(65_000) },
];
const step: Step = {
  ...{ from: 'PLACED', to: 'CONFIRMED', ledBy: 'payments', count: 1_203, overdue: 2, totalMs: 1, meanMs: 300 },
  ...{ p50Ms: 250, p95Ms: 900 },
  histogram: [
    { upToMs: 100, count: 0 },
    { upToMs: 1_000, count: 1_200 },
    { upToMs: 10_000, count: 3 },
    { upToMs: null, count: 0 },
  ],
};
const shown = (over: Partial<Parameters<typeof flowPage>[0]> = {}): string =>
  render(html`${flowPage({ states, steps: [step], stuck: 2, now: NOW, ...over }).body}`);

it('tells how many orders stand where, for how long the oldest has, and leads to them', () => {
  const page = shown();
  expect(page).toContain('href="/console/orders?status=PLACED"');
  expect(page).toContain('1,200');
  expect(page).toContain('1 min 5 s</span> <span class="hint nowrap">since');
  expect(page).toContain('they may stay there');
});

it('tells of each step who led to it, how often it was taken and how long it took', () => {
  const page = shown();
  expect(page).toContain('<a href="/console/orders?status=PLACED">placed</a> → confirmed');
  expect(page).toContain('<a href="/console/topics/payments">payments</a>');
  for (const text of ['1,203', '250 ms', '900 ms', '10 s', '300 ms', '2 ×']) expect(page).toContain(text);
  expect(shown({ steps: [{ ...step, ledBy: 'deadline' }] })).toContain('a deadline');
});

it('given an estimate shorter than the first length that is told apart, then it names that length', () => {
  const page = shown({ steps: [{ ...step, p50Ms: 50, p95Ms: 95, meanMs: 0 }] });
  expect(page.match(/under 100 ms/g)).toHaveLength(2);
});

it('given some that took longer than can be told, then it says more than a day', () => {
  const histogram = [{ upToMs: null, count: 1 }];
  expect(shown({ steps: [{ ...step, p50Ms: null, p95Ms: null, histogram }] }).match(/more than a day/g)).toHaveLength(
    3,
  );
});

it('given nothing, then it says why', () => {
  const page = shown({ states: [], steps: [], stuck: 0 });
  expect(page.match(/There are no orders yet\./g)).toHaveLength(2);
  expect(shown({ steps: [] })).toContain('No order has taken a step yet.');
});

it('escapes what it is told', () => {
  expect(shown({ steps: [{ ...step, from: '<script>', ledBy: '<script>' }] })).not.toContain('<script>');
});
