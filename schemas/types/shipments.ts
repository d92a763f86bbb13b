// Generated from the .avsc files by `npm run generate`; do not edit.
import type { Address, AppliedRequest, Deadline, Event, OrderSeen, PendingEffect, ShipmentStatus, Transition } from './shared.ts';

/** The shipment of one order, whole, as it stands after the change. */
export type Shipment = {
  /** What happened and why. */
  readonly event: Event;
  /** The key. */
  readonly orderId: string;
  /** Whose order it is. */
  readonly customerId: string;
  /** Counts 1, 2, 3… per key at the owner. */
  readonly version: number;
  /** Where the shipment stands. */
  readonly status: ShipmentStatus;
  /** The newest fact of the order that was taken in. */
  readonly order: OrderSeen | null;
  /** Version of the order (REJECTING, CANCELLING, STOPPING) that this fact answers, also where nothing was to be done. */
  readonly answersVersion: number | null;
  /** Where to, as ordered. */
  readonly address: Address | null;
  /** How many parcels. */
  readonly parcels: number;
  /** Which carrier. */
  readonly carrier: string | null;
  /** The carrier’s tracking code. */
  readonly tracking: string | null;
  /** What is in it. At most 500. Never exceeded: an order of more than 500 lines is rejected. */
  readonly lines: readonly ShipmentLine[];
  /** When it was packed. Milliseconds since the epoch, UTC. */
  readonly packedAt: number | null;
  /** When the carrier took it. Milliseconds since the epoch, UTC. */
  readonly dispatchedAt: number | null;
  /** When it arrived. Milliseconds since the epoch, UTC. */
  readonly deliveredAt: number | null;
  /** Code of the failed delivery. */
  readonly failureReason: string | null;
  /** What the warehouse or the carrier wrote about it; it may name people. Personal: ciphertext everywhere but at the API; null once the key is destroyed. */
  readonly note: string | null;
  /** The newest requests decided for this key. At most 64. The oldest is dropped; its repeat is then judged by the state, like a new request. */
  readonly requests: readonly AppliedRequest[];
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
export type ShipmentLine = {
  /** Number of the line within its order, from 1. */
  readonly line: number;
  /** The product. */
  readonly sku: string;
  /** How many. */
  readonly quantity: number;
  /** Title, for the packing list. */
  readonly title: string;
  /** Of them came back, to be refunded. */
  readonly refundedQuantity: number;
  /** Of them came back, to be restocked. */
  readonly restockedQuantity: number;
};
