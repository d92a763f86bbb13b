// Generated from the .avsc files by `npm run generate`; do not edit.
import type { ActivityContent, Event } from './shared.ts';

/** A change of an order’s business content, re-keyed by customer. */
export type CustomerActivity = {
  /** What happened and why. */
  readonly event: Event;
  /** The key. */
  readonly customerId: string;
  /** The order. */
  readonly orderId: string;
  /** Version of the order-activity that passed it on. */
  readonly version: number;
  /** The content passed on before; null the first time. Totals take it out and put after in, so no reader keeps each order. */
  readonly before: ActivityContent | null;
  /** The content now. */
  readonly after: ActivityContent;
};
