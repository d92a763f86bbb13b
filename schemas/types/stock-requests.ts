// Generated from the .avsc files by `npm run generate`; do not edit.
import type { Event, StockRequestType } from './shared.ts';

/** Something that allocations asks of stock for one order line. */
export type StockRequest = {
  /** What happened and why. */
  readonly event: Event;
  /** The key. */
  readonly sku: string;
  /** What is asked. */
  readonly type: StockRequestType;
  /** For which order; the key of the reply. */
  readonly orderId: string;
  /** For which line of it, from 1. */
  readonly line: number;
  /** How many. */
  readonly quantity: number;
  /** Version of the allocation that asks. */
  readonly allocationVersion: number;
};
