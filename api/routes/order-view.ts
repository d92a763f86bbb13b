import type { AllocationDocument } from '../../projections/allocations/project.ts';
import type { OrderDocument } from '../../projections/orders/project.ts';
import type { PaymentDocument } from '../../projections/payments/project.ts';
import type { ShipmentDocument } from '../../projections/shipments/project.ts';
import type { Deadline, Transition } from '../../schemas/types/shared.ts';

/** An order and its neighbours, as the read models have them; personal texts are opened. */
export type OrderParts = {
  readonly order: OrderDocument;
  readonly payment: PaymentDocument | null;
  readonly allocation: AllocationDocument | null;
  readonly shipment: ShipmentDocument | null;
};

const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at));
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
    owed: owedOf([order, payment, allocation, shipment].flatMap(part => part?.deadlines ?? [])),
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
  };
}

const paymentView = (payment: PaymentDocument) => ({
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
});

const owedView = ({ name, owedBy, since, due, passes }: Deadline) => ({
  step: name,
  owedBy,
  since: iso(since),
  due: iso(due),
  overdue: passes > 0,
});

/** A step that several wait for is owed once, by the earliest time. */
function owedOf(deadlines: readonly Deadline[]) {
  const sorted = [...deadlines].sort((one, other) => one.due - other.due);
  return sorted
    .filter((one, n) => sorted.findIndex(other => other.name === one.name && other.owedBy === one.owedBy) === n)
    .map(owedView);
}

/** The steps of all four, as one story. Of two at the same time, the one that led to the other comes first. */
function storyOf({ order, payment, allocation, shipment }: OrderParts) {
  const part = (by: string, history: readonly Transition[] | undefined) =>
    (history ?? []).map(({ what, at, version, reason }) => ({ at: iso(at), by, what, reason, version }));
  return [
    ...part('orders', order.history),
    ...part('allocations', allocation?.history),
    ...part('payments', payment?.history),
    ...part('shipping', shipment?.history),
  ].sort((one, other) => one.at.localeCompare(other.at, 'en'));
}

const BEFORE_DISPATCH: readonly string[] = ['RECEIVED', 'PLACED', 'CONFIRMED', 'PACKED'];

function linksOf({ orderId, customerId, status }: OrderDocument, shipment: ShipmentDocument | null) {
  const self = `/orders/${encodeURIComponent(orderId)}`;
  return {
    self,
    customer: `/customers/${encodeURIComponent(customerId)}`,
    ...(BEFORE_DISPATCH.includes(status) && { cancel: `${self}/cancellation` }),
    ...((status === 'DELIVERED' || status === 'RETURNING') && { return: `${self}/returns` }),
    ...(shipment !== null && { shipment: `/shipments/${encodeURIComponent(orderId)}` }),
  };
}

/** What the warehouse or the carrier can report next. */
export function shipmentLinks(orderId: string, status: ShipmentDocument['status']) {
  const self = `/shipments/${encodeURIComponent(orderId)}`;
  const next =
    status === 'PREPARING'
      ? { pack: `${self}/packing` }
      : status === 'PACKED'
        ? { dispatch: `${self}/dispatch` }
        : status === 'DISPATCHED'
          ? { deliver: `${self}/delivery`, fail: `${self}/failure` }
          : status === 'DELIVERED' || status === 'FAILED'
            ? { return: `${self}/return` }
            : {};
  return { self, order: `/orders/${encodeURIComponent(orderId)}`, ...next };
}
