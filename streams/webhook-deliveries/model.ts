import type { Context } from '../../runtime/tasks/definition.ts';
import type { Draft } from '../../runtime/tasks/fat-event.ts';
import type { Patience } from '../../runtime/tasks/patience.ts';
import type { Order } from '../../schemas/types/orders.ts';
import type { Shipment } from '../../schemas/types/shipments.ts';
import type { FactRef, WebhookDelivery, WebhookTarget } from '../../schemas/types/webhook-deliveries.ts';
import type { Webhook } from '../../schemas/types/webhooks.ts';
import { FAILING_FOR } from '../webhooks/model.ts';

export type DeliveryInputs = { orders: Order; shipments: Shipment };
export type DeliveryTables = { webhooks: Webhook };
export type DeliveryContext = Context<DeliveryTables>;
export type DeliveryDraft = Draft<WebhookDelivery>;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How patient deliveries are with a receiver. */
export type Pacing = {
  /**
   * For how long one delivery is tried before it is given up, ms. Default 15 minutes. Shorter: a receiver that is being
   * updated is suspended. Longer: each order of that time keeps trying. Nothing is lost either way.
   */
  readonly triedFor: number;
  /** The wait before a delivery is tried again, and the longest, ms. Default 5 s and 5 minutes; it doubles. */
  readonly first: number;
  readonly longest: number;
  /** How soon a delivery that waits looks whether its subscription goes on. Default 5 s, doubling up to 4 hours: a fact each. */
  readonly resume: Patience;
  /** After which time one that was given up, and of which nothing came, is tried anew, ms. Default an hour. */
  readonly unheard: number;
};

export const pacing: Pacing = {
  triedFor: 15 * MINUTE,
  first: 5 * SECOND,
  longest: 5 * MINUTE,
  resume: { within: 5 * SECOND, growth: 2, most: 4 * HOUR, passes: null },
  unheard: FAILING_FOR,
};

/** For a receiver to take something in; alarmed at each pass. Suspension comes long before. */
export const delivering: Patience = { within: HOUR, growth: 2, most: 24 * HOUR, passes: null };

/** Subscriptions that one order is told to; the schema's bound. */
export const MOST_TARGETS = 32;
/** Effects of one order at once; the schema's bound. */
export const MOST_EFFECTS = 16;

export const sameFact = (a: FactRef, b: FactRef): boolean => a.topic === b.topic && a.version === b.version;

/** The effect of telling this fact to this subscription. */
export const effectIdOf = (orderId: string, subscriptionId: string, { topic, version }: FactRef): string =>
  `${orderId}/webhook/${subscriptionId}/${topic}/${version}`;

export const emptyTarget = (subscriptionId: string): WebhookTarget => ({
  subscriptionId,
  subscriptionVersion: 0,
  activation: 0,
  url: '',
  secretIds: [],
  queue: [],
  delivered: [],
  deliveredCount: 0,
  deliveredAt: null,
  dropped: 0,
  attempt: 0,
  waiting: false,
  refused: null,
  lastError: null,
  lastErrorAt: null,
});
