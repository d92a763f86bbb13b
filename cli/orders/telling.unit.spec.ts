import { describe, expect, it } from 'vitest';
import type { OrderLine } from '../../schemas/types/orders.ts';
import { answerText, askedText, linesOf, type Ordered, wantedLine } from './telling.ts';

const line = (number: number, quantity: number, returnedQuantity = 0) =>
  ({ line: number, sku: `lp-${number}`, title: 'Blue', quantity, returnedQuantity }) as OrderLine;
const total = { amount: 8_196, currency: 'USD' };
const order: Ordered = { orderId: 'o-1', version: 7, status: 'DELIVERED', lines: [line(1, 2), line(2, 3, 1)], total };

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

  it('given a line that the order does not have, or nothing that is left, then says so', () => {
    expect(() => linesOf(order, [{ line: 3, quantity: 1 }])).toThrow('o-1 has no line 3.');
    expect(() => linesOf({ ...order, lines: [line(1, 1, 1)] }, null)).toThrow('All of o-1 has come back already.');
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
  });

  it('afterwards: what the order has decided, or that nobody has yet', () => {
    const answer = { requestId: 'r', accepted: true, reason: null };
    const cancel = { what: 'cancel' } as const;
    expect(answerText('o-1', cancel, answer)).toContain('o-1 is cancelled');
    expect(answerText('o-1', { what: 'return', lines: null }, answer)).toContain('waits for what comes back');
    const rejected = { ...answer, accepted: false, reason: 'already-dispatched' };
    expect(answerText('o-1', cancel, rejected)).toBe('orders has rejected it: already-dispatched');
    expect(answerText('o-1', cancel, undefined)).toContain('not decided it yet');
  });
});
