// Generated from the .avsc files by `npm run generate`; do not edit.
import type { AppliedRequest, Deadline, Event, MarketQuote, PendingEffect, PositionTerms, Transition } from './shared.ts';

/** An instrument: what the market says of it, and the positions that are held in it. Nothing personal. */
export type Instrument = {
  /** What happened and why. */
  readonly event: Event;
  /** The key. */
  readonly instrumentId: string;
  /** Counts 1, 2, 3… per key at the owner. */
  readonly version: number;
  /** Whether the market has said anything of it yet. */
  readonly status: InstrumentStatus;
  /** The newest quote; null: there was none yet. */
  readonly quote: MarketQuote | null;
  /** When it was taken in. Milliseconds since the epoch, UTC. */
  readonly quotedAt: number | null;
  /** How many quotes were dropped since a newer one was there. */
  readonly overtakenQuotes: number;
  /** How many pricings were asked for, over all positions: the number of the last one. */
  readonly asked: number;
  /** What is held. At most 1,000. A further position is rejected as too-many-positions. */
  readonly positions: readonly HeldPosition[];
  /** The newest requests decided for this key. At most 64. The oldest is dropped; its repeat is then judged by the state, like a new request. */
  readonly requests: readonly AppliedRequest[];
  /** What this key went through, oldest first. At most 32. The oldest but the first is dropped, and historyDropped counts it. */
  readonly history: readonly Transition[];
  /** How many entries the history has dropped. */
  readonly historyDropped: number;
  /** Steps that are owed, each name at most once. At most 16. Never exceeded: the names are fixed by the code; one too many parks the key. */
  readonly deadlines: readonly Deadline[];
  /** Effects intended and not answered yet. At most 16. Never reached: it intends none. */
  readonly effects: readonly PendingEffect[];
};

/** Positions wait for a quote; there is one. */
export type InstrumentStatus =
  | 'UNKNOWN'
  | 'WAITING'
  | 'QUOTED';

/** A position, and the quote that its price was last asked for with. */
export type HeldPosition = {
  /** The position. */
  readonly positionId: string;
  /** What it is. */
  readonly terms: PositionTerms;
  /** The quote that its price was last asked for with; null: not yet. */
  readonly askedFor: MarketQuote | null;
};
