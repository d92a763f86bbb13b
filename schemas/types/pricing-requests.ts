// Generated from the .avsc files by `npm run generate`; do not edit.
import type { Event, MarketQuote, PositionTerms } from './shared.ts';

/** A price that is asked for. */
export type PricingRequest = {
  /** What happened and why. */
  readonly event: Event;
  /** The key. */
  readonly positionId: string;
  /** The instrument that it is a position in. */
  readonly instrumentId: string;
  /** What is asked. */
  readonly type: PricingRequestType;
  /** Counts at the instrument; a higher one overtakes the lower ones. */
  readonly number: number;
  /** Filled for PRICE: the market as it stood. */
  readonly quote: MarketQuote | null;
  /** Filled for PRICE: the position as it stood. */
  readonly terms: PositionTerms | null;
};

/** Kinds of request: a price, or none any more since it is held no more. */
export type PricingRequestType =
  | 'UNKNOWN'
  | 'PRICE'
  | 'WITHDRAW';
