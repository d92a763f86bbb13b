import { describe, expect, test } from 'vitest';
import { tell } from '../../runtime/tasks/testing/given.ts';
import type { LoyaltyAccount } from '../../schemas/types/loyalty-accounts.ts';
import type { ActivityContent } from '../../schemas/types/shared.ts';
import { customer, customerActivity, event, loyaltyRequest, usd } from '../testing/records.ts';
import { loyalty } from './processor.ts';

const given = {
  processor: loyalty,
  key: 'customer-1',
  answersRepeat: ({ topic }: { readonly topic: string }) => topic === 'loyalty-replies',
};
type Over = Parameters<typeof loyaltyRequest>[2];
const hold = (points: number, over: Over = {}) =>
  ({ from: 'loyalty-requests', key: 'customer-1', value: loyaltyRequest('HOLD', points, over) }) as const;
const giveBack = (points: number, over: Over = {}) =>
  ({ from: 'loyalty-requests', key: 'customer-1', value: loyaltyRequest('GIVE_BACK', points, over) }) as const;
const became = (
  after: Partial<ActivityContent>,
  before: Partial<ActivityContent> | null = null,
  over: Parameters<typeof customerActivity>[2] = {},
) => ({ from: 'customer-activity', key: 'customer-1', value: customerActivity(after, before, over) }) as const;
const delivered = (kept: number, orderId = 'order-0') =>
  became({ orderStatus: 'DELIVERED', kept: usd(kept) }, {}, { orderId });
const erased = { from: 'customers', key: 'customer-1', value: customer({ status: 'ERASED' }) } as const;

/** 500 points. */
const rich = tell(given, [delivered(50_099)]).state;
const holding = tell(given, [hold(300)], rich).state;

describe('points', () => {
  test('are earned at delivery, one for each whole 100 minor units of what is kept', () => {
    expect(rich).toMatchObject({ points: 500, earned: 500, held: 0, status: 'OPEN', version: 1 });
    expect(rich?.entries).toMatchObject([{ kind: 'EARNED', orderId: 'order-0', points: 500 }]);
    expect(rich?.history).toMatchObject([{ what: 'EARNED' }]);
  });

  test('are not earned by what is not delivered, or worth less than one', () => {
    const inputs = [became({ orderStatus: 'DISPATCHED' }), delivered(99)];
    expect(tell(given, inputs).state).toBeNull();
  });

  test('are taken back in proportion to what came back, and in the end just those that were earned', () => {
    const some = became({ kept: usd(25_049) }, { kept: usd(50_099) }, { orderId: 'order-0' });
    const rest = became({ kept: usd(0) }, { kept: usd(25_049) }, { orderId: 'order-0' });
    expect(tell(given, [some], rich).state).toMatchObject({ points: 250, earned: 500, takenBack: 250 });
    const { state } = tell(given, [some, rest], rich);
    expect(state).toMatchObject({ points: 0, earned: 500, takenBack: 500 });
    expect(state?.entries.at(-1)).toMatchObject({ kind: 'TAKEN_BACK', points: 250 });
  });
});

describe('a hold', () => {
  test('is answered with what it takes off, and cannot be spent twice', () => {
    const { state, requests } = tell(given, [hold(300), hold(300, { orderId: 'order-2' })], rich);
    expect(state).toMatchObject({ points: 500, held: 300, holds: [{ orderId: 'order-1', points: 300 }], version: 3 });
    const replies = requests.filter(({ id }) => id.endsWith('/reply'));
    expect(replies).toMatchObject([
      {
        topic: 'loyalty-replies',
        key: 'order-1',
        id: 'order-1/hold/1/reply',
        value: { answer: 'HELD', points: 300, discount: usd(300), reason: null, accountVersion: 2 },
      },
      {
        key: 'order-2',
        value: { answer: 'REFUSED', points: 0, discount: null, reason: 'insufficient-points', accountVersion: 3 },
      },
    ]);
    expect(state?.entries.map(({ kind }) => kind)).toEqual(['EARNED', 'HELD', 'REFUSED']);
  });

  test('takes off no more than the order costs', () => {
    const { requests } = tell(given, [hold(300, { subtotal: usd(200) })], rich);
    expect(requests).toMatchObject([{ value: { answer: 'HELD', discount: usd(200) } }]);
  });

  test.each([
    ['points-invalid', rich, hold(0)],
    ['points-invalid', rich, hold(0.5)],
    ['subtotal-invalid', rich, hold(300, { subtotal: null })],
    ['subtotal-invalid', rich, hold(300, { subtotal: usd(0) })],
    ['already-held', holding, hold(10, { id: 'order-1/hold/2' })],
    ['insufficient-points', null, hold(1)],
    ['insufficient-points', holding, hold(201, { orderId: 'order-2' })],
  ] as const)('is refused: %s', (reason, before, input) => {
    const { requests, state } = tell(given, [input], before);
    expect(requests).toMatchObject([{ value: { answer: 'REFUSED', reason } }]);
    expect(state?.held).toBe(before?.held ?? 0);
  });

  test('beyond 256 open ones is refused', () => {
    const many = Array.from({ length: 256 }, (_, at) => hold(1, { orderId: `many-${at}` }));
    const full = tell(given, many, rich).state;
    expect(full).toMatchObject({ held: 256, holds: { length: 256 } });
    const told = tell(given, [hold(1, { orderId: 'one-more' })], full);
    expect(told.requests).toMatchObject([{ value: { answer: 'REFUSED', reason: 'too-many-holds' } }]);
  });

  test('given back: answered, once, and free for another order', () => {
    const { state, requests } = tell(given, [giveBack(300)], holding);
    expect(state).toMatchObject({ points: 500, held: 0, holds: [] });
    expect(requests).toMatchObject([
      { key: 'order-1', id: 'order-1/give-back/1/reply', value: { answer: 'GIVEN_BACK', points: 300, reason: null } },
    ]);
    expect(tell(given, [hold(500, { orderId: 'order-2' })], state).requests).toMatchObject([
      { value: { answer: 'HELD' } },
    ]);
  });

  test('where nothing is held, giving back is answered as well, and a hold that is read later is refused', () => {
    const { state, requests } = tell(given, [giveBack(300), hold(300)], rich);
    expect(state).toMatchObject({ points: 500, held: 0 });
    expect(requests.map(({ value }) => [value.answer, value.points, value.reason])).toEqual([
      ['GIVEN_BACK', 0, 'nothing-held'],
      ['REFUSED', 0, 'order-ended'],
    ]);
  });

  test('is spent at the dispatch', () => {
    const sent = became({ orderStatus: 'DISPATCHED', pointsSpent: 300 }, {});
    const { state } = tell(given, [sent], holding);
    expect(state).toMatchObject({ points: 200, held: 0, spent: 300, holds: [] });
    expect(state?.entries.at(-1)).toMatchObject({ kind: 'SPENT', orderId: 'order-1', points: 300 });
  });

  test('what was spent on goods that come back is the customer’s again', () => {
    const sent = became({ pointsSpent: 300 }, {});
    const back = became({ pointsSpent: 120 }, { pointsSpent: 300 });
    const { state } = tell(given, [sent, back], holding);
    expect(state).toMatchObject({ points: 380, spent: 120 });
    expect(state?.entries.at(-1)).toMatchObject({ kind: 'GIVEN_BACK', points: 180 });
  });
});

describe('a hold whose order is first told of when goods are back already', () => {
  test.each([
    ['all of them', 'RETURNED', 0, [['GIVEN_BACK', 300]]],
    [
      'some of them',
      'DELIVERED',
      120,
      [
        ['SPENT', 120],
        ['GIVEN_BACK', 180],
      ],
    ],
    ['all but what is worth a point', 'DELIVERED', 0, [['GIVEN_BACK', 300]]],
  ] as const)('%s: ends, and only what is kept is spent', (_, orderStatus, pointsSpent, entries) => {
    const { state } = tell(given, [became({ orderStatus, pointsSpent })], holding);
    expect(state).toMatchObject({ held: 0, holds: [], spent: pointsSpent, points: 500 - pointsSpent });
    expect(state?.entries.slice(2).map(({ kind, points }) => [kind, points])).toEqual(entries);
  });
});

describe('an account below zero, since what is taken back was spent', () => {
  const back = became({ kept: usd(0) }, { kept: usd(50_099) }, { orderId: 'order-0' });
  const spent = tell(given, [became({ pointsSpent: 300 }, {}), back], holding).state;

  test('stays so: nobody is asked for money, no points can be held, and what is earned makes up for it first', () => {
    expect(spent).toMatchObject({ points: -300, earned: 500, takenBack: 500, spent: 300 });
    const refused = tell(given, [hold(1, { orderId: 'order-2' })], spent);
    expect(refused.requests).toMatchObject([{ value: { answer: 'REFUSED', reason: 'insufficient-points' } }]);
    const later = tell(given, [delivered(35_000, 'order-3'), hold(51, { orderId: 'order-4' })], refused.state);
    expect(later.state?.points).toBe(50);
    expect(later.requests).toMatchObject([{ value: { answer: 'REFUSED' } }]);
    expect(tell(given, [hold(50, { orderId: 'order-5' })], later.state).requests).toMatchObject([
      { value: { answer: 'HELD' } },
    ]);
  });

  test('what is held already stays promised', () => {
    const owing = tell(given, [back], holding).state;
    expect(owing).toMatchObject({ points: 0, held: 300 });
    const { state } = tell(given, [became({ pointsSpent: 300 }, {})], owing);
    expect(state).toMatchObject({ points: -300, held: 0, spent: 300 });
  });
});

describe('what comes again', () => {
  test('is answered again as it was, and changes nothing', () => {
    const refused = tell(given, [hold(900, { orderId: 'order-2' })], holding).state;
    const answers = (input: ReturnType<typeof hold>, state: LoyaltyAccount | null) => {
      const told = tell(given, [input], state);
      expect(told.state?.version).toBe(state?.version);
      return told.requests.map(({ id, value }) => [id, value.answer, value.points, value.discount]);
    };
    const later = tell(given, [delivered(1_000_000, 'order-9')], refused).state;
    expect(answers(hold(300), later)).toEqual([['order-1/hold/1/repeated', 'HELD', 300, usd(300)]]);
    expect(answers(hold(900, { orderId: 'order-2' }), later)).toEqual([
      ['order-2/hold/1/repeated', 'REFUSED', 0, null],
    ]);
    const ended = tell(given, [giveBack(300), delivered(100, 'order-8')], later).state;
    expect(answers(giveBack(300) as never, ended)).toEqual([['order-1/give-back/1/repeated', 'GIVEN_BACK', 300, null]]);
    expect(answers(hold(300), ended)).toEqual([['order-1/hold/1/repeated', 'HELD', 300, usd(300)]]);
    expect(ended?.held).toBe(0);
  });

  test('is known also after many others; the lists keep their bounds', () => {
    const first = delivered(1_000, 'order-a');
    const others = Array.from({ length: 400 }, (_, at) => delivered(100, `other-${at}`));
    const { state } = tell(given, [first, ...others], null);
    expect(state).toMatchObject({
      points: 410,
      entries: { length: 128 },
      history: { length: 16 },
      historyDropped: 385,
    });
    expect(tell(given, [first], state).state?.version).toBe(state?.version);
    expect(state?.applied.length).toBe(401 * 8);
    const many = Array.from({ length: 700 }, (_, at) => delivered(100, `more-${at}`));
    expect(tell(given, many, state).state).toMatchObject({ points: 1_110, applied: { length: 8_192 } });
  });
});

describe('an erased customer', () => {
  const closed = tell(given, [erased], holding).state;

  test('has an account that is closed and empty', () => {
    expect(closed).toMatchObject({ status: 'CLOSED', points: 0, held: 0, earned: 0, holds: [], entries: [] });
    expect(closed?.history.at(-1)).toMatchObject({ what: 'CLOSED' });
  });

  test.each([
    ['there was one', closed],
    ['there was none', tell(given, [erased]).state],
  ])('nothing late revives it, and each request is answered (%s)', (_, before) => {
    const late = [
      delivered(5_000),
      became({ pointsSpent: 3 }, {}),
      hold(5, { orderId: 'late' }),
      giveBack(300),
      erased,
    ];
    const { state, requests } = tell(given, late, before);
    expect(state).toEqual(before);
    expect(requests).toMatchObject([
      { key: 'late', value: { answer: 'REFUSED', reason: 'account-closed', accountVersion: before?.version } },
      { key: 'order-1', value: { answer: 'GIVEN_BACK', points: 0, reason: 'account-closed' } },
    ]);
  });

  test('who is only being erased keeps his points, for the orders that are open', () => {
    const value = customer({ status: 'ERASING', event: event() });
    expect(tell(given, [{ from: 'customers', key: 'customer-1', value }], rich).state).toEqual(rich);
  });
});

test.each([
  ['a request', { ...hold(1), value: loyaltyRequest('UNKNOWN', 1) }, rich],
  ['an account', hold(1), rich && { ...rich, status: 'UNKNOWN' as const }],
  ['a customer', { ...erased, value: customer({ status: 'UNKNOWN' }) }, rich],
])('%s of a kind that this version does not know stops here', (_, input, state) => {
  expect(() => tell(given, [input], state)).toThrow(expect.objectContaining({ code: 'LP_STREAMS_VALUE_UNKNOWN' }));
});
