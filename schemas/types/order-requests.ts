// Generated from the .avsc files by `npm run generate`; do not edit.
import type { Address, Event, LineQuantity, Money, VersionRef } from './shared.ts';

/** Something asked of orders: place, cancel, return. */
export type OrderRequest = {
  /** What happened and why. */
  readonly event: Event;
  /** The key. */
  readonly orderId: string;
  /** Whose personal data this holds; needed wherever a personal field is filled. */
  readonly customerId: string | null;
  /** What is asked; the body of that name is filled. */
  readonly type: OrderRequestType;
  /** Hash of what the client sent; another one under the same request id is rejected as idempotency-key-reused. */
  readonly bodyHash: string | null;
  /** Versions that this request rests on; the owner waits for them, with a deadline, and rejects where one has been overtaken (If-Match). At most 8. The API refuses a request that names more. */
  readonly restsOn: readonly VersionRef[];
  /** Filled for PLACE: what the client sent; orders enriches it from its tables. */
  readonly place: PlaceOrder | null;
  /** Filled for CANCEL. */
  readonly cancel: CancelOrder | null;
  /** Filled for RETURN. */
  readonly return: ReturnOrder | null;
};

/** Kinds of request. */
export type OrderRequestType =
  | 'UNKNOWN'
  | 'PLACE'
  | 'CANCEL'
  | 'RETURN';

/** A new order. */
export type PlaceOrder = {
  /** When the customer placed it, where that was earlier (an import); null: the time of the event. Milliseconds since the epoch, UTC. */
  readonly placedAt: number | null;
  /** What is ordered. At most 500. The API refuses an order with more. */
  readonly lines: readonly PlaceLine[];
  /** Where to; null: the customer’s default address. */
  readonly shippingAddress: Address | null;
  /** Loyalty points to be turned into a discount. */
  readonly pointsToSpend: number;
  /** The total that the customer saw; another one now is rejected as total-changed. */
  readonly expectedTotal: Money | null;
  /** What the customer wrote to the shop or the recipient. Personal: ciphertext everywhere but at the API; null once the key is destroyed. */
  readonly note: string | null;
};

/** One line. */
export type PlaceLine = {
  /** Number of the line, from 1. */
  readonly line: number;
  /** The product. */
  readonly sku: string;
  /** How many, at least 1. */
  readonly quantity: number;
  /** The price that the customer saw; another one now is rejected as price-changed. Null: whatever it costs. */
  readonly unitPrice: Money | null;
};

/** The order is no longer wanted. */
export type CancelOrder = {
  /** A stable code, such as changed-mind. */
  readonly reasonCode: string | null;
  /** What the customer wrote. Personal: ciphertext everywhere but at the API; null once the key is destroyed. */
  readonly reason: string | null;
};

/** Lines are to go back. */
export type ReturnOrder = {
  /** What is to go back. At most 500. The API refuses a return with more. */
  readonly lines: readonly LineQuantity[];
  /** A stable code, such as damaged. */
  readonly reasonCode: string | null;
  /** What the customer wrote. Personal: ciphertext everywhere but at the API; null once the key is destroyed. */
  readonly reason: string | null;
};
