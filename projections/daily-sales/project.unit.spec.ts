import { expect, it } from 'vitest';
import type { Payment, Refund } from '../../schemas/types/payments.ts';
import { payment, usd } from '../../streams/testing/records.ts';
import { project } from './project.ts';

const sold = Date.UTC(2026, 0, 31, 23, 59);
const nextDay = Date.UTC(2026, 1, 1, 0, 0);
const captured: Partial<Payment> = {
  version: 4,
  amount: usd(2500),
  captured: usd(2500),
  capture: { amount: usd(2500), reference: 'ref', at: sold },
};
const refund = (amount: number, at: number | null, status: Refund['status'] = 'DONE'): Refund => ({
  refundId: `${amount}`,
  amount: usd(amount),
  status,
  reference: 'ref',
  at,
});

it('counts a sale on the day on which its money was taken, in UTC', () => {
  expect(project(payment('CAPTURED', captured))).toEqual({
    version: 4,
    contributions: [{ day: '2026-01-31', currency: 'USD', sales: 1, revenue: 2500, refunds: 0 }],
  });
});

it('counts a refund on the day on which it was given back', () => {
  const refunds = [refund(1000, nextDay), refund(300, nextDay + 1), refund(200, sold), refund(999, null, 'PENDING')];
  const { contributions } = project(payment('REFUNDED', { ...captured, refunds, refunded: usd(1500) }));
  expect(contributions).toEqual([
    { day: '2026-01-31', currency: 'USD', sales: 1, revenue: 2500, refunds: 200 },
    { day: '2026-02-01', currency: 'USD', sales: 0, revenue: 0, refunds: 1300 },
  ]);
});

it('counts what the payment no longer lists on the day of the sale', () => {
  const { contributions } = project(
    payment('REFUNDED', { ...captured, refunds: [refund(100, nextDay)], refunded: usd(700) }),
  );
  expect(contributions.map(({ day, refunds }) => [day, refunds])).toEqual([
    ['2026-01-31', 600],
    ['2026-02-01', 100],
  ]);
});

it('counts nothing before money was taken', () => {
  expect(project(payment('AUTHORISED', { version: 3 }))).toEqual({ version: 3, contributions: [] });
});
