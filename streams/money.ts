import type { Money } from '../schemas/types/shared.ts';

export const money = (amount: number, currency: string): Money => ({ amount, currency });

/** The sum, or null where currencies differ, nothing is added, or it is more than can be counted exactly. */
export function sum(amounts: readonly Money[]): Money | null {
  const [first] = amounts;
  if (first === undefined || amounts.some(({ currency }) => currency !== first.currency)) return null;
  const amount = amounts.reduce((total, one) => total + one.amount, 0);
  return Number.isSafeInteger(amount) ? money(amount, first.currency) : null;
}

export const times = ({ amount, currency }: Money, quantity: number): Money => money(amount * quantity, currency);

export const plus = (left: Money | null, right: Money): Money =>
  money((left?.amount ?? 0) + right.amount, right.currency);
