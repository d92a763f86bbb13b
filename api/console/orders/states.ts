import { type Html, html } from '../html.ts';
import { badge } from '../parts/parts.ts';
import type { Mood } from '../strip.ts';
import { worded } from './story.ts';

const MOODS: Readonly<Record<string, Mood>> = {
  DELIVERED: 'good',
  REJECTED: 'warn',
  REJECTING: 'warn',
  DELIVERY_FAILED: 'warn',
};

/** The state of an order. Rejected is no alarm: it is an answer. */
export function stateBadge(status: string): Html {
  const mood = MOODS[status];
  return mood === undefined ? html`<span class="badge">${worded(status)}</span>` : badge(mood, worded(status));
}

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
