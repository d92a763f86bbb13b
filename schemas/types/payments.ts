// Generated from the .avsc files by `npm run generate`; do not edit.
import type { Deadline, Event, Money, OrderSeen, PaymentStatus, PendingEffect, ShipmentSeen, Transition } from './shared.ts';

/** The payment of one order, whole, as it stands after the change. */
export type Payment = {
  /** What happened and why. */
  readonly event: Event;
  /** The key. */
  readonly orderId: string;
  /** Whose order it is. */
  readonly customerId: string;
  /** Counts 1, 2, 3… per key at the owner. */
  readonly version: number;
  /** Where the payment stands. */
  readonly status: PaymentStatus;
  /** The newest fact of the order that was taken in. */
  readonly order: OrderSeen | null;
  /** The newest fact of the shipment that was taken in. */
  readonly shipment: ShipmentSeen | null;
  /** Version of the order (REJECTING, CANCELLING, STOPPING) that this fact answers, also where nothing was to be done. */
  readonly answersVersion: number | null;
  /** What is to be authorised; null where the order was stopped before it had a total. */
  readonly amount: Money | null;
  /** What each line costs, so that a return by line can be refunded. At most 500. Never exceeded: an order of more than 500 lines is rejected. */
  readonly lines: readonly PaymentLine[];
  /** The fraud flag that was read, and in which version. */
  readonly fraud: FraudRead | null;
  /** The authorisation that the provider gave. */
  readonly authorisation: Authorisation | null;
  /** The capture that the provider confirmed. */
  readonly capture: Capture | null;
  /** The voiding of the authorisation that the provider confirmed. */
  readonly voidance: Voidance | null;
  /** Refunds, pending or done. At most 64. The oldest done one is dropped; what it gave back stays in refunded. */
  readonly refunds: readonly Refund[];
  /** Captured in all. */
  readonly captured: Money | null;
  /** Refunded in all. */
  readonly refunded: Money | null;
  /** What could not be done, and since when. */
  readonly failure: PaymentFailure | null;
  /** Code that the provider, or our fraud rule, gave. */
  readonly declineReason: string | null;
  /** What this key went through, oldest first. At most 64. The oldest but the first is dropped, and historyDropped counts it. */
  readonly history: readonly Transition[];
  /** How many entries the history has dropped. */
  readonly historyDropped: number;
  /** Steps that are owed, each name at most once. At most 16. Never exceeded: the names are fixed by the code; one too many parks the key. */
  readonly deadlines: readonly Deadline[];
  /** Effects intended and not answered yet. At most 16. No further effect begins before one is answered. */
  readonly effects: readonly PendingEffect[];
};

/** One line. */
export type PaymentLine = {
  /** Number of the line within its order, from 1. */
  readonly line: number;
  /** How many. */
  readonly quantity: number;
  /** What the whole line costs after its share of the discount. */
  readonly value: Money | null;
  /** How many of them are refunded, or are being refunded. */
  readonly refundedQuantity: number;
};

/** The flag as read from the table when the payment was requested. */
export type FraudRead = {
  /** Whether the customer was flagged. */
  readonly flagged: boolean;
  /** Version of the flag; null where the customer had none. */
  readonly version: number | null;
  /** Rules that had hit. At most 16. Only the first 16 are kept. */
  readonly rules: readonly string[];
  /** When it was read. Milliseconds since the epoch, UTC. */
  readonly readAt: number | null;
};

/** Money set aside, not taken. */
export type Authorisation = {
  /** How much. */
  readonly amount: Money | null;
  /** The provider’s reference. */
  readonly reference: string;
  /** When. Milliseconds since the epoch, UTC. */
  readonly at: number | null;
  /** When it lapses by itself. Milliseconds since the epoch, UTC. */
  readonly expiresAt: number | null;
};

/** Money taken. */
export type Capture = {
  /** How much. */
  readonly amount: Money | null;
  /** The provider’s reference. */
  readonly reference: string;
  /** When. Milliseconds since the epoch, UTC. */
  readonly at: number | null;
};

/** Money set free again. */
export type Voidance = {
  /** The provider’s reference. */
  readonly reference: string;
  /** When. Milliseconds since the epoch, UTC. */
  readonly at: number | null;
};

/** Money given back for one return. */
export type Refund = {
  /** Natural id: the shipment version that brought the return. */
  readonly refundId: string;
  /** How much. */
  readonly amount: Money | null;
  /** What became of it. */
  readonly status: RefundStatus;
  /** The provider’s reference. */
  readonly reference: string;
  /** When it was done. Milliseconds since the epoch, UTC. */
  readonly at: number | null;
};

/** Where the refund stands. */
export type RefundStatus =
  | 'UNKNOWN'
  | 'PENDING'
  | 'DONE'
  | 'FAILED';

/** A step that failed for good and waits for a person. */
export type PaymentFailure = {
  /** Which step. */
  readonly step: PaymentStep;
  /** A stable code. */
  readonly code: string;
  /** Since when. Milliseconds since the epoch, UTC. */
  readonly since: number | null;
};

/** Steps of a payment. */
export type PaymentStep =
  | 'UNKNOWN'
  | 'AUTHORISE'
  | 'CAPTURE'
  | 'VOID'
  | 'REFUND';
