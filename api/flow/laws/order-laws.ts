import type { Allocation } from '../../../schemas/types/allocations.ts';
import type { Order } from '../../../schemas/types/orders.ts';
import type { Payment } from '../../../schemas/types/payments.ts';
import type { Shipment } from '../../../schemas/types/shipments.ts';

/** What the laws look at of the newest facts of an order, whether they come from the log or from read models. */
export type Told = {
  readonly order: Pick<Order, 'status' | 'lines' | 'subtotal' | 'total'>;
  readonly payment: Pick<Payment, 'captured' | 'refunded'>;
  readonly allocation: Pick<Allocation, 'lines'>;
  readonly shipment: Pick<Shipment, 'dispatchedAt' | 'lines'>;
};

/** The newest facts of an order that is at rest. */
export type AtRest = {
  readonly order: Order;
  readonly payment: Payment;
  readonly allocation: Allocation;
  readonly shipment: Shipment;
};

/** Which of the laws of one order (DESIGN §4) it breaks at rest, a sentence each. */
export function brokenOrderLaws(facts: AtRest): string[] {
  const { order, payment, allocation } = facts;
  const open = payment.effects.length > 0 || allocation.lines.some(({ asked }) => asked !== null);
  return [
    ...(isUndone(order) && (open || order.payment?.open === true || order.allocation?.open === true)
      ? ['ended while something was open']
      : []),
    ...badMoney(facts),
    ...badGoods(facts),
  ];
}

/** Captured − refunded = value of what was dispatched and not returned. */
export function badMoney({ order, payment, shipment }: Omit<Told, 'allocation'>): string[] {
  const captured = payment.captured?.amount ?? 0;
  const refunded = payment.refunded?.amount ?? 0;
  let kept = 0;
  for (const { line, quantity, unitPrice } of shipment.dispatchedAt === null ? [] : order.lines) {
    const back = shipment.lines.find(one => one.line === line)?.refundedQuantity ?? 0;
    kept += (quantity - back) * (unitPrice?.amount ?? 0);
  }
  const all = order.subtotal?.amount ?? 0;
  const paid = order.total?.amount ?? 0;
  const discounted = all !== 0 && paid !== all;
  // Where all or nothing is kept, to the cent; else a discount is shared out among the lines, and theirs among pieces.
  const rounded = discounted && kept !== 0 && kept !== all ? 2 * order.lines.length : 0;
  const worth = discounted ? (kept * paid) / all : kept;
  if (Math.abs(captured - refunded - worth) <= rounded) return [];
  const off = discounted ? `, ${paid} paid for ${all}` : '';
  return [`${captured} - ${refunded} taken for goods of ${kept}${off}`];
}

/** What was dispatched is consumed, and of it back in stock what the warehouse has put there; else all is undone. */
export function badGoods({ order, allocation, shipment }: Omit<Told, 'payment'>): string[] {
  const lines = allocation.lines.flatMap(({ line, status, quantity, restockedQuantity }) => {
    const taken = status === 'CONSUMED' || status === 'RESTOCKED' ? quantity - restockedQuantity : 0;
    const back = shipment.lines.find(one => one.line === line)?.restockedQuantity ?? 0;
    const gone = shipment.dispatchedAt === null ? 0 : quantity - back;
    return [
      ...(status === 'RESERVED' ? [`line ${line} is reserved for an order that has ended`] : []),
      ...(taken === gone ? [] : [`line ${line}: ${taken} taken from stock, ${gone} gone`]),
    ];
  });
  return isUndone(order) && shipment.dispatchedAt !== null ? [...lines, 'dispatched, yet undone'] : lines;
}

const isUndone = ({ status }: Pick<Order, 'status'>): boolean => status === 'REJECTED' || status === 'CANCELLED';
