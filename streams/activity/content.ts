import type { Order } from '../../schemas/types/orders.ts';
import type { ActivityContent, Money, OrderStatus, PaymentSeen } from '../../schemas/types/shared.ts';
import { known } from '../known.ts';
import { money } from '../money.ts';
import { linesOf } from '../payments/neighbours.ts';
import { costOf } from '../payments/refund.ts';

/** What an order says by itself. */
export type OrderContent = Pick<ActivityContent, 'orderStatus' | 'placedAt' | 'total' | 'kept' | 'pointsSpent'>;

export const ofOrder = (order: Order): OrderContent => ({
  orderStatus: order.status,
  placedAt: order.placedAt,
  total: order.total,
  kept: isDelivered(order) ? keptOf(order) : null,
  pointsSpent: isSent(order.status) ? pointsSpentOf(order) : 0,
});

/** The same with what the payment says: a function of the newest facts of both, whichever came first. */
export function ofPayment(
  { orderStatus, placedAt, total, kept, pointsSpent }: OrderContent,
  payment: PaymentSeen | null,
): ActivityContent {
  return {
    orderStatus,
    paymentStatus: payment?.status ?? 'UNKNOWN',
    declineReason: payment?.status === 'DECLINED' ? payment.reason : null,
    open: !(ENDS.has(orderStatus) && isSettled(payment, kept)),
    placedAt,
    total,
    kept,
    pointsSpent,
  };
}

const ENDS: ReadonlySet<OrderStatus> = new Set(['DELIVERED', 'REJECTED', 'CANCELLED', 'RETURNED']);
const SENT: ReadonlySet<OrderStatus> = new Set(['DISPATCHED', 'DELIVERED', 'DELIVERY_FAILED', 'RETURNING', 'RETURNED']);

/** Whether the carrier has got the parcel: from then on points are spent, and not held any more. */
export const isSent = (status: OrderStatus): boolean => SENT.has(status);

/** A return follows a delivery; goods that the carrier brings back were never delivered. */
function isDelivered({ status, shipment }: Order): boolean {
  return status === 'DELIVERED' || ((status === 'RETURNING' || status === 'RETURNED') && shipment?.reason == null);
}

/** At rest captured − refunded is what the kept goods cost (DESIGN §4, laws): so it is told from the sums alone. */
function isSettled(payment: PaymentSeen | null, kept: Money | null): boolean {
  switch (payment?.status) {
    case 'DECLINED':
    case 'VOIDED':
      return true;
    case 'CAPTURED':
    case 'REFUNDED':
      return (payment.captured?.amount ?? 0) - (payment.refunded?.amount ?? 0) === (kept?.amount ?? 0);
    default:
      return false;
  }
}

/** What the goods cost that did not come back, to the cent as payments counts it. */
function keptOf(order: Order): Money | null {
  const { total } = order;
  if (total === null) return null;
  const back = new Map(order.lines.map(({ line, returnedQuantity }) => [line, returnedQuantity]));
  const refunded = linesOf(order).reduce(
    (sum, line) => sum + costOf(line, Math.min(line.quantity, back.get(line.line) ?? 0)),
    0,
  );
  return money(total.amount - refunded, total.currency);
}

/** The points that the goods cost which did not come back. Before the dispatch they are only held. */
function pointsSpentOf({ loyalty, lines }: Order): number {
  if (loyalty === null || known(loyalty.status, 'status of the hold') !== 'HELD') return 0;
  const worth = (quantityOf: (line: Order['lines'][number]) => number) =>
    lines.reduce((sum, line) => sum + BigInt(line.unitPrice?.amount ?? 0) * BigInt(quantityOf(line)), 0n);
  const all = worth(line => line.quantity);
  const kept = worth(line => Math.max(0, line.quantity - line.returnedQuantity));
  return all === 0n ? loyalty.points : Number((BigInt(loyalty.points) * kept) / all);
}
