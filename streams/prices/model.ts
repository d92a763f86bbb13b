import type { Context } from '../../runtime/tasks/definition.ts';
import type { Draft, PendingEffect } from '../../runtime/tasks/fat-event.ts';
import { deadlinesOf, type Patience } from '../../runtime/tasks/patience.ts';
import type { Price } from '../../schemas/types/prices.ts';
import type { PricingRequest } from '../../schemas/types/pricing-requests.ts';

export type PriceInputs = { 'pricing-requests': PricingRequest };
export type PriceContext = Context<Record<never, never>>;
export type PriceDraft = Draft<Price>;

/** How often a price may fail before it is given up. Once: a worker that was killed for its memory loses the price. */
export const MOST_TRIES = 3;

/** The wait before it is tried again, doubled each time, and the longest, ms. */
export const RETRY = { first: 500, longest: 10_000 } as const;

export const waits = {
  /** For the workers; alarmed at each pass. With 10,000 prices before it on two cores it takes about two minutes. */
  price: { within: 300_000, growth: 2, most: 86_400_000, passes: null },
  /** For somebody to see to what was given up. */
  repair: { within: 86_400_000, growth: 2, most: 86_400_000, passes: null },
} as const satisfies Record<string, Patience>;

export const effectIdOf = ({ positionId, number }: Pick<PriceDraft, 'positionId' | 'number'>): string =>
  `${positionId}/price/${number}`;

/** The job is pure, so nothing has to tell a repeat; what it works out is the same each time. */
export const intended = (
  price: Pick<PriceDraft, 'positionId' | 'number'>,
  attempt: number,
  now: number,
): PendingEffect => ({
  id: effectIdOf(price),
  kind: 'price',
  about: '',
  attempt,
  idempotencyKey: effectIdOf(price),
  reference: null,
  since: now,
  retryAt: null,
  lastError: null,
});

/** With its status, and what is owed now, as they follow from the rest. */
export function standing(draft: PriceDraft, now: number): PriceDraft {
  const status = statusOf(draft);
  const owed = {
    PRICING: [{ name: 'price', owedBy: 'workers', patience: waits.price }],
    FAILED: [{ name: 'repair', owedBy: 'operator', patience: waits.repair }],
    PRICED: [],
    WITHDRAWN: [],
  }[status];
  const stale = draft.price !== null && status !== 'PRICED';
  return { ...draft, status, stale, deadlines: deadlinesOf(owed, draft.deadlines, now) };
}

function statusOf({ asked, failure, effects }: PriceDraft): Exclude<Price['status'], 'UNKNOWN'> {
  if (asked === null) return 'WITHDRAWN';
  if (failure !== null) return 'FAILED';
  return effects.length > 0 ? 'PRICING' : 'PRICED';
}
