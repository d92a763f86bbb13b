import { describe, expect, it } from 'vitest';
import type { OrderLine, ReturnCase } from '../../schemas/types/orders.ts';
import { answerText, askedText, linesOf, type Ordered, wantedLine } from './telling.ts';

const line = (number: number, quantity: number, returnedQuantity = 0) =>
  ({ line: number, sku: `lp-${number}`, title: 'Blue', quantity, returnedQuantity }) as OrderLine;
const total = { amount: 8_196, currency: 'USD' };
/** A return that is asked for, of which nothing has come back since. */
const asked = (number: number, quantity: number, before = 0) => {
  const unasked = [{ line: number, quantity: before }];
  return { status: 'OPEN', lines: [{ line: number, quantity }], unasked } as unknown as ReturnCase;
};
const order: Ordered = {
  orderId: 'o-1',
  version: 7,
  status: 'DELIVERED',
  lines: [line(1, 2), line(2, 3, 1)],
  returns: [],
  total,
};

describe('a line on the command line', () => {
  it.each([
    ['2', { line: 2, quantity: null }],
    ['2:1', { line: 2, quantity: 1 }],
  ])('%s is %j', (text, wanted) => {
    expect(wantedLine(text)).toEqual(wanted);
  });

  it.each(['', '0', '2:0', '2:', '-1', '1.5', 'all'])('%j is none', text => {
    expect(() => wantedLine(text)).toThrow('such as 2:1');
  });
});

describe('what is to come back', () => {
  it('given nothing in particular, then all that has not come back', () => {
    expect(linesOf(order, null)).toEqual([
      { line: 1, quantity: 2 },
      { line: 2, quantity: 2 },
    ]);
    expect(linesOf({ ...order, lines: [line(1, 1, 1), line(2, 1)] }, null)).toEqual([{ line: 2, quantity: 1 }]);
  });

  it('given lines, then these, each as many as were named or are left', () => {
    const wanted = [
      { line: 2, quantity: null },
      { line: 1, quantity: 1 },
    ];
    expect(linesOf(order, wanted)).toEqual([
      { line: 2, quantity: 2 },
      { line: 1, quantity: 1 },
    ]);
  });

  it('given returns that are open, then what they await is not asked for again', () => {
    const awaiting = { ...order, returns: [asked(1, 1), asked(2, 2, 1)] };
    expect(linesOf(awaiting, null)).toEqual([{ line: 1, quantity: 1 }]);
    expect(linesOf(awaiting, [{ line: 1, quantity: null }])).toEqual([{ line: 1, quantity: 1 }]);
    expect(linesOf({ ...order, returns: [{ ...asked(1, 1), status: 'RECEIVED' }] }, null)).toContainEqual({
      line: 1,
      quantity: 2,
    });
  });

  it('given a line that the order does not have, or of which nothing is left, then says so of each by its number', () => {
    expect(linesOf(order, [{ line: 3, quantity: 1 }])).toBe('o-1 has no line 3.');
    const half = { ...order, lines: [line(1, 2, 2), line(2, 3, 1), line(4, 1)], returns: [asked(4, 1)] };
    const of = (...numbers: number[]) =>
      linesOf(
        half,
        numbers.map(number => ({ line: number, quantity: number === 1 ? null : 1 })),
      );
    const first = 'Nothing of line 1 of o-1 is left to come back: of 2, 2 came back and 0 are awaited.';
    const fourth = 'Nothing of line 4 of o-1 is left to come back: of 1, 0 came back and 1 is awaited.';
    expect(of(1)).toBe(first);
    expect(of(1, 2, 4)).toBe(`${first}\n${fourth}`);
    expect(of(2)).toEqual([{ line: 2, quantity: 1 }]);
  });

  it('given an order of which nothing is left, then says so', () => {
    const told = 'Nothing of o-1 is left to come back: all has come back, or is awaited.';
    expect(linesOf({ ...order, lines: [line(1, 1, 1)] }, null)).toBe(told);
    expect(linesOf({ ...order, lines: [line(1, 1, 1), line(2, 2)], returns: [asked(2, 2)] }, null)).toBe(told);
  });
});

describe('what is told', () => {
  it('before it is asked: how the order stands, and how much of what is asked', () => {
    expect(askedText(order, null)).toBe(
      'o-1 is DELIVERED (version 7), to pay 81.96 USD\n  line 1: 2 of lp-1, Blue\n  line 2: 3 of lp-2, Blue\n',
    );
    expect(askedText({ ...order, total: null }, [{ line: 2, quantity: 1 }])).toBe(
      'o-1 is DELIVERED (version 7), to pay nobody knows yet\n  line 1: 2 of lp-1, Blue, stays\n  line 2: 3 of lp-2, Blue, 1 to come back\n',
    );
    expect(askedText({ ...order, returns: [asked(1, 2)] }, [{ line: 2, quantity: 1 }])).toContain(
      'line 1: 2 of lp-1, Blue, has come back or is awaited\n',
    );
  });

  it('afterwards: what the order has decided, or that nobody has yet', () => {
    const answer = { requestId: 'r', accepted: true, reason: null };
    const cancel = { what: 'cancel' } as const;
    expect(answerText('o-1', cancel, answer, 'r')).toContain('o-1 is cancelled');
    expect(answerText('o-1', { what: 'return', lines: null }, answer, 'r')).toContain('waits for what comes back');
    const rejected = { ...answer, accepted: false, reason: 'already-dispatched' };
    expect(answerText('o-1', cancel, rejected, 'r')).toBe('orders has rejected it: already-dispatched');
    const reused = { ...rejected, reason: 'idempotency-key-reused' };
    expect(answerText('o-1', cancel, reused, 'r')).toMatch(/^r has asked o-1 for something else before/);
    expect(answerText('o-1', cancel, undefined, 'r')).toMatch(/not decided it yet.*\n.*with --request-id r: both/);
  });
});
