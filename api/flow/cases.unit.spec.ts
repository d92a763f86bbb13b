import { describe, expect, it } from 'vitest';
import {
  askedTimes,
  MOST_READ,
  mayName,
  namesOrder,
  namingOf,
  type OtherCase,
  otherKeys,
  ownTold,
  waitedBehind,
} from './cases.ts';

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

  it('given very many, then those come first that were written when something of the order was', () => {
    const others = Array.from({ length: 50 }, () => one({ processor: 'loyalty', key: 'customer-1', writtenAt: 7_000 }));
    const found = mayName([...others, one({ caseId: 'its own' })], order, asked);
    expect([found.length, found[0]?.caseId]).toEqual([51, 'its own']);
  });

  it('given an order whose lines are not known yet, then what its allocation has asked for tells its products', () => {
    expect(mayName([one({})], { ...order, skus: [], asked: ['lp-1'] }, asked)).toHaveLength(1);
  });
});

describe('when an order asked something of others', () => {
  const histories = [[{ at: 1_000 }, { at: 2_000 }], null];

  it('given a release that is open, which no history notes, then its time counts too', () => {
    const lines = [{ asked: { since: 3_000 } }, { asked: null }, { asked: { since: null } }];
    const told = askedTimes({ placedAt: 900, histories, lines });
    expect(told).toEqual({ since: 900, times: new Set([1_000, 2_000, 3_000]) });
    expect(mayName([one({ writtenAt: 3_000 })], order, told)).toHaveLength(1);
  });

  it('given that nothing is noted or asked, then it began when it was placed', () => {
    expect(askedTimes({ placedAt: 900, histories: [null, null], lines: null })).toEqual({
      since: 900,
      times: new Set(),
    });
  });
});

describe('looking at the records that may name an order', () => {
  const never = () => false;

  it('is done one after another; what fails, or is not there any more, counts as unread', async () => {
    let under = 0;
    let most = 0;
    const names = async (which: string): Promise<boolean | null> => {
      under += 1;
      most = Math.max(most, under);
      await Promise.resolve();
      under -= 1;
      if (which === 'refused') throw new Error('Too many reads of the log wait for their turn.');
      return which === 'trimmed' ? null : which === 'its own';
    };
    const found = await namingOf(['another', 'refused', 'trimmed', 'its own'], names, never);
    expect([found, most]).toEqual([{ naming: ['its own'], unread: 2 }, 1]);
  });

  it('ends after so many, and once it is late', async () => {
    const many = Array.from({ length: MOST_READ + 5 }, (_, n) => n);
    const looked: number[] = [];
    const names = async (which: number) => looked.push(which) > 0;
    expect(await namingOf(many, names, never)).toEqual({ naming: many.slice(0, MOST_READ), unread: 5 });
    looked.length = 0;
    expect(await namingOf(many, names, () => looked.length === 3)).toEqual({
      naming: [0, 1, 2],
      unread: MOST_READ + 2,
    });
  });
});

it('given more cases of its own key than are told, then the open ones come before the closed, and all stand by their age', () => {
  const at = (caseId: string, ms: number) => ({ caseId, admittedAt: new Date(ms) });
  const closed = [at('c', 300), at('b', 200), at('a', 100)];
  expect(ownTold([at('o', 250)], closed, 3).map(({ caseId }) => caseId)).toEqual(['b', 'o', 'c']);
  expect(ownTold([at('o', 250), at('p', 260)], closed, 2).map(({ caseId }) => caseId)).toEqual(['o', 'p']);
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
