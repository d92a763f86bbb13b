import type { Decision } from '../../runtime/tasks/definition.ts';
import type { Price } from '../../schemas/types/prices.ts';
import type { PricingRequest } from '../../schemas/types/pricing-requests.ts';
import { known } from '../known.ts';
import { intended, type PriceContext, type PriceDraft, standing } from './model.ts';

/**
 * A price is asked for, or not any more. The newest is all that matters: a lower number was overtaken before it came, or
 * is a repeat, and a pending one gives way, whose job the engine calls off.
 */
export function asked(price: Price | null, request: PricingRequest, { now }: PriceContext): Decision<Price> {
  const type = known(request.type, 'type of the pricing request');
  const { number, quote, terms } = request;
  if (price !== null && number <= price.number) return {};
  if (type === 'WITHDRAW') return price === null ? {} : withdrawn(price, number, now);
  if (quote === null || terms === null) throw new Error(`request ${request.event.id} names no quote, or no terms`);
  const before = price ?? unpriced(request);
  const state: PriceDraft = {
    ...overtaken(before),
    number,
    portfolioId: terms.portfolioId,
    asked: { number, at: now, quote, terms },
    askedCount: before.askedCount + 1,
    tries: 0,
    failure: null,
    effects: [intended(request, 1, now)],
  };
  return { state: standing(state, now), what: [...noted(before), 'ASKED'] };
}

const withdrawn = (price: Price, number: number, now: number): Decision<Price> => {
  const nothing = { asked: null, price: null, value: null, of: null, pricedAt: null };
  const state = { ...overtaken(price), ...nothing, number, tries: 0, failure: null, effects: [] };
  return { state: standing(state, now), what: [...noted(price), 'WITHDRAWN'] };
};

const overtaken = (price: PriceDraft): PriceDraft => ({
  ...price,
  overtakenCount: price.overtakenCount + price.effects.length,
});

const noted = ({ effects }: PriceDraft): readonly string[] => (effects.length > 0 ? ['OVERTAKEN'] : []);

const unpriced = ({ positionId, instrumentId }: PricingRequest): PriceDraft => ({
  positionId,
  instrumentId,
  portfolioId: '',
  status: 'PRICING',
  asked: null,
  number: 0,
  price: null,
  value: null,
  of: null,
  pricedAt: null,
  stale: false,
  tries: 0,
  failure: null,
  askedCount: 0,
  pricedCount: 0,
  overtakenCount: 0,
  failedCount: 0,
  deadlines: [],
  effects: [],
});
