// Generated from the .avsc files by `npm run generate`; do not edit.
import type { Event, Money } from './shared.ts';

/** Something that orders asks of loyalty for one order. */
export type LoyaltyRequest = {
  /** What happened and why. */
  readonly event: Event;
  /** The key. */
  readonly customerId: string;
  /** For which order; the key of the reply. */
  readonly orderId: string;
  /** What is asked. */
  readonly type: LoyaltyRequestType;
  /** How many points. */
  readonly points: number;
  /** Sum of the order’s lines: the discount is never more. */
  readonly subtotal: Money | null;
  /** Version of the order that asks. */
  readonly orderVersion: number;
};

/** Kinds of request. */
export type LoyaltyRequestType =
  | 'UNKNOWN'
  | 'HOLD'
  | 'GIVE_BACK';
