import { describe, expect, it } from 'vitest';
import { difference } from './difference.ts';

const paths = (before: unknown, after: unknown, without?: readonly string[]) =>
  difference(before, after, without).map(one => [one.path, one.before, one.after]);

describe('the difference between two states', () => {
  it('names each field that is other, within others too', () => {
    expect(
      paths(
        { status: 'PLACED', total: { amount: 1, currency: 'USD' } },
        { status: 'CONFIRMED', total: { amount: 2, currency: 'USD' } },
      ),
    ).toEqual([
      ['status', 'PLACED', 'CONFIRMED'],
      ['total.amount', 1, 2],
    ]);
  });

  it('tells what is new and what is gone, whole', () => {
    expect(paths({ a: null, gone: 1 }, { a: { b: 1 }, more: [1] })).toEqual([
      ['a', null, { b: 1 }],
      ['gone', 1, undefined],
      ['more', undefined, [1]],
    ]);
  });

  it('given entries with names, then one put in front changes no other', () => {
    const line = (n: number, quantity: number) => ({ line: n, quantity });
    expect(paths({ lines: [line(1, 1), line(2, 5)] }, { lines: [line(3, 9), line(1, 2), line(2, 5)] })).toEqual([
      ['lines[line 1].quantity', 1, 2],
      ['lines[line 3]', undefined, line(3, 9)],
    ]);
  });

  it('given entries without names, or names that are there twice, then their places count', () => {
    expect(paths([1, 2], [1, 3, 4])).toEqual([
      ['[1]', 2, 3],
      ['[2]', undefined, 4],
    ]);
    const twice = [
      { kind: 'x', n: 1 },
      { kind: 'x', n: 2 },
    ];
    expect(paths(twice, [twice[0], { kind: 'x', n: 3 }])).toEqual([['[1].n', 2, 3]]);
  });

  it('leaves out what it is asked to, at the top only', () => {
    expect(paths({ event: 1, inner: { event: 1 } }, { event: 2, inner: { event: 2 } }, ['event'])).toEqual([
      ['inner.event', 1, 2],
    ]);
  });

  it('is nothing for the same, and looks at no field that an object has by birth', () => {
    expect(paths({ a: [{ id: 1 }], b: null }, { a: [{ id: 1 }], b: null })).toEqual([]);
    expect(paths({}, JSON.parse('{"__proto__": 1, "constructor": 2}')).length).toBe(2);
  });
});
