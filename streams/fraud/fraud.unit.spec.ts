import { describe, expect, test } from 'vitest';
import { passed, START, tell } from '../../runtime/tasks/testing/given.ts';
import type { FraudFlag } from '../../schemas/types/fraud-flags.ts';
import type { ActivityContent } from '../../schemas/types/shared.ts';
import { customer, customerActivity, event } from '../testing/records.ts';
import { fraud, fraudBy } from './processor.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const given = { processor: fraud, key: 'customer-1' };
const at = (now: number) => ({ ...given, now });

/** What is passed on of an order at this time: placed long ago, unless said otherwise. */
const told = (orderId: string, time: number, after: Partial<ActivityContent> = {}, before: object | null = null) => ({
  from: 'customer-activity' as const,
  key: 'customer-1',
  value: customerActivity({ placedAt: START - DAY, ...after }, before, { orderId, event: { ...event(), time } }),
});
const declined = (orderId: string, time: number, declineReason = 'card-declined') =>
  told(orderId, time, { paymentStatus: 'DECLINED', declineReason }, {});
const placed = (orderId: string, placedAt: number) => told(orderId, placedAt + 1, { placedAt });
const moved = (version: number, ...addressChanges: number[]) => ({
  from: 'customers' as const,
  key: 'customer-1',
  value: customer({ version, addressChanges }),
});
const times = (count: number, make: (index: number) => ReturnType<typeof told>) =>
  Array.from({ length: count }, (_, index) => make(index));

const thrice = [declined('a', START - 3), declined('b', START - 2), declined('c', START - 1)];
const flagged = tell(given, thrice).state;

describe('a customer', () => {
  test('whose payments are declined three times within a day is flagged, until the window has passed', () => {
    const two = tell(given, thrice.slice(0, 2)).state;
    expect(two).toMatchObject({ flag: 'CLEAR', rules: [], until: null, deadlines: [], version: 2 });
    expect(flagged).toMatchObject({
      flag: 'FLAGGED',
      rules: ['declined-often'],
      until: START - 3 + DAY,
      declines: [{ orderId: 'a' }, { orderId: 'b' }, { orderId: 'c', at: START - 1 }],
      deadlines: [{ name: 'lapse', owedBy: 'fraud', due: START - 3 + DAY }],
      history: [{ what: 'FLAGGED', reason: 'declined-often' }],
    });
    const cleared = tell(at(START + DAY), [passed(flagged, 'customer-1', 'lapse')], flagged).state;
    expect(cleared).toMatchObject({ flag: 'CLEAR', rules: [], until: null, declines: [], deadlines: [] });
    expect(cleared?.history.map(({ what }) => what)).toEqual(['FLAGGED', 'CLEARED']);
  });

  test('who goes on is flagged for longer', () => {
    const { state } = tell(at(START + MINUTE), [declined('d', START + MINUTE)], flagged);
    expect(state).toMatchObject({ flag: 'FLAGGED', until: START - 2 + DAY, declines: [{}, {}, { orderId: 'd' }] });
    expect(state?.history).toHaveLength(1);
    const early = passed(flagged, 'customer-1', 'lapse');
    expect(tell(at(START + DAY), [early], state).state?.version).toBe(state?.version);
  });

  test('is not flagged the more because our own rule declined him', () => {
    const { state } = tell(
      given,
      times(9, index => declined(`d-${index}`, START, 'fraud-flagged')),
      flagged,
    );
    expect(state).toMatchObject({ version: flagged?.version, until: flagged?.until });
  });

  test('whose one declined order is told of again counts once', () => {
    const later = told(
      'a',
      START,
      { orderStatus: 'REJECTED', paymentStatus: 'DECLINED' },
      { paymentStatus: 'DECLINED' },
    );
    const { state } = tell(given, [declined('a', START), declined('a', START), later, declined('a', START)]);
    expect(state).toMatchObject({ flag: 'CLEAR', version: 1, declines: [{ orderId: 'a' }] });
  });

  test('whose declined order ends a day later is not taken to be declined again', () => {
    const late = told(
      'a',
      START + DAY,
      { orderStatus: 'REJECTED', paymentStatus: 'DECLINED' },
      { paymentStatus: 'DECLINED' },
    );
    expect(tell(at(START + DAY), [late]).state).toBeNull();
  });

  test('whose declines are older than the window is not flagged, nor is a fact written of them', () => {
    expect(tell(at(START + DAY), thrice).state).toBeNull();
  });

  test('who places thirty orders within ten minutes is flagged for as long', () => {
    const orders = times(30, index => placed(`o-${index}`, START + index));
    const soon = tell(at(START), orders.slice(0, 29)).state;
    expect(soon?.flag).toBe('CLEAR');
    const { state } = tell(at(START + MINUTE), orders.slice(29), soon);
    expect(state).toMatchObject({ flag: 'FLAGGED', rules: ['ordered-often'], until: START + 10 * MINUTE });
    const calm = tell(
      at(START),
      times(30, index => placed(`o-${index}`, START - index * MINUTE)),
    ).state;
    expect(calm?.flag).toBe('CLEAR');
  });

  test('whose orders were taken over from elsewhere, or are dated ahead, is not taken in by their dates', () => {
    expect(
      tell(
        given,
        times(40, index => told(`o-${index}`, START)),
      ).state,
    ).toBeNull();
    const ahead = told('o', START, { placedAt: START + DAY });
    expect(tell(given, [ahead]).state?.placed).toEqual([{ orderId: 'o', at: START }]);
  });

  test('who moves five times within a day is flagged; an older fact of him is ignored', () => {
    const { state } = tell(given, [moved(4, START - 4, START - 3, START - 2), moved(3, START - 4)]);
    expect(state).toMatchObject({
      flag: 'CLEAR',
      customerVersion: 4,
      addressChanges: [{}, {}, {}].map((_, n) => START - 4 + n),
    });
    const more = [START - 2 * DAY, START - 4, START - 3, START - 2, START - 1, START];
    expect(tell(given, [moved(6, ...more)], state).state).toMatchObject({ flag: 'FLAGGED', rules: ['moved-often'] });
  });

  test('who changes anything else, or places an order that goes on, causes no fact', () => {
    const some = tell(given, [moved(4, START - 4), placed('o', START)]).state;
    const inputs = [
      moved(9, START - 4),
      told('o', START + 5, { orderStatus: 'CONFIRMED', placedAt: START }, {}),
      told('o', START + 9, { orderStatus: 'DELIVERED', placedAt: START, open: false }, {}),
    ];
    expect(tell(given, inputs, some).state?.version).toBe(some?.version);
    expect(tell(given, [moved(1)]).state).toBeNull();
  });
});

describe('several rules', () => {
  const both = tell(
    at(START),
    [moved(2, START - 9 * MINUTE, START, START, START, START), ...times(30, index => placed(`o-${index}`, START))],
    flagged,
  ).state;

  test('hit together: each is named, and lapses by itself', () => {
    expect(both).toMatchObject({
      flag: 'FLAGGED',
      rules: ['declined-often', 'ordered-often', 'moved-often'],
      until: START - 3 + DAY,
      deadlines: [{ due: START + 10 * MINUTE }],
    });
    const first = tell(at(START + 10 * MINUTE), [passed(both, 'customer-1', 'lapse')], both).state;
    expect(first).toMatchObject({ flag: 'FLAGGED', rules: ['declined-often', 'moved-often'], placed: [] });
    const second = tell(at(START + DAY - 9 * MINUTE), [passed(first, 'customer-1', 'lapse')], first).state;
    expect(second).toMatchObject({ rules: ['declined-often'], until: START - 3 + DAY });
    expect(tell(at(START + DAY), [passed(second, 'customer-1', 'lapse')], second).state).toMatchObject({
      flag: 'CLEAR',
      deadlines: [],
    });
  });

  test('no rule at all flags nobody and writes nothing; who was flagged is cleared in time', () => {
    const off = { processor: fraudBy([]), key: 'customer-1' };
    expect(tell(off, [...thrice, moved(2, START)]).state).toBeNull();
    const { state } = tell({ ...off, now: START + DAY }, [passed(flagged, 'customer-1', 'lapse')], flagged);
    expect(state).toMatchObject({ flag: 'CLEAR', declines: [], deadlines: [] });
  });
});

test('of however many orders of a customer the newest thirty are kept', () => {
  let state: FraudFlag | null = null;
  for (let order = 0; order < 200; order++) state = tell(given, [placed(`o-${order}`, START + order)], state).state;
  expect(state?.placed).toHaveLength(30);
  expect(state?.placed.at(-1)).toEqual({ orderId: 'o-199', at: START + 199 });
  expect(tell(given, [placed('o-3', START + 3)], state).state?.version).toBe(state?.version);
});

describe('an erased customer', () => {
  const erasure = (version: number) =>
    ({ from: 'customers', key: 'customer-1', value: customer({ version, status: 'ERASED', addresses: [] }) }) as const;

  test('keeps nothing, and nothing that comes late revives it', () => {
    const { state } = tell(given, [erasure(9)], flagged);
    const nothing = {
      flag: 'CLEAR',
      rules: [],
      until: null,
      declines: [],
      placed: [],
      addressChanges: [],
      deadlines: [],
    };
    expect(state).toMatchObject({ ...nothing, erased: true, version: 4 });
    const late = [...thrice, placed('o', START), moved(8, START), moved(10, START), erasure(9), erasure(11)];
    expect(tell(given, late, state).state?.version).toBe(4);
  });

  test('whom fraud had never heard of is remembered all the same', () => {
    const { state } = tell(given, [erasure(2), placed('o', START), ...thrice]);
    expect(state).toMatchObject({ erased: true, version: 1, placed: [], declines: [] });
  });

  test('is counted as before while the erasing lasts', () => {
    const erasing = {
      from: 'customers',
      key: 'customer-1',
      value: customer({ version: 8, status: 'ERASING' }),
    } as const;
    expect(tell(given, [erasing, declined('d', START)], flagged).state).toMatchObject({
      erased: false,
      flag: 'FLAGGED',
    });
  });
});
