import { expect, test } from 'vitest';
import { START, tell } from '../../runtime/tasks/testing/given.ts';
import type { LoyaltyAccount } from '../../schemas/types/loyalty-accounts.ts';
import { customerActivity, usd } from '../testing/records.ts';
import { enrolling, erased } from '../testing/welcome.ts';
import { loyalty } from './processor.ts';
import { STARTING_POINTS } from './rates.ts';

const given = { processor: loyalty, key: 'customer-1' };
const delivered = (orderId: string) => ({
  from: 'customer-activity' as const,
  key: 'customer-1',
  value: customerActivity({ kept: usd(500) }, {}, { orderId }),
});
const begun = tell(given, [enrolling(1)]).state;

test('who enrols begins with points', () => {
  expect(begun).toMatchObject({ points: STARTING_POINTS, granted: STARTING_POINTS, earned: 0, grantedAt: START });
  expect(begun?.entries).toMatchObject([{ kind: 'GRANTED', orderId: '', points: STARTING_POINTS }]);
});

test('once: also where his record changes, and the account has forgotten the entry and the record', () => {
  const many = Array.from({ length: 1_200 }, (_, at) => delivered(`o-${at}`));
  const long = tell(given, many, begun).state;
  expect(long?.entries.some(({ kind }) => kind === 'GRANTED')).toBe(false);
  expect(tell(given, [enrolling(1), enrolling(9, { name: 'N' })], long).state).toBe(long);
  expect(long?.points).toBe(STARTING_POINTS + 6_000);
});

test('as well where an order was told of first, and where he is about to be erased', () => {
  const { state } = tell(given, [delivered('o-1'), enrolling(3, { status: 'ERASING' })]);
  expect(state).toMatchObject({ points: STARTING_POINTS + 5, granted: STARTING_POINTS, earned: 5 });
});

test('who was brought in from elsewhere, or is erased, begins with none', () => {
  expect(tell(given, [enrolling(1, { enrolledAt: null })]).state).toBeNull();
  const closed = tell(given, [erased(2)], begun).state as LoyaltyAccount;
  expect(closed).toMatchObject({ status: 'CLOSED', points: 0, granted: 0, grantedAt: null });
  expect(tell(given, [enrolling(1)], closed).state).toBe(closed);
});
