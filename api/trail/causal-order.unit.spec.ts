import { describe, expect, it } from 'vitest';
import { causalOrder } from './causal-order.ts';
import type { TrailTopic } from './event.ts';

const event = (id: string, at: number, causes: readonly string[] = [], topic: TrailTopic = 'stock-replies') => ({
  id,
  topic,
  version: null,
  at,
  causes,
});
const fact = (topic: TrailTopic, version: number, at: number, causes: readonly string[] = []) => ({
  ...event(`${topic}/o/${version}`, at, causes, topic),
  version,
});
const ids = (all: readonly { readonly id: string }[]) => all.map(({ id }) => id).join(' ');

describe('the causal order', () => {
  it('is that of time, where nothing leads to anything', () => {
    expect(ids(causalOrder([event('c', 3), event('a', 1), event('b', 2)]))).toBe('a b c');
  });

  it('given a clock that is behind, then what was led to still comes after its cause', () => {
    const all = [event('effect', 1, ['cause']), event('cause', 5), event('later', 6), event('early', 0)];
    expect(ids(causalOrder(all))).toBe('early cause effect later');
  });

  it('given facts of one topic, then their versions count, whatever their times say', () => {
    const all = [fact('orders', 2, 1), fact('orders', 1, 4), fact('orders', 10, 0), fact('payments', 1, 2)];
    expect(ids(causalOrder(all))).toBe('payments/o/1 orders/o/1 orders/o/2 orders/o/10');
  });

  it('given two at the same time, then the one that leads to others comes first', () => {
    const all = [fact('shipments', 1, 1), fact('orders', 1, 1), event('asked', 1, [], 'order-requests')];
    expect(ids(causalOrder(all))).toBe('asked orders/o/1 shipments/o/1');
  });

  it('given causes that are unknown, or its own id, then they hold nothing back', () => {
    expect(ids(causalOrder([event('a', 1, ['gone', 'a']), event('b', 0, ['gone#1'])]))).toBe('b a');
  });

  it('given a circle, then it ends, with the earliest first', () => {
    const all = [event('a', 2, ['b']), event('b', 1, ['c']), event('c', 3, ['a']), event('d', 9, ['c'])];
    expect(ids(causalOrder(all))).toBe('b a c d');
  });

  it('given an event twice, then it is told once', () => {
    expect(ids(causalOrder([event('a', 1), event('b', 2, ['a']), event('a', 1)]))).toBe('a b');
  });

  it('orders two thousand events without keeping a page waiting', () => {
    const all = Array.from({ length: 2_000 }, (_, n) => event(`e${n}`, 5_000 - n, n === 0 ? [] : [`e${n - 1}`]));
    const begin = performance.now();
    expect(causalOrder(all).map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    expect(performance.now() - begin).toBeLessThan(10_000);
  });
});
