// Generated from the .avsc files by `npm run generate`; do not edit.
import type { AllocationStatus, Deadline, Event, OrderSeen, PendingEffect, ShipmentSeen, StockRequestType, Transition } from './shared.ts';

/** The reservation of one order’s lines, whole, as it stands after the change. The lines are the reservations themselves; stock holds totals only. */
export type Allocation = {
  /** What happened and why. */
  readonly event: Event;
  /** The key. */
  readonly orderId: string;
  /** Counts 1, 2, 3… per key at the owner. */
  readonly version: number;
  /** Where the allocation stands. */
  readonly status: AllocationStatus;
  /** The newest fact of the order that was taken in. */
  readonly order: OrderSeen | null;
  /** The newest fact of the shipment that was taken in. */
  readonly shipment: ShipmentSeen | null;
  /** Version of the order (REJECTING, CANCELLING, STOPPING) that this fact answers, also where nothing was to be done. */
  readonly answersVersion: number | null;
  /** Each line’s reservation. At most 500. Never exceeded: an order of more than 500 lines is rejected. */
  readonly lines: readonly AllocationLine[];
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
export type AllocationLine = {
  /** Number of the line within its order, from 1. */
  readonly line: number;
  /** The product. */
  readonly sku: string;
  /** How many. */
  readonly quantity: number;
  /** What stock has confirmed last. */
  readonly status: AllocationLineStatus;
  /** The stock request whose reply is awaited; null where none is. */
  readonly asked: AskedOfStock | null;
  /** How many of them went back to stock after a return. */
  readonly restockedQuantity: number;
  /** Version of the stock that answered last. */
  readonly stockVersion: number | null;
  /** Code of the last refusal. */
  readonly reason: string | null;
};

/** Where the line stands. */
export type AllocationLineStatus =
  | 'UNKNOWN'
  | 'REQUESTED'
  | 'RESERVED'
  | 'SHORT'
  | 'RELEASED'
  | 'CONSUMED'
  | 'RESTOCKED';

/** An open stock request. */
export type AskedOfStock = {
  /** Natural id: order, line, kind, count. */
  readonly requestId: string;
  /** What was asked. */
  readonly type: StockRequestType;
  /** How many. */
  readonly quantity: number;
  /** Since when. Milliseconds since the epoch, UTC. */
  readonly since: number | null;
};
