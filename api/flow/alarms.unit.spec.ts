import { expect, it } from 'vitest';
import { alarmsOf, type FlowNews } from './alarms.ts';

const news = (orders: number, broken: readonly string[] = []): FlowNews => ({
  counts: { orders, steps: orders === 0 ? [] : [{ owedBy: 'payments', step: 'authorise', orders }] },
  violations: broken.map(key => ({ law: 'money', key, sentence: '5 - 0 taken for goods of 0', since: 1 })),
});
const told = (raised: readonly string[], now: FlowNews) => {
  const { tell, raised: next } = alarmsOf(raised, now);
  return { tell: tell.map(({ what, count }) => [what, count]), raised: next };
};

it('given that orders begin to wait, then it is told once, however many more there are', () => {
  const first = told([], news(1));
  expect(first).toEqual({ tell: [['stuck', 1]], raised: ['stuck payments authorise'] });
  expect(told(first.raised, news(99))).toEqual({ tell: [], raised: first.raised });
});

it('given that none waits any more, then the all-clear is told once', () => {
  expect(told(['stuck payments authorise'], news(0))).toEqual({ tell: [['stuck-over', 0]], raised: [] });
  expect(told([], news(0))).toEqual({ tell: [], raised: [] });
});

it('given a law that is broken, then it is told where first, and when it holds again', () => {
  const { tell, raised } = alarmsOf([], news(0, ['order-1', 'order-2']));
  expect(tell[0]?.text).toMatch(/^A law is broken \(money\) in 2 places: order-1: 5 - 0 taken for goods of 0\./);
  expect(alarmsOf(raised, news(0)).tell.map(({ text }) => text)).toEqual(['All clear: the law holds again (money).']);
});

it('given that nobody knows of the one or the other, then what is raised of it stays, and nothing is told', () => {
  const raised = ['stuck payments authorise', 'law money'];
  expect(alarmsOf(raised, { counts: null, violations: null })).toEqual({ tell: [], raised });
  expect(alarmsOf(raised, { ...news(0), violations: null }).raised).toEqual(['law money']);
});

it('given a law of which there may be more than is known, then it is told so, and no all-clear comes of what is known', () => {
  const { tell, raised } = alarmsOf([], { ...news(0, ['order-1', 'order-2']), more: ['money'] });
  expect(tell[0]?.text).toMatch(/^A law is broken \(money\) in at least 2 places: /);
  expect(alarmsOf(raised, { ...news(0), more: ['money'] })).toEqual({ tell: [], raised: ['law money'] });
  expect(alarmsOf(raised, { ...news(0), more: ['goods'] }).raised).toEqual([]);
});
