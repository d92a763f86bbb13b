import { hash } from 'node:crypto';
import type { EventStamp } from '../../runtime/tasks/fat-event.ts';
import type { ShownRecord } from '../follow/shown-record.ts';

/**
 * The topics that tell an order's life; what leads to something else comes first, so that of two at the same time the one
 * that led to the other does.
 */
export const TRAIL = [
  'order-requests',
  'orders',
  'loyalty-requests',
  'loyalty-replies',
  'allocations',
  'stock-requests',
  'stock-replies',
  'payments',
  'order-activity',
  'shipment-requests',
  'shipments',
  'notifications',
  'webhook-deliveries',
] as const;
export type TrailTopic = (typeof TRAIL)[number];

/** Those whose facts count versions, and tell their own history. */
export const FACTS = [
  'orders',
  'payments',
  'allocations',
  'order-activity',
  'shipments',
  'notifications',
  'webhook-deliveries',
] as const;
export type FactTopic = (typeof FACTS)[number];

/**
 * What one processor asks of another lies under the key of what is asked about, a product or a customer, among that of all
 * orders. `by`: who asks; `answers`: where the one answer to each is, under the order's key.
 */
export const ASKED = {
  'loyalty-requests': { by: 'orders', answers: 'loyalty-replies', of: 'loyalty' },
  'stock-requests': { by: 'allocations', answers: 'stock-replies', of: 'stock' },
} as const;
export type AskedTopic = keyof typeof ASKED;
export const isAsked = (topic: TrailTopic): topic is AskedTopic => Object.hasOwn(ASKED, topic);

/** Whether an order waits for an answer of loyalty, by what it says of it. */
export const isAwaited = (status: string): boolean => status === 'ASKED' || status === 'GIVING_BACK';

/** The others: all of an order lies under its id. */
export const KEYED = TRAIL.filter(topic => !isAsked(topic));

/** One thing that happened to an order: a fact, a request, or an answer. */
export type TrailEvent = {
  /** `ce_id`; of what has none, or the same as another request, its place on the log. */
  readonly id: string;
  readonly topic: TrailTopic;
  /** Of a fact: counts 1, 2, 3… at its owner. */
  readonly version: number | null;
  /** As CloudEvents call it; null where the record is not kept any more. */
  readonly type: string | null;
  /** What its history notes, such as PLACED; of a request what is asked, of a reply what it says. */
  readonly what: readonly string[];
  /** A stable code. */
  readonly reason: string | null;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly causes: readonly string[];
  readonly correlationId: string;
  readonly actor: EventStamp['actor'];
  /** How often its record is on the log, beyond the first time: a request that was sent again. */
  readonly repeats: number;
  /** Of a request: what became of it; null: it is not known. */
  readonly outcome: Decided | null;
  /** Null: it is not on the log any more, or was not found, and is known by what a fact or an answer tells of it. */
  readonly record: Omit<ShownRecord, 'raw'> | null;
};

export type Decided = {
  readonly accepted: boolean;
  readonly reason: string | null;
  readonly at: number;
  readonly by: string;
};

/** W3C Trace Context's id of a whole story, as records carry it (runtime/tasks/records.ts). */
export const traceIdOf = (correlationId: string): string => hash('sha256', correlationId).slice(0, 32);

/** An event whose record is not on the log any more, or was not found: what is known of it, and nothing else. */
export const withoutRecord = (
  orderId: string,
  known: Pick<TrailEvent, 'id' | 'topic' | 'what' | 'at'> & Partial<TrailEvent>,
): TrailEvent => ({
  version: null,
  type: null,
  reason: null,
  causes: [],
  correlationId: orderId,
  actor: null,
  repeats: 0,
  outcome: null,
  record: null,
  ...known,
});
