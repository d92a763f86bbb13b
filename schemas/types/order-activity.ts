// Generated from the .avsc files by `npm run generate`; do not edit.
import type { ActivityContent, Deadline, Event, OrderSeen, PaymentSeen, PendingEffect, Transition } from './shared.ts';

/** What activity has passed on about one order. */
export type OrderActivity = {
  /** What happened and why. */
  readonly event: Event;
  /** The key. */
  readonly orderId: string;
  /** Whose order it is. */
  readonly customerId: string;
  /** Counts 1, 2, 3… per key at the owner. */
  readonly version: number;
  /** The newest fact of the order that was taken in. */
  readonly order: OrderSeen | null;
  /** The newest fact of the payment that was taken in. */
  readonly payment: PaymentSeen | null;
  /** The business content that was passed on last. */
  readonly content: ActivityContent | null;
  /** How often something was passed on. */
  readonly passes: number;
  /** What this key went through, oldest first. At most 16. The oldest but the first is dropped, and historyDropped counts it. */
  readonly history: readonly Transition[];
  /** How many entries the history has dropped. */
  readonly historyDropped: number;
  /** Steps that are owed, each name at most once. At most 16. Never exceeded: the names are fixed by the code; one too many parks the key. */
  readonly deadlines: readonly Deadline[];
  /** Effects intended and not answered yet. At most 16. No further effect begins before one is answered. */
  readonly effects: readonly PendingEffect[];
};
