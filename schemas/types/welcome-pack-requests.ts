// Generated from the .avsc files by `npm run generate`; do not edit.
import type { Event, VersionRef } from './shared.ts';

/** What the warehouse says of a welcome pack. */
export type WelcomePackRequest = {
  /** What happened and why. */
  readonly event: Event;
  /** The key. */
  readonly customerId: string;
  /** What is said; the body of that name is filled. */
  readonly type: WelcomePackRequestType;
  /** Hash of what the client sent; another one under the same request id is rejected as idempotency-key-reused. */
  readonly bodyHash: string | null;
  /** Versions that this request rests on; the owner rejects where one has been overtaken (If-Match). At most 8. The API refuses a request that names more. */
  readonly restsOn: readonly VersionRef[];
  /** Version of the address that it was tried with; null: the one that stands. */
  readonly addressVersion: number | null;
  /** Filled for SENT. */
  readonly sent: PackSent | null;
  /** Filled for FAILED. */
  readonly failed: PackFailed | null;
};

/** Kinds of request. */
export type WelcomePackRequestType =
  | 'UNKNOWN'
  | 'SENT'
  | 'FAILED'
  | 'RESTOCKED';

/** The pack has left. */
export type PackSent = {
  /** Who took it. */
  readonly carrier: string;
  /** The carrier’s tracking code. */
  readonly tracking: string | null;
};

/** The pack could not be sent. */
export type PackFailed = {
  /** no-such-address or out-of-packs. */
  readonly reason: string;
};
