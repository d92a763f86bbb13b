// Generated from the .avsc files by `npm run generate`; do not edit.
import type { Deadline, Event, MarketQuote, Money, PendingEffect, PositionTerms, Transition } from './shared.ts';

/** The newest price of a position. Nothing personal. */
export type Price = {
  /** What happened and why. */
  readonly event: Event;
  /** The key. */
  readonly positionId: string;
  /** Counts 1, 2, 3… per key at the owner. */
  readonly version: number;
  /** The instrument that it is a position in. */
  readonly instrumentId: string;
  /** The portfolio that it is in. */
  readonly portfolioId: string;
  /** Where its pricing stands. */
  readonly status: PriceStatus;
  /** The newest that was asked for; null: it is held no more. */
  readonly asked: PriceAsked | null;
  /** Of the newest request that was taken in. */
  readonly number: number;
  /** The last price that was worked out, of one; null: there was none yet. */
  readonly price: Money | null;
  /** That price times the quantity that it was worked out for. */
  readonly value: Money | null;
  /** What that price rests on. */
  readonly of: PriceAsked | null;
  /** When it was worked out. Milliseconds since the epoch, UTC. */
  readonly pricedAt: number | null;
  /** Whether a newer one is asked for and not there. */
  readonly stale: boolean;
  /** How often working it out has failed, since it was asked for. */
  readonly tries: number;
  /** Filled for FAILED. */
  readonly failure: PriceFailure | null;
  /** How many prices were asked for: those that were priced, overtaken or failed, and the one being priced. */
  readonly askedCount: number;
  /** How many were worked out. */
  readonly pricedCount: number;
  /** How many were dropped since a newer request, or a withdrawal, came first. */
  readonly overtakenCount: number;
  /** How many were given up, and not priced when somebody asked anew. */
  readonly failedCount: number;
  /** What this key went through, oldest first. At most 16. The oldest but the first is dropped, and historyDropped counts it. */
  readonly history: readonly Transition[];
  /** How many entries the history has dropped. */
  readonly historyDropped: number;
  /** Steps that are owed, each name at most once. At most 16. Never exceeded: the names are fixed by the code; one too many parks the key. */
  readonly deadlines: readonly Deadline[];
  /** Effects intended and not answered yet. At most 16. Never reached: it has one at a time. */
  readonly effects: readonly PendingEffect[];
};

/** Being priced; priced by the newest request; given up until somebody sees to it; held no more. */
export type PriceStatus =
  | 'UNKNOWN'
  | 'PRICING'
  | 'PRICED'
  | 'FAILED'
  | 'WITHDRAWN';

/** A price that was asked for. */
export type PriceAsked = {
  /** Counts at the instrument. */
  readonly number: number;
  /** When it was asked for here. Milliseconds since the epoch, UTC. */
  readonly at: number;
  /** The market as it stood. */
  readonly quote: MarketQuote;
  /** The position as it stood. */
  readonly terms: PositionTerms;
};

/** Why a price was given up. */
export type PriceFailure = {
  /** Stable code of the last failure. */
  readonly code: string;
  /** Of the pricing’s effect: it counts on where somebody asks for it anew. */
  readonly attempts: number;
  /** When it was given up. Milliseconds since the epoch, UTC. */
  readonly at: number;
};
