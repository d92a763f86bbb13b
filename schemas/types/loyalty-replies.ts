// Generated from the .avsc files by `npm run generate`; do not edit.
import type { Event, Money } from './shared.ts';

/** The one answer to a loyalty request, also where it changed nothing. */
export type LoyaltyReply = {
  /** What happened and why. */
  readonly event: Event;
  /** The key. */
  readonly orderId: string;
  /** Whose account. */
  readonly customerId: string;
  /** The request that is answered. */
  readonly requestId: string;
  /** What became of it. */
  readonly answer: LoyaltyAnswer;
  /** How many points. */
  readonly points: number;
  /** What the held points are worth. */
  readonly discount: Money | null;
  /** Code of the refusal. */
  readonly reason: string | null;
  /** Version of the account after it. */
  readonly accountVersion: number;
};

/** Answers. */
export type LoyaltyAnswer =
  | 'UNKNOWN'
  | 'HELD'
  | 'REFUSED'
  | 'GIVEN_BACK';
