import type { AllocationDocument } from '../../projections/allocations/project.ts';
import type { OrderDocument } from '../../projections/orders/project.ts';
import type { PaymentDocument } from '../../projections/payments/project.ts';
import type { ShipmentDocument } from '../../projections/shipments/project.ts';
import type { Deadline, Transition } from '../../schemas/types/shared.ts';
import { type Action, actionsOf } from './actions.ts';

/** An order and its neighbours, as the read models have them; personal texts are opened. */
export type OrderParts = {
  readonly order: OrderDocument;
  readonly payment: PaymentDocument | null;
  readonly allocation: AllocationDocument | null;
  readonly shipment: ShipmentDocument | null;
};

export const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at));
const iso = (at: number): string => new Date(at).toISOString();

/** What the API answers. */
export function orderView({ order, payment, allocation, shipment }: OrderParts) {
  return {
    orderId: order.orderId,
    version: order.version,
    status: order.status,
    customerId: order.customerId,
    placedAt: isoOrNull(order.placedAt),
    lines: order.lines.map(({ line, sku, title, artist, format, quantity, unitPrice, returnedQuantity }) => ({
      line,
      sku,
      title,
      artist,
      format,
      quantity,
      unitPrice,
      returnedQuantity,
    })),
    subtotal: order.subtotal,
    discount: order.discount,
    total: order.total,
    shippingAddress: order.shippingAddress,
    note: order.note,
    rejection: order.rejection && { ...order.rejection, since: isoOrNull(order.rejection.since) },
    cancellation: order.cancellation && { ...order.cancellation, at: isoOrNull(order.cancellation.at) },
    returns: order.returns.map(one => ({ ...one, at: isoOrNull(one.at) })),
    owed: owedIn({ order, payment, allocation, shipment }),
    payment: payment && paymentView(payment),
    allocation: allocation && {
      version: allocation.version,
      status: allocation.status,
      lines: allocation.lines.map(({ line, sku, quantity, status, reason }) => ({
        line,
        sku,
        quantity,
        status,
        reason,
      })),
    },
    shipment: shipment && shipmentView(shipment),
    story: storyOf({ order, payment, allocation, shipment }),
    links: linksOf(order, shipment),
    actions: orderActions(order),
  };
}

export const paymentView = (payment: PaymentDocument) => ({
  version: payment.version,
  status: payment.status,
  amount: payment.amount,
  captured: payment.captured,
  refunded: payment.refunded,
  declineReason: payment.declineReason,
  failure: payment.failure && { ...payment.failure, since: isoOrNull(payment.failure.since) },
});

export const shipmentView = (shipment: ShipmentDocument) => ({
  orderId: shipment.orderId,
  version: shipment.version,
  status: shipment.status,
  address: shipment.address,
  parcels: shipment.parcels,
  carrier: shipment.carrier,
  tracking: shipment.tracking,
  lines: shipment.lines,
  packedAt: isoOrNull(shipment.packedAt),
  dispatchedAt: isoOrNull(shipment.dispatchedAt),
  deliveredAt: isoOrNull(shipment.deliveredAt),
  failureReason: shipment.failureReason,
  note: shipment.note,
  owed: shipment.deadlines.map(owedView),
  links: shipmentLinks(shipment.orderId, shipment.status),
  actions: shipmentActions(shipment.orderId, shipment.status),
});

const owedView = ({ name, owedBy, since, due, passes }: Deadline) => ({
  step: name,
  owedBy,
  since: iso(since),
  due: iso(due),
  overdue: passes > 0,
});

/** A step that several wait for is owed once, by the earliest time. */
export function owedOf(deadlines: readonly Deadline[]) {
  const sorted = [...deadlines].sort((one, other) => one.due - other.due);
  return sorted
    .filter((one, n) => sorted.findIndex(other => other.name === one.name && other.owedBy === one.owedBy) === n)
    .map(owedView);
}

const owedIn = ({ order, payment, allocation, shipment }: OrderParts) =>
  owedOf([order, payment, allocation, shipment].flatMap(part => part?.deadlines ?? []));

/** What one of them went through. */
export const stepsOf = (by: string, history: readonly Transition[]) =>
  history.map(({ what, at, version, reason }) => ({ at: iso(at), by, what, reason, version }));

/** The steps of all four, as one story. Of two at the same time, the one that led to the other comes first. */
function storyOf({ order, payment, allocation, shipment }: OrderParts) {
  const part = (by: string, history: readonly Transition[] | undefined) => stepsOf(by, history ?? []);
  return [
    ...part('orders', order.history),
    ...part('allocations', allocation?.history),
    ...part('payments', payment?.history),
    ...part('shipping', shipment?.history),
  ].sort((one, other) => one.at.localeCompare(other.at, 'en'));
}

const BEFORE_DISPATCH: readonly string[] = ['RECEIVED', 'PLACED', 'CONFIRMED', 'PACKED'];

const pathOf = (orderId: string): string => `/orders/${encodeURIComponent(orderId)}`;

function orderActions({ orderId, status }: OrderDocument): Action[] {
  const self = pathOf(orderId);
  const back = status === 'DELIVERED' || status === 'RETURNING';
  return actionsOf(
    { name: 'cancel', method: 'POST', href: `${self}/cancellation`, when: BEFORE_DISPATCH.includes(status) },
    { name: 'return', method: 'POST', href: `${self}/returns`, when: back },
  );
}

const linksOf = (order: OrderDocument, shipment: ShipmentDocument | null) => ({
  self: pathOf(order.orderId),
  timeline: `${pathOf(order.orderId)}/timeline`,
  events: `${pathOf(order.orderId)}/events`,
  customer: `/customers/${encodeURIComponent(order.customerId)}`,
  ...addresses(orderActions(order)),
  ...(shipment !== null && { shipment: `/shipments/${encodeURIComponent(order.orderId)}` }),
});

const addresses = (actions: readonly Action[]): Record<string, string> =>
  Object.fromEntries(actions.map(({ name, href }) => [name, href]));

/** What the warehouse or the carrier can report next. */
function shipmentActions(orderId: string, status: ShipmentDocument['status']): Action[] {
  const self = `/shipments/${encodeURIComponent(orderId)}`;
  return actionsOf(
    { name: 'pack', method: 'POST', href: `${self}/packing`, when: status === 'PREPARING' },
    { name: 'dispatch', method: 'POST', href: `${self}/dispatch`, when: status === 'PACKED' },
    { name: 'deliver', method: 'POST', href: `${self}/delivery`, when: status === 'DISPATCHED' },
    { name: 'fail', method: 'POST', href: `${self}/failure`, when: status === 'DISPATCHED' },
    { name: 'return', method: 'POST', href: `${self}/return`, when: status === 'DELIVERED' || status === 'FAILED' },
  );
}

const shipmentLinks = (orderId: string, status: ShipmentDocument['status']) => ({
  self: `/shipments/${encodeURIComponent(orderId)}`,
  order: pathOf(orderId),
  ...addresses(shipmentActions(orderId, status)),
});

/** All that happened to an order, and what is owed next. */
export const timelineView = (parts: OrderParts) => ({
  orderId: parts.order.orderId,
  version: parts.order.version,
  status: parts.order.status,
  steps: storyOf(parts),
  owed: owedIn(parts),
  links: { self: `${pathOf(parts.order.orderId)}/timeline`, order: pathOf(parts.order.orderId) },
});
