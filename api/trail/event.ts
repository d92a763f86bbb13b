import { hash } from 'node:crypto';
import type { EventStamp } from '../../runtime/tasks/fat-event.ts';
import type { ShownRecord } from '../follow/shown-record.ts';

/**
 * The topics that tell an order's life, all keyed by its id; what leads to something else comes first, so that of two at
 * the same time the one that led to the other does.
 */
export const TRAIL = [
  'order-requests',
  'orders',
  'loyalty-replies',
  'allocations',
  'stock-replies',
  'payments',
  'shipment-requests',
  'shipments',
  'notifications',
  'webhook-deliveries',
] as const;
export type TrailTopic = (typeof TRAIL)[number];

/** Those whose facts count versions, and tell their own history. */
export const FACTS = ['orders', 'payments', 'allocations', 'shipments', 'notifications', 'webhook-deliveries'] as const;
export type FactTopic = (typeof FACTS)[number];

/** One thing that happened to an order: a fact, a request, or an answer. */
export type TrailEvent = {
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
  /** Null: it is not on the log any more, and known by what a later fact tells of it. */
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
