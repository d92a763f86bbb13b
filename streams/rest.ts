import type { Allocation } from '../schemas/types/allocations.ts';
import type { Order } from '../schemas/types/orders.ts';
import type { Payment } from '../schemas/types/payments.ts';
import type { OrderStatus } from '../schemas/types/shared.ts';
import type { Shipment } from '../schemas/types/shipments.ts';
import * as allocations from './allocations/neighbours.ts';
import { known } from './known.ts';
import * as orders from './orders/neighbours.ts';
import * as payments from './payments/neighbours.ts';
import { asksAnew, orderSeen } from './seen.ts';

/** The newest facts of one order, as far as there are any. */
export type OrderFacts = {
  readonly order: Order | null;
  readonly payment: Payment | null;
  readonly allocation: Allocation | null;
  readonly shipment: Shipment | null;
};

/** A step that somebody owes an order. */
export type Owing = {
  /** A processor, the warehouse, the carrier, the customer, the provider, an operator; or the reader of the facts. */
  readonly by: string;
  readonly step: string;
  /** Since when, where a fact says so. */
  readonly since: number | null;
};

const ENDS: ReadonlySet<OrderStatus> = new Set(['DELIVERED', 'REJECTED', 'CANCELLED', 'RETURNED']);

/**
 * What has to happen before the order is at rest; nothing: it is final (DESIGN §4). An end status is not enough: a
 * neighbour that has not read of it yet has nothing pending, and will have.
 */
export function owedFor(facts: OrderFacts): readonly Owing[] {
  const { order } = facts;
  if (order === null) return [owing('orders', 'take it in')];
  const owed = [...announced(facts), ...unread({ ...facts, order }), ...outdated({ ...facts, order })];
  const open = order.cancellation?.status === 'OPEN' || order.askedVersion !== null;
  if (owed.length === 0 && (open || !ENDS.has(known(order.status, 'status of the order')))) {
    owed.push(owing('orders', `move on from ${order.status}`));
  }
  return once(owed);
}

/** What the facts themselves say is owed. */
function announced({ order, payment, allocation, shipment }: OrderFacts): Owing[] {
  const facts = [order, payment, allocation, shipment].filter(fact => fact !== null);
  const asked = allocation?.lines.filter(line => line.asked !== null) ?? [];
  return [
    ...facts.flatMap(fact => fact.deadlines.map(({ name, owedBy, since }) => owing(owedBy, name, since))),
    ...facts.flatMap(fact => fact.effects.map(({ kind, since }) => owing('provider', kind, since))),
    ...asked.map(({ asked: one }) => owing('stock', (one?.type ?? '').toLowerCase(), one?.since ?? null)),
  ];
}

/**
 * A neighbour has seen a newer fact than is given here: whoever reads four topics does not read all of them equally fast,
 * and what old facts say of each other proves nothing.
 */
function outdated({ order, payment, allocation, shipment }: OrderFacts & { readonly order: Order }): Owing[] {
  const seen = [
    ['order', order, [payment?.order, allocation?.order, shipment?.order]],
    ['payment', payment, [order.payment]],
    ['allocation', allocation, [order.allocation]],
    ['shipment', shipment, [order.shipment, payment?.shipment, allocation?.shipment]],
  ] as const;
  return seen.flatMap(([name, fact, by]) => {
    const newest = Math.max(0, ...by.map(one => one?.version ?? 0));
    return newest > (fact?.version ?? 0) ? [owing('reader', `read version ${newest} of the ${name}`)] : [];
  });
}

/** News that a processor has not taken in yet: what it does then is not known before. */
function unread({ order, payment, allocation, shipment }: OrderFacts & { readonly order: Order }): Owing[] {
  const seen = orderSeen(order);
  const owed: Owing[] = [];
  const ends = ENDS.has(order.status);
  const neighbours = [
    ['payments', payment],
    ['allocations', allocation],
    ['shipping', shipment],
  ] as const;
  for (const [by, fact] of neighbours) {
    if (fact === null ? ends || order.askedVersion !== null : asksAnew(seen, fact.order, fact.answersVersion)) {
      owed.push(owing(by, 'answer the order'));
    }
  }
  if (payment && shipment && payments.shipmentNews(payment, shipment) !== null) {
    owed.push(owing('payments', 'take in the shipment'));
  }
  if (allocation && shipment && allocations.shipmentNews(allocation, shipment) !== null) {
    owed.push(owing('allocations', 'take in the shipment'));
  }
  if (payment && orders.paymentNews(order, payment) !== null) owed.push(owing('orders', 'take in the payment'));
  if (allocation && orders.allocationNews(order, allocation) !== null) {
    owed.push(owing('orders', 'take in the allocation'));
  }
  if (shipment && orders.shipmentNews(order, shipment) !== null) owed.push(owing('orders', 'take in the shipment'));
  return owed;
}

const owing = (by: string, step: string, since: number | null = null): Owing => ({ by, step, since });

/** Two facts may name the same step, such as the warehouse's packing. */
const once = (owed: readonly Owing[]): readonly Owing[] =>
  [...new Map(owed.toReversed().map(one => [`${one.by} ${one.step}`, one])).values()].toReversed();
