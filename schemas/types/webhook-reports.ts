// Generated from the .avsc files by `npm run generate`; do not edit.
import type { Event } from './shared.ts';

/** What a delivery tells of its subscription’s endpoint. */
export type WebhookReport = {
  /** What happened and why. */
  readonly event: Event;
  /** The key. */
  readonly subscriptionId: string;
  /** Of the subscription, as the delivery had read it. */
  readonly activation: number;
  /** What is reported. */
  readonly kind: WebhookReportKind;
  /** A stable code. */
  readonly code: string;
  /** The delivery. */
  readonly effectId: string;
};

/** What a delivery met: an endpoint that keeps failing; one that wants nothing any more; content that it refuses. */
export type WebhookReportKind =
  | 'UNKNOWN'
  | 'FAILING'
  | 'GONE'
  | 'REFUSED';
