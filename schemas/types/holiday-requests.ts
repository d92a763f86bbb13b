// Generated from the .avsc files by `npm run generate`; do not edit.
import type { Event, VersionRef } from './shared.ts';

/** Something asked of holidays. */
export type HolidayRequest = {
  /** What happened and why. */
  readonly event: Event;
  /** The key. */
  readonly holidayId: string;
  /** What is asked; the body of that name is filled, where it has one. */
  readonly type: HolidayRequestType;
  /** Hash of what the client sent; another one under the same request id is rejected as idempotency-key-reused. */
  readonly bodyHash: string | null;
  /** Versions that this request rests on; the owner rejects where one has been overtaken (If-Match). At most 8. The API refuses a request that names more. */
  readonly restsOn: readonly VersionRef[];
  /** Filled for BOOK. */
  readonly book: HolidayTerms | null;
};

/** Kinds of request. */
export type HolidayRequestType =
  | 'UNKNOWN'
  | 'BOOK'
  | 'CANCEL';

/** What is wanted. */
export type HolidayTerms = {
  /** Who travels. */
  readonly customerId: string;
  /** First day, as in 2027-05-01. */
  readonly from: string;
  /** Last day. */
  readonly until: string;
  /** Class of the car, in the provider’s words. */
  readonly car: string;
  /** The hotel, in the provider’s words. */
  readonly hotel: string;
  /** Flights, in the order in which they are wished for: the next is tried where one is full. At most 8. The API refuses more. */
  readonly flights: readonly string[];
};
