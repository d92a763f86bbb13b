import type { Allocation } from '../../../schemas/types/allocations.ts';
import type { Order } from '../../../schemas/types/orders.ts';
import type { Payment } from '../../../schemas/types/payments.ts';
import type { Shipment } from '../../../schemas/types/shipments.ts';
import { type OrderFacts, type Owing, owedFor } from '../../../streams/rest.ts';
import { add, count, type Sums } from '../../sums.ts';

export type FactOf = { orders: Order; payments: Payment; allocations: Allocation; shipments: Shipment };
export type FactTopic = keyof FactOf;
export const factTopics: readonly FactTopic[] = ['orders', 'payments', 'allocations', 'shipments'];

/** What became of the orders of a file. */
export type OrdersReport = {
  readonly orders: number;
  readonly atRest: number;
  /** By status; `NOT_PLACED`: rejected before there was an order. */
  readonly states: Readonly<Record<string, number>>;
  /** Why those were rejected that are REJECTING, REJECTED or NOT_PLACED, by code. */
  readonly reasons: Readonly<Record<string, number>>;
  /** What is to be paid for all of them, where that is known; else what the file says. */
  readonly ordered: Sums;
  readonly captured: Sums;
  readonly refunded: Sums;
  /** Of those that are not at rest, the first: who owes what. */
  readonly owed: readonly { readonly orderId: string; readonly status: string; readonly owes: readonly Owing[] }[];
};

const TOLD = 20;
const nothing: OrderFacts = { order: null, payment: null, allocation: null, shipment: null };
const partOf = { orders: 'order', payments: 'payment', allocations: 'allocation', shipments: 'shipment' } as const;

/** Keeps the newest facts of the orders that it watches, and which of them are at rest. */
export function createTally(orderIds: Iterable<string>) {
  const facts = new Map<string, OrderFacts>();
  for (const orderId of orderIds) facts.set(orderId, nothing);
  const moving = new Set(facts.keys());
  const refused = new Map<string, string>();

  return {
    watches: (orderId: string): boolean => facts.has(orderId),

    /** A fact of an order that is watched. An older one than is known is no news. */
    take<T extends FactTopic>(topic: T, orderId: string, fact: FactOf[T]): void {
      const before = facts.get(orderId);
      if (before === undefined) return;
      const part = partOf[topic];
      if ((before[part]?.version ?? 0) > fact.version) return;
      const after = { ...before, [part]: fact };
      facts.set(orderId, after);
      refused.delete(orderId);
      if (owedFor(after).length === 0) moving.delete(orderId);
      else moving.add(orderId);
    },

    /** It will never be an order: its request was rejected. */
    notPlaced(orderId: string, reason: string): void {
      if (!facts.has(orderId)) return;
      refused.set(orderId, reason);
      moving.delete(orderId);
    },

    get size(): number {
      return facts.size;
    },

    get left(): number {
      return moving.size;
    },

    report: (): OrdersReport => reportOf(facts, moving, refused),
  };
}

export type Tally = ReturnType<typeof createTally>;

function reportOf(
  all: ReadonlyMap<string, OrderFacts>,
  moving: ReadonlySet<string>,
  refused: ReadonlyMap<string, string>,
): OrdersReport {
  const states: Record<string, number> = {};
  const reasons: Record<string, number> = {};
  const sums = { ordered: {}, captured: {}, refunded: {} } satisfies Record<string, Sums>;
  for (const [orderId, { order, payment }] of all) {
    const reason = refused.get(orderId) ?? order?.rejection?.code;
    count(states, refused.has(orderId) ? 'NOT_PLACED' : (order?.status ?? 'NOT_SEEN'), 1);
    if (reason !== undefined) count(reasons, reason, 1);
    add(sums.ordered, order?.total ?? order?.expectedTotal ?? null);
    add(sums.captured, payment?.captured ?? null);
    add(sums.refunded, payment?.refunded ?? null);
  }
  const owed = [...moving].slice(0, TOLD).map(orderId => {
    const one = all.get(orderId) ?? nothing;
    return { orderId, status: one.order?.status ?? 'NOT_SEEN', owes: owedFor(one) };
  });
  return { orders: all.size, atRest: all.size - moving.size, states, reasons, ...sums, owed };
}
