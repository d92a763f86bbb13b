import type { Context } from '../../runtime/tasks/definition.ts';
import type { Draft } from '../../runtime/tasks/fat-event.ts';
import { deadlinesOf, type Patience } from '../../runtime/tasks/patience.ts';
import type { HeldPosition, Instrument } from '../../schemas/types/instruments.ts';
import type { MarketRequest } from '../../schemas/types/market-requests.ts';
import type { MarketQuote } from '../../schemas/types/shared.ts';

export type InstrumentInputs = { 'market-requests': MarketRequest };
export type InstrumentContext = Context<Record<never, never>>;
export type InstrumentDraft = Draft<Instrument>;

/** Most positions of an instrument (its schema’s bound): the fact holds them all, and is about 100 bytes for each. */
export const MOST_POSITIONS = 1_000;

/** Between an instrument’s id and the rest of a position’s, so that a position can only ever be in one instrument. */
export const POSITION_MARK = '~';

/** Beyond these, a value would be no exact integer any more. */
export const MOST_PRICE = 1_000_000_000;
export const MOST_QUANTITY = 1_000_000;

/** Quotes that come within this time ask for prices once, ms. Longer: prices come later. Shorter: more of them are overtaken. */
const GATHERED = 100;

export const waits = {
  reprice: { within: GATHERED, growth: 1, most: GATHERED, passes: 1 },
  /** For the market to say anything of an instrument that is held. */
  quote: { within: 3_600_000, growth: 2, most: 86_400_000, passes: null },
} as const satisfies Record<string, Patience>;

export const newInstrument = (instrumentId: string): InstrumentDraft => ({
  instrumentId,
  status: 'WAITING',
  quote: null,
  quotedAt: null,
  overtakenQuotes: 0,
  asked: 0,
  positions: [],
  requests: [],
  deadlines: [],
  effects: [],
});

/**
 * Whether a position has to be priced by this quote: it is new or has changed, or the market has moved by more than its
 * tolerance since the quote that was last asked for. Small moves add up, since they are measured from there.
 */
export function needsPrice({ askedFor, terms }: HeldPosition, quote: MarketQuote): boolean {
  if (askedFor === null || askedFor.price.currency !== quote.price.currency) return true;
  const isBeyond = (before: number, after: number): boolean =>
    Math.abs(after - before) * 10_000 > terms.tolerance * before;
  return isBeyond(askedFor.price.amount, quote.price.amount) || isBeyond(askedFor.volatility, quote.volatility);
}

/** With its status, and what is owed now, as they follow from the rest. */
export function standing(draft: InstrumentDraft, now: number): InstrumentDraft {
  const { quote, positions, deadlines } = draft;
  const isWaiting = quote === null && positions.length > 0;
  const isMoved = quote !== null && positions.some(one => needsPrice(one, quote));
  const owed = [
    ...(isWaiting ? [{ name: 'quote', owedBy: 'market', patience: waits.quote }] : []),
    ...(isMoved ? [{ name: 'reprice', owedBy: 'instruments', patience: waits.reprice }] : []),
  ];
  return { ...draft, status: quote === null ? 'WAITING' : 'QUOTED', deadlines: deadlinesOf(owed, deadlines, now) };
}
