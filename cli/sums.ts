import type { Money } from '../schemas/types/shared.ts';

/** Amounts of minor units, by currency. */
export type Sums = Readonly<Record<string, number>>;

export function count(into: Record<string, number>, name: string, amount: number): void {
  into[name] = (into[name] ?? 0) + amount;
}

export function add(into: Record<string, number>, money: Money | null): void {
  if (money !== null) count(into, money.currency, money.amount);
}
