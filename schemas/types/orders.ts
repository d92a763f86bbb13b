// Generated from the .avsc files by `npm run generate`; do not edit.
import type { Address, AllocationStatus, AppliedRequest, CustomerStatus, Deadline, Event, LineQuantity, Money, OrderStatus, PaymentSeen, PendingEffect, ShipmentSeen, Transition } from './shared.ts';

/** An order, whole, as it stands after the change. */
export type Order = {
  /** What happened and why. */
  readonly event: Event;
  /** The key. */
  readonly orderId: string;
  /** Whose order it is. */
  readonly customerId: string;
  /** Counts 1, 2, 3… per key at the owner. */
  readonly version: number;
  /** Where the order stands. */
  readonly status: OrderStatus;
  /** When the customer placed it. Milliseconds since the epoch, UTC. */
  readonly placedAt: number | null;
  /** What was read of the customer, and in which version. */
  readonly customer: CustomerRead | null;
  /** What is ordered, enriched from the products. At most 500. Never exceeded: an order of more than 500 lines is rejected. */
  readonly lines: readonly OrderLine[];
  /** Sum of the lines; null while RECEIVED. */
  readonly subtotal: Money | null;
  /** What the spent points take off. */
  readonly discount: Money | null;
  /** What is to be paid: subtotal less discount; null while RECEIVED. */
  readonly total: Money | null;
  /** The total that the customer saw. */
  readonly expectedTotal: Money | null;
  /** Where to, as ordered. */
  readonly shippingAddress: Address | null;
  /** What the customer wrote to the shop or the recipient. Personal: ciphertext everywhere but at the API; null once the key is destroyed. */
  readonly note: string | null;
  /** The points to be spent, where some are. */
  readonly loyalty: LoyaltySeen | null;
  /** The newest fact of the payment that was taken in. */
  readonly payment: PaymentSeen | null;
  /** The newest fact of the allocation that was taken in. */
  readonly allocation: AllocationSeen | null;
  /** The newest fact of the shipment that was taken in. */
  readonly shipment: ShipmentSeen | null;
  /** Version of this order that the neighbours have to answer before it moves on; null where nothing is asked. */
  readonly askedVersion: number | null;
  /** Why it is being, or was, rejected. */
  readonly rejection: Rejection | null;
  /** The cancel that is being, or was, decided. */
  readonly cancellation: Cancellation | null;
  /** Returns asked for, open or closed. At most 32. The oldest closed one is dropped; a return beyond 32 open ones is rejected. */
  readonly returns: readonly ReturnCase[];
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

/** The customer as read from the table. */
export type CustomerRead = {
  /** Version read. */
  readonly version: number;
  /** Status read. */
  readonly status: CustomerStatus;
};

/** One line. */
export type OrderLine = {
  /** Number of the line, from 1. */
  readonly line: number;
  /** The product. */
  readonly sku: string;
  /** How many. */
  readonly quantity: number;
  /** Title, as read. */
  readonly title: string;
  /** Artist, as read. */
  readonly artist: string;
  /** Format, as read. */
  readonly format: string;
  /** The price that the customer saw. */
  readonly requestedPrice: Money | null;
  /** The price agreed, as read; null while RECEIVED. */
  readonly unitPrice: Money | null;
  /** Version of the product that was read; null while RECEIVED. */
  readonly productVersion: number | null;
  /** How many came back and are refunded. */
  readonly returnedQuantity: number;
};

/** What became of holding the points. */
export type LoyaltySeen = {
  /** The request to loyalty. */
  readonly requestId: string;
  /** Points asked for. */
  readonly points: number;
  /** What loyalty answered last. */
  readonly status: LoyaltyHold;
  /** Version of the account that answered. */
  readonly accountVersion: number | null;
  /** What the held points are worth. */
  readonly discount: Money | null;
};

/** Where the hold stands. */
export type LoyaltyHold =
  | 'UNKNOWN'
  | 'ASKED'
  | 'HELD'
  | 'REFUSED'
  | 'GIVING_BACK'
  | 'GIVEN_BACK';

/** The newest fact of the allocation that was taken in. */
export type AllocationSeen = {
  /** Version of that fact; a stale or equal one is ignored. */
  readonly version: number;
  /** Its status. */
  readonly status: AllocationStatus;
  /** Version of the order that it answers. */
  readonly answersVersion: number | null;
  /** Lines that stock could not reserve. At most 500. Never exceeded: an order of more than 500 lines is rejected. */
  readonly shortLines: readonly number[];
  /** Whether a reply is still awaited there. */
  readonly open: boolean;
};

/** The first reason, which stays. */
export type Rejection = {
  /** A stable code, such as insufficient-stock, declined, unknown-sku. */
  readonly code: string;
  /** Who gave the reason. */
  readonly by: string;
  /** Since when. Milliseconds since the epoch, UTC. */
  readonly since: number | null;
};

/** A cancel, and what became of it. */
export type Cancellation = {
  /** The request, whose outcome is written with the decision. */
  readonly requestId: string;
  /** When it was asked. Milliseconds since the epoch, UTC. */
  readonly at: number | null;
  /** What became of it. */
  readonly status: CancellationStatus;
  /** Why, as a code. */
  readonly reasonCode: string | null;
  /** Why, in the customer’s words. Personal: ciphertext everywhere but at the API; null once the key is destroyed. */
  readonly reason: string | null;
};

/** Where the cancel stands. */
export type CancellationStatus =
  | 'UNKNOWN'
  | 'OPEN'
  | 'ACCEPTED'
  | 'REFUSED';

/** One return. */
export type ReturnCase = {
  /** The request. */
  readonly requestId: string;
  /** When it was asked. Milliseconds since the epoch, UTC. */
  readonly at: number | null;
  /** What is to go back. At most 500. Never exceeded: an order of more than 500 lines is rejected. */
  readonly lines: readonly LineQuantity[];
  /** What became of it. */
  readonly status: ReturnStatus;
  /** Why, as a code. */
  readonly reasonCode: string | null;
  /** Why, in the customer’s words. Personal: ciphertext everywhere but at the API; null once the key is destroyed. */
  readonly reason: string | null;
  /** What had come back of its lines when it was asked, and was asked for by no other: it does not count for this one. At most 500. Never exceeded: an order of more than 500 lines is rejected. */
  readonly unasked: readonly LineQuantity[];
};

/** Where the return stands. */
export type ReturnStatus =
  | 'UNKNOWN'
  | 'OPEN'
  | 'RECEIVED'
  | 'EXPIRED';
