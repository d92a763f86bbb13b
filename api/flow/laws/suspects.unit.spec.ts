import { describe, expect, it } from 'vitest';
import type { Broken, Law } from './check.ts';
import { createSuspects, MOST_OF_A_LAW, type Progress } from './suspects.ts';

const broken: Broken = { law: 'money', key: 'order-1', sentence: '100 - 0 taken for goods of 0' };
const at = (end: number, read: number): Progress => ({
  ends: new Map([['orders 0', BigInt(end)]]),
  readers: [
    { reader: 'payments', of: 'orders 0', at: BigInt(read) },
    { reader: 'projections.orders', of: 'orders 0', at: BigInt(end) },
  ],
});
/** Each look: what is shown of order-1 while the law is broken, or null where it holds; and how far the log and the reader are. */
const having = (...looks: readonly [string | null, Progress][]) => {
  const suspects = createSuspects();
  for (const [n, [shown, progress]] of looks.entries()) {
    suspects.take(shown === null ? [] : [{ broken, shown }], ['order-1'], progress, n);
  }
  return suspects;
};

describe('a law that is broken by what read models show', () => {
  it('given that it was seen once, then it is only looked at again', () => {
    const suspects = having(['v1', at(10, 10)]);
    expect([suspects.violations(), suspects.keys('orders'), suspects.keys('skus')]).toEqual([[], ['order-1'], []]);
  });

  it('given that everybody has read on three times and nothing has changed, then it counts, since it was seen first', () => {
    const suspects = having(['v1', at(10, 8)], ['v1', at(12, 10)], ['v1', at(12, 12)], ['v1', at(15, 12)]);
    expect(suspects.violations()).toEqual([{ ...broken, since: 0 }]);
  });

  it('given a reader that stands behind what was there at first, then it never counts: what is missing may be on its way', () => {
    const looks = Array.from({ length: 9 }, (): [string, Progress] => ['v1', at(10, 9)]);
    expect(having(...looks).violations()).toEqual([]);
  });

  it('given that what is shown has moved on, then the count begins anew', () => {
    const still = at(10, 10);
    expect(having(['v1', still], ['v1', still], ['v1', still], ['v2', still], ['v2', still]).violations()).toEqual([]);
  });

  it('given that it holds again, then it is forgotten, a violation too', () => {
    const still = at(10, 10);
    const suspects = having(['v1', still], ['v1', still], ['v1', still], ['v1', still]);
    expect(suspects.violations()).toHaveLength(1);
    suspects.take([], ['order-2'], still, 9);
    expect(suspects.violations()).toHaveLength(1);
    suspects.take([], ['order-1'], still, 9);
    expect([suspects.violations(), suspects.keys('orders')]).toEqual([[], []]);
  });

  it('given that another process has found it, then it counts at once, until it holds', () => {
    const suspects = createSuspects([{ ...broken, since: 7 }]);
    suspects.take([{ broken, shown: 'v1' }], ['order-1'], at(10, 0), 9);
    expect(suspects.violations()).toEqual([{ ...broken, since: 7 }]);
    suspects.take([], ['order-1'], at(10, 0), 10);
    expect(suspects.violations()).toEqual([]);
  });

  it('given one that counts, when the order moves on and the sentence with it, then it goes on to count, as it is now', () => {
    const still = at(10, 10);
    const suspects = having(['v1', still], ['v1', still], ['v1', still], ['v1', still]);
    const now = { ...broken, sentence: '90 - 0 taken for goods of 0' };
    suspects.take([{ broken: now, shown: 'v2' }], ['order-1'], still, 9);
    expect(suspects.violations()).toEqual([{ ...now, since: 0 }]);
  });

  it('given that nobody can judge it now, then what counts goes on to, and what is only suspected is forgotten', () => {
    const still = at(10, 10);
    const found = having(['v1', still], ['v1', still], ['v1', still], ['v1', still]);
    const suspected = having(['v1', still]);
    for (const one of [found, suspected]) one.take([], ['order-1'], still, 9, [{ law: 'money', key: 'order-1' }]);
    expect([found.violations().length, suspected.keys('orders')]).toEqual([1, []]);
  });
});

describe('a law that is broken in more places than are kept', () => {
  const still = at(10, 10);
  const places = (law: Law, n: number) =>
    Array.from({ length: n }, (_, i) => ({ broken: { law, key: `order-${i}`, sentence: 'wrong' }, shown: '1' }));
  const keysOf = (all: ReturnType<typeof places>) => all.map(one => one.broken.key);
  /** A round that finds these; its suspects are looked at again until they are judged, or once. */
  const round = (suspects: ReturnType<typeof createSuspects>, all: ReturnType<typeof places>, looks = 4) => {
    const keys = [...keysOf(all), ...suspects.keys('orders')];
    for (let n = 0; n < looks; n++) suspects.take(all, keys, still, n);
    suspects.endRound();
    return suspects.more();
  };

  it('given one, then it crowds no other law out', () => {
    const suspects = createSuspects();
    expect(round(suspects, [...places('money', MOST_OF_A_LAW + 9), ...places('goods', 3)])).toEqual(['money']);
    const byLaw = Object.groupBy(suspects.violations(), ({ law }) => law);
    expect([byLaw.money?.length, byLaw.goods?.length]).toEqual([MOST_OF_A_LAW, 3]);
  });

  it('given that those which are known hold again, then there may be more, until a whole round was judged', () => {
    const suspects = createSuspects();
    round(suspects, places('money', MOST_OF_A_LAW + 1));
    // Only the one that was turned away is broken still: it is suspected, and not judged yet.
    const rest = places('money', 1);
    expect(round(suspects, rest, 1)).toEqual(['money']);
    expect(suspects.violations()).toEqual([]);
    expect(round(suspects, rest)).toEqual([]);
    expect(suspects.violations()).toHaveLength(1);
  });

  it('given that another process knew of more than it kept, then so it is here, until a whole round has begun and ended', () => {
    const suspects = createSuspects([], ['goods']);
    expect([suspects.more(), round(suspects, []), round(suspects, [])]).toEqual([['goods'], ['goods'], []]);
  });
});
