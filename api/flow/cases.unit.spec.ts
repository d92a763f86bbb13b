import { describe, expect, it } from 'vitest';
import { MOST_READ, mayName, namesOrder, type OtherCase, otherKeys, waitedBehind } from './cases.ts';

const order = { orderId: 'order-1', customerId: 'customer-1', skus: ['lp-1'], asked: [] };
const asked = { since: 1_000, times: new Set([1_000, 1_500]) };
const one = (over: Partial<OtherCase>): OtherCase => ({
  ...{ caseId: 'one', processor: 'stock', key: 'lp-1', writtenAt: 1_500 },
  record: { topic: 'stock-requests', partition: 0, offset: 7 },
  ...over,
});

describe('the cases under other keys whose record may name an order', () => {
  it.each([
    [one({}), true],
    [one({ writtenAt: 1_501 }), false],
    [one({ key: 'lp-2' }), false],
    [one({ processor: 'catalogue' }), false],
    [one({ record: null }), false],
    [one({ processor: 'loyalty', key: 'customer-1', writtenAt: 9_000 }), true],
    [one({ processor: 'loyalty', key: 'customer-1', writtenAt: 999 }), false],
    [one({ key: 'order-1' }), false],
  ])('%o: %s', (other, may) => {
    expect(mayName([other], order, asked).length === 1).toBe(may);
  });

  it('given very many, then those come first that were written when something of the order was, and no more are read', () => {
    const others = Array.from({ length: 50 }, () => one({ processor: 'loyalty', key: 'customer-1', writtenAt: 7_000 }));
    const found = mayName([...others, one({ caseId: 'its own' })], order, asked);
    expect([found.length, found[0]?.caseId]).toEqual([MOST_READ, 'its own']);
  });
});

it('given an order that is owed nothing, then it waits behind no case of another key', () => {
  const loyalty = { caseId: 'one', processor: 'loyalty', key: 'customer-1' };
  expect(waitedBehind([loyalty], [{ owedBy: 'loyalty' }], order)).toEqual([loyalty]);
  expect(waitedBehind([loyalty], [], order)).toEqual([]);
  expect(waitedBehind([{ ...loyalty, key: 'order-1' }], [{ owedBy: 'loyalty' }], order)).toEqual([]);
  expect(otherKeys(order)).toEqual(['customer-1', 'lp-1']);
});

it.each([
  [{ orderId: 'order-1' }, true],
  [{ event: { correlationId: 'order-1' } }, true],
  [{ orderId: 'order-2', event: { correlationId: 'order-2' } }, false],
  [null, true],
])('a record whose value says %o names the order: %s', (value, does) => {
  const headers = [{ name: 'ce_correlationid', value: 'order-1' }];
  expect(namesOrder({ value, headers }, 'order-1')).toBe(does);
});
