// Generated from the .avsc files by `npm run generate`; do not edit.
import type { Event, MarketQuote, PositionTerms, VersionRef } from './shared.ts';

/** Something that the market says of an instrument, or that is asked of the positions in it. */
export type MarketRequest = {
  /** What happened and why. */
  readonly event: Event;
  /** The key. */
  readonly instrumentId: string;
  /** What is asked; the body of that name is filled. */
  readonly type: MarketRequestType;
  /** Hash of what the client sent; another one under the same request id is rejected as idempotency-key-reused. */
  readonly bodyHash: string | null;
  /** Versions that this request rests on; the owner rejects where one has been overtaken (If-Match). At most 8. The API refuses a request that names more. */
  readonly restsOn: readonly VersionRef[];
  /** Filled for QUOTE. */
  readonly quote: MarketQuote | null;
  /** Filled for PUT_POSITION: the position’s whole content. */
  readonly putPosition: PutPosition | null;
  /** Filled for REMOVE_POSITION. */
  readonly removePosition: RemovePosition | null;
};

/** Kinds of request. */
export type MarketRequestType =
  | 'UNKNOWN'
  | 'QUOTE'
  | 'PUT_POSITION'
  | 'REMOVE_POSITION';

/** A position that is new, or has changed. */
export type PutPosition = {
  /** The position; begins with the instrument’s id and ~. */
  readonly positionId: string;
  /** What it is. */
  readonly terms: PositionTerms;
};

/** A position that is held no more. */
export type RemovePosition = {
  /** The position. */
  readonly positionId: string;
};
