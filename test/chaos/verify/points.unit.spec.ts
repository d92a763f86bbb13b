import { expect, it } from 'vitest';
import type { LoyaltyAccount } from '../../../schemas/types/loyalty-accounts.ts';
import type { OrderActivity } from '../../../schemas/types/order-activity.ts';
import type { Order } from '../../../schemas/types/orders.ts';
import { countPoints } from './points.ts';
import { delivered } from './testing/delivered.ts';

const { order, shipment, activity } = delivered().story;
const kept = { ...activity, content: { ...activity.content, kept: { amount: 750, currency: 'USD' } } } as OrderActivity;
const account = {
  customerId: order.customerId,
  status: 'OPEN',
  points: 7,
  held: 0,
  earned: 9,
  takenBack: 2,
  spent: 0,
  holds: [],
} as unknown as LoyaltyAccount;

function broken(change: Partial<LoyaltyAccount> | null, paidWith: Partial<Order> = {}): string[] {
  const points = countPoints();
  points.take({ ...order, ...paidWith }, shipment, kept);
  if (change !== null) points.account({ ...account, ...change });
  return points.broken();
}

it('given points that are what the orders earned, less what was taken back and spent, then nothing is found', () => {
  expect(broken({})).toEqual([]);
});

it('given points that came from nowhere, got lost, or are held for nobody, then it is found', () => {
  expect(broken({ earned: 10, points: 8 })).toEqual(['c0: has 10 - 2 - 0 = 8 points, by its 1 orders 7 - 0']);
  expect(broken({ points: 6 })).toHaveLength(1);
  expect(broken({ spent: 1, points: 6 })).toHaveLength(1);
  expect(broken({ held: 3 })).toEqual(['c0: holds 3 for nobody']);
  expect(broken(null)).toEqual(['c0: 7 points earned, and no account']);
});

it('given an order that was paid in part with points, then they are spent', () => {
  const { subtotal } = order;
  const discount = { amount: 4, currency: 'USD' };
  const loyalty = { requestId: 'r', points: 4, status: 'HELD', accountVersion: 1, discount } as Order['loyalty'];
  const total = { amount: (subtotal?.amount ?? 0) - 4, currency: 'USD' };
  expect(broken({ spent: 4, points: 3 }, { loyalty, discount, total })).toEqual([]);
  expect(broken({}, { loyalty, discount, total })).toHaveLength(1);
});

it('given an account that was closed, then nothing is asked of it', () => {
  expect(broken({ status: 'CLOSED', points: 0, earned: 0, takenBack: 0 })).toEqual([]);
});
