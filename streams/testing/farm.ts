import { START } from '../../runtime/tasks/testing/given.ts';
import type { Instrument } from '../../schemas/types/instruments.ts';
import type { MarketRequest } from '../../schemas/types/market-requests.ts';
import type { Price } from '../../schemas/types/prices.ts';
import type { PricingRequest } from '../../schemas/types/pricing-requests.ts';
import type { MarketQuote, PositionTerms } from '../../schemas/types/shared.ts';
import { event, usd } from './records.ts';

/** Records of the pricing farm, for the specs. Each is whole; `over` says what matters. */

export const quote = (sequence: number, over: Partial<MarketQuote> = {}): MarketQuote => ({
  sequence,
  price: usd(10_000),
  volatility: 2_000,
  ...over,
});

export const terms = (over: Partial<PositionTerms> = {}): PositionTerms => ({
  portfolioId: 'desk-1',
  kind: 'CALL',
  quantity: 10,
  strike: 10_000,
  barrier: null,
  expiryDays: 90,
  tolerance: 100,
  ...over,
});

const market = (type: MarketRequest['type'], id: string, over: Partial<MarketRequest>) => {
  const { instrumentId = 'acme' } = over;
  const value: MarketRequest = {
    event: event(id),
    instrumentId,
    type,
    bodyHash: 'hash',
    restsOn: [],
    quote: null,
    putPosition: null,
    removePosition: null,
    ...over,
  };
  return { from: 'market-requests', key: instrumentId, value } as const;
};

export const quoted = (
  sequence: number,
  over: Partial<MarketQuote> = {},
  id = `quote-${sequence}`,
  instrumentId = 'acme',
) => market('QUOTE', id, { instrumentId, quote: quote(sequence, over) });

export const putPosition = (
  positionId: string,
  over: Partial<PositionTerms> = {},
  id = `put-${positionId}`,
  instrumentId = 'acme',
) => market('PUT_POSITION', id, { instrumentId, putPosition: { positionId, terms: terms(over) } });

export const removePosition = (positionId: string, id = `remove-${positionId}`, instrumentId = 'acme') =>
  market('REMOVE_POSITION', id, { instrumentId, removePosition: { positionId } });

export const pricing = (
  number: number,
  type: PricingRequest['type'] = 'PRICE',
  over: Partial<Pick<PricingRequest, 'quote' | 'terms'>> = {},
) => {
  const asks = type === 'PRICE';
  const value: PricingRequest = {
    event: event(`acme~1/${type}/${number}`),
    positionId: 'acme~1',
    instrumentId: 'acme',
    type,
    number,
    quote: asks ? quote(number) : null,
    terms: asks ? terms() : null,
    ...over,
  };
  return { from: 'pricing-requests', key: 'acme~1', value } as const;
};

const facts = () => ({ event: event(), version: 1, history: [], historyDropped: 0, deadlines: [], effects: [] });

export const instrumentFact = (over: Partial<Instrument> = {}): Instrument => ({
  ...facts(),
  instrumentId: 'acme',
  status: 'QUOTED',
  quote: quote(1),
  quotedAt: START,
  overtakenQuotes: 0,
  asked: 1,
  positions: [{ positionId: 'acme~1', terms: terms(), askedFor: quote(1) }],
  requests: [],
  ...over,
});

export const priceFact = (over: Partial<Price> = {}): Price => {
  const asked = { number: 1, at: START, quote: quote(1), terms: terms() };
  return {
    ...facts(),
    positionId: 'acme~1',
    instrumentId: 'acme',
    portfolioId: 'desk-1',
    status: 'PRICED',
    asked,
    number: 1,
    price: usd(450),
    value: usd(4_500),
    of: asked,
    pricedAt: START,
    stale: false,
    tries: 0,
    failure: null,
    askedCount: 1,
    pricedCount: 1,
    overtakenCount: 0,
    failedCount: 0,
    ...over,
  };
};
