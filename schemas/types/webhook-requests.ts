// Generated from the .avsc files by `npm run generate`; do not edit.
import type { Event, VersionRef } from './shared.ts';

/** Something asked of webhooks. */
export type WebhookRequest = {
  /** What happened and why. */
  readonly event: Event;
  /** The key. */
  readonly subscriptionId: string;
  /** What is asked; the body of that name is filled, where it has one. */
  readonly type: WebhookRequestType;
  /** Hash of what the client sent; another one under the same request id is rejected as idempotency-key-reused. */
  readonly bodyHash: string | null;
  /** Versions that this request rests on; the owner rejects where one has been overtaken (If-Match). At most 8. The API refuses a request that names more. */
  readonly restsOn: readonly VersionRef[];
  /** Filled for SUBSCRIBE. */
  readonly subscribe: WebhookTerms | null;
  /** Filled for CHANGE: the whole new content. */
  readonly change: WebhookTerms | null;
};

/** Kinds of request. */
export type WebhookRequestType =
  | 'UNKNOWN'
  | 'SUBSCRIBE'
  | 'CHANGE'
  | 'PAUSE'
  | 'RESUME'
  | 'ROTATE'
  | 'REMOVE';

/** Where to, and what. */
export type WebhookTerms = {
  /** Where messages are posted to. */
  readonly url: string;
  /** Types of event that are wanted: whole ones, or with * for the end of it. At most 32. The API refuses more. */
  readonly types: readonly string[];
};
