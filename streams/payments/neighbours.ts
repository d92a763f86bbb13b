import type { Order } from '../../schemas/types/orders.ts';
import type { Payment, PaymentLine } from '../../schemas/types/payments.ts';
import type { Money } from '../../schemas/types/shared.ts';
import type { Shipment } from '../../schemas/types/shipments.ts';
import { known } from '../known.ts';
import { money } from '../money.ts';
import { same } from '../same.ts';
import { asksAnew, isDispatched, orderSeen, shipmentSeen } from '../seen.ts';
import type { PaymentContext, PaymentDraft } from './model.ts';

/** The payment with what is new of its order: that it is placed, or that it asks for an answer. */
export function orderNews(payment: Payment | null, order: Order, context: PaymentContext): PaymentDraft | null {
  const seen = orderSeen(order);
  const asks = asksAnew(seen, payment?.order ?? null, payment?.answersVersion ?? null);
  if (payment !== null) return asks ? { ...payment, order: seen, answersVersion: seen.askedVersion } : null;
  if (seen.status !== 'PLACED' && !asks) return null;
  const begun: PaymentDraft = {
    ...empty,
    orderId: order.orderId,
    customerId: order.customerId,
    order: seen,
    answersVersion: seen.askedVersion,
    amount: order.total,
    lines: linesOf(order),
  };
  return asks ? begun : { ...begun, fraud: fraudOf(order.customerId, context) };
}

/** The payment with what is new of the shipment: that the carrier has it, and what came back of it. */
export function shipmentNews(payment: Payment, shipment: Shipment): PaymentDraft | null {
  const seen = shipmentSeen(shipment);
  if (!isDispatched(seen) || seen.version <= (payment.shipment?.version ?? 0)) return null;
  if (isDispatched(payment.shipment) && same(payment.shipment?.returned, seen.returned)) return null;
  return { ...payment, shipment: seen };
}

/** The flag is computed off the critical path, and read once: what was read is kept. */
function fraudOf(customerId: string, { tables, now }: PaymentContext): Payment['fraud'] {
  const row = tables['fraud-flags'].get(customerId);
  if (row === undefined) return { flagged: false, version: null, rules: [], readAt: now };
  const lapsed = row.until !== null && row.until <= now;
  const flagged = known(row.flag, 'fraud flag') === 'FLAGGED' && !lapsed;
  return { flagged, version: row.version, rules: row.rules.slice(0, 16), readAt: now };
}

/** What each line costs after its share of the discount. The shares add up to the total, to the cent. */
export function linesOf({ lines, subtotal, total }: Order): readonly PaymentLine[] {
  if (subtotal === null || total === null) return [];
  let before = 0;
  return lines.map(({ line, quantity, unitPrice }) => {
    const from = share(before, subtotal, total);
    before += (unitPrice?.amount ?? 0) * quantity;
    const value = money(share(before, subtotal, total) - from, total.currency);
    return { line, quantity, value, refundedQuantity: 0 };
  });
}

/** BigInt: the product of two amounts may be more than a double holds exactly. */
function share(part: number, whole: Money, total: Money): number {
  if (whole.amount === 0) return 0;
  return Number((BigInt(part) * BigInt(total.amount)) / BigInt(whole.amount));
}

const empty: Omit<PaymentDraft, 'orderId' | 'customerId' | 'order' | 'answersVersion' | 'amount' | 'lines'> = {
  status: 'REQUESTED',
  shipment: null,
  fraud: null,
  authorisation: null,
  capture: null,
  voidance: null,
  refunds: [],
  captured: null,
  refunded: null,
  failure: null,
  declineReason: null,
  deadlines: [],
  effects: [],
};
