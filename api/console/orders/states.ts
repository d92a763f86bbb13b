import type { Mood } from '../strip.ts';

const MOODS: Readonly<Record<string, Mood>> = {
  DELIVERED: 'good',
  RETURNED: 'none',
  CANCELLED: 'none',
  REJECTED: 'warn',
  REJECTING: 'warn',
  DELIVERY_FAILED: 'warn',
};

/** Rejected is no alarm: it is an answer. */
export const statusMood = (status: string): Mood => MOODS[status] ?? 'none';

type Money = { readonly amount?: number; readonly currency?: string };

const formats = new Map<string, Intl.NumberFormat>();

/** In the currency's own minor units: 8196 USD is $81.96, 8196 JPY is ¥8,196. */
export function moneyText(money: Money | null): string {
  if (money?.amount === undefined || money.currency === undefined) return 'not known yet';
  const format = formats.get(money.currency) ?? formatOf(money.currency);
  if (format === null) return `${money.amount} ${money.currency}`;
  formats.set(money.currency, format);
  return format.format(money.amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

function formatOf(currency: string): Intl.NumberFormat | null {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency });
  } catch {
    return null;
  }
}
