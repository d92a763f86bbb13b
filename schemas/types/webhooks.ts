// Generated from the .avsc files by `npm run generate`; do not edit.
import type { AppliedRequest, Deadline, Event, PendingEffect, Transition } from './shared.ts';

/** A subscription, whole, as it stands after the change. Its secrets are nowhere: they are made of its key in the vault. */
export type Webhook = {
  /** What happened and why. */
  readonly event: Event;
  /** The key. */
  readonly subscriptionId: string;
  /** Counts 1, 2, 3… per key at the owner. */
  readonly version: number;
  /** Where the subscription stands. */
  readonly status: WebhookStatus;
  /** Where messages are posted to; empty once it is removed. */
  readonly url: string;
  /** Types of event that are wanted: whole ones, or with * for the end of it. At most 32. The API refuses more. */
  readonly types: readonly string[];
  /** What happened before is not told. Milliseconds since the epoch, UTC. */
  readonly since: number;
  /** Counts on whenever deliveries begin anew: a report about an earlier one says nothing of this one. */
  readonly activation: number;
  /** Names the secret: the request that asked for it. The secret itself is made of it and of the subscription’s key in the vault. */
  readonly secretId: string;
  /** Names the secret before, while it signs, too. */
  readonly formerSecretId: string | null;
  /** Until when the secret before signs, too. Milliseconds since the epoch, UTC. */
  readonly formerSecretUntil: number | null;
  /** Why deliveries stopped by themselves. */
  readonly suspension: Suspension | null;
  /** Deliveries whose content the receiver refused, since deliveries began, within a day. At most 16. Never exceeded: the subscription is suspended at 10. */
  readonly refusals: readonly string[];
  /** When the first of these refusals was reported; a day later they count no more. Milliseconds since the epoch, UTC. */
  readonly refusalsSince: number | null;
  /** Deliveries that were given up, of the last hour, since deliveries began. One alone is the order’s own failure. At most 16. Never exceeded: the subscription is suspended at 3. */
  readonly failing: readonly DeliveryReported[];
  /** The newest requests decided for this key. At most 64. The oldest is dropped; its repeat is then judged by the state, like a new request. */
  readonly requests: readonly AppliedRequest[];
  /** What this key went through, oldest first. At most 32. The oldest but the first is dropped, and historyDropped counts it. */
  readonly history: readonly Transition[];
  /** How many entries the history has dropped. */
  readonly historyDropped: number;
  /** Steps that are owed, each name at most once. At most 16. Never exceeded: the names are fixed by the code; one too many parks the key. */
  readonly deadlines: readonly Deadline[];
  /** Effects intended and not answered yet. At most 16. No further effect begins before one is answered. */
  readonly effects: readonly PendingEffect[];
};

/** Where a subscription stands. */
export type WebhookStatus =
  | 'UNKNOWN'
  | 'ACTIVE'
  | 'PAUSED'
  | 'SUSPENDED'
  | 'REMOVED';

/** What stopped deliveries. */
export type Suspension = {
  /** A stable code of the failure. */
  readonly code: string;
  /** When. Milliseconds since the epoch, UTC. */
  readonly at: number;
  /** The delivery that told. */
  readonly effectId: string;
};

/** A delivery that told of its endpoint. */
export type DeliveryReported = {
  /** The delivery. */
  readonly effectId: string;
  /** When. Milliseconds since the epoch, UTC. */
  readonly at: number;
};
