// Generated from the .avsc files by `npm run generate`; do not edit.
import type { Deadline, Event, PendingEffect, Transition } from './shared.ts';

/** What was told of one order by webhooks, and what is to be told. Nothing personal. */
export type WebhookDelivery = {
  /** What happened and why. */
  readonly event: Event;
  /** The key. */
  readonly orderId: string;
  /** Counts 1, 2, 3… per key at the owner. */
  readonly version: number;
  /** Where the deliveries of this order stand. */
  readonly status: WebhookDeliveryStatus;
  /** The newest fact of each topic that somebody wanted. At most 4. Never exceeded: the topics are fixed by the code. */
  readonly seen: readonly FactSeen[];
  /** What is still to be told to somebody, oldest first. At most 32. Of a topic’s messages that nobody is being told, the older give way to the newest, which tells it all. */
  readonly messages: readonly WebhookMessage[];
  /** One for each subscription that something was told, or is to be told. At most 32. Further subscriptions are told nothing of this order, and it is alarmed; the API refuses more than 32. */
  readonly targets: readonly WebhookTarget[];
  /** What this key went through, oldest first. At most 32. The oldest but the first is dropped, and historyDropped counts it. */
  readonly history: readonly Transition[];
  /** How many entries the history has dropped. */
  readonly historyDropped: number;
  /** Steps that are owed, each name at most once. At most 16. Never exceeded: the names are fixed by the code; one too many parks the key. */
  readonly deadlines: readonly Deadline[];
  /** Effects intended and not answered yet. At most 16. No further effect begins before one is answered. */
  readonly effects: readonly PendingEffect[];
};

/** All told; being told; waiting for a subscription to go on; a message that its receiver does not take. */
export type WebhookDeliveryStatus =
  | 'UNKNOWN'
  | 'DELIVERED'
  | 'DELIVERING'
  | 'WAITING'
  | 'REFUSED';

/** The newest fact of a topic that was taken in. */
export type FactSeen = {
  /** Name of the topic without the installation’s prefix. */
  readonly topic: string;
  /** Version of that fact; a stale or equal one is ignored. */
  readonly version: number;
  /** Hash of what is told of it: the same again is no news. */
  readonly content: string;
};

/** What is told of one fact. */
export type WebhookMessage = {
  /** Name of the topic without the installation’s prefix. */
  readonly topic: string;
  /** Version of the fact. */
  readonly version: number;
  /** Id of the fact’s event; CloudEvents’ id. */
  readonly eventId: string;
  /** Type of the fact’s event; CloudEvents’ type. */
  readonly type: string;
  /** When it happened; CloudEvents’ time. Milliseconds since the epoch, UTC. */
  readonly time: number;
  /** What is told, as JSON. */
  readonly data: string;
};

/** How far one subscription is. */
export type WebhookTarget = {
  /** The subscription. */
  readonly subscriptionId: string;
  /** Version of it that was read last. */
  readonly subscriptionVersion: number;
  /** Of the subscription, as it was read last. */
  readonly activation: number;
  /** Where to, as read for the delivery under way; empty where there is none. */
  readonly url: string;
  /** Names of the secrets that sign the delivery under way, the newest first. At most 2. Never exceeded: the newest and the one before. */
  readonly secretIds: readonly string[];
  /** What is to be told, in this order. At most 32. The older of a topic give way to the newest, which tells it all. */
  readonly queue: readonly FactRef[];
  /** The newest fact of each topic that was told. At most 4. Never exceeded: the topics are fixed by the code. */
  readonly delivered: readonly FactRef[];
  /** How many messages were told. */
  readonly deliveredCount: number;
  /** When the last was told. Milliseconds since the epoch, UTC. */
  readonly deliveredAt: number | null;
  /** How many messages gave way to a newer one. */
  readonly dropped: number;
  /** Of the first in the queue. */
  readonly attempt: number;
  /** Whether the subscription has to go on first. */
  readonly waiting: boolean;
  /** Code of the failure that the first in the queue is: its receiver refused the content, or kept failing for this one alone. */
  readonly refused: string | null;
  /** Stable code of the last failure. */
  readonly lastError: string | null;
  /** When it failed. Milliseconds since the epoch, UTC. */
  readonly lastErrorAt: number | null;
};

/** A version of one of the order’s facts. */
export type FactRef = {
  /** Name of the topic without the installation’s prefix. */
  readonly topic: string;
  /** The version. */
  readonly version: number;
};
