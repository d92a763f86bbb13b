// Generated from the .avsc files by `npm run generate`; do not edit.
import type { Event, VersionRef } from './shared.ts';

/** What the warehouse received, counted or wrote off of one product. */
export type StockReceipt = {
  /** What happened and why. */
  readonly event: Event;
  /** The key. */
  readonly sku: string;
  /** What happened to the goods. */
  readonly type: StockReceiptType;
  /** Hash of what the client sent; another one under the same request id is rejected as idempotency-key-reused. */
  readonly bodyHash: string | null;
  /** Versions that this request rests on; the owner waits for them, with a deadline, and rejects where one has been overtaken (If-Match). At most 8. The API refuses a request that names more. */
  readonly restsOn: readonly VersionRef[];
  /** RECEIVED, WRITTEN_OFF: how many. COUNTED: how many lie on the shelf; stock books the difference. */
  readonly quantity: number;
  /** Delivery note or counting list. */
  readonly reference: string | null;
  /** Why it was written off, as a code. */
  readonly reasonCode: string | null;
};

/** Kinds of receipt. */
export type StockReceiptType =
  | 'UNKNOWN'
  | 'RECEIVED'
  | 'COUNTED'
  | 'WRITTEN_OFF';
