import type { PaymentLine, Refund } from '../../schemas/types/payments.ts';
import { money } from '../money.ts';
import { isUndone } from '../seen.ts';
import type { PaymentDraft } from './model.ts';

/** Most refunds that a payment remembers (its schema's bound). */
const REMEMBERED = 64;

export type RefundDue = { readonly refundId: string; readonly amount: number; readonly payment: PaymentDraft };

/**
 * The refund of what came back and is not refunded yet, or null. Counted in all, by line, so that two returns give back
 * the same whether both receipts are seen or only the newest.
 */
export function refundDue(payment: PaymentDraft): RefundDue | null {
  const { amount, shipment, order } = payment;
  if (amount === null || payment.refunds.some(one => one.status !== 'DONE')) return null;
  let value = 0;
  const lines = payment.lines.map(line => {
    const target = isUndone(order) ? line.quantity : cameBack(line, shipment);
    if (target <= line.refundedQuantity) return line;
    value += costOf(line, target) - costOf(line, line.refundedQuantity);
    return { ...line, refundedQuantity: target };
  });
  if (lines.every((line, index) => line === payment.lines[index])) return null;
  const refundId = isUndone(order) ? `order-${order?.askedVersion}` : `${shipment?.version}`;
  const refund: Refund = {
    refundId,
    amount: money(value, amount.currency),
    status: 'PENDING',
    reference: '',
    at: null,
  };
  const refunds = [...payment.refunds, refund].slice(-REMEMBERED);
  return { refundId, amount: value, payment: { ...payment, lines, refunds } };
}

/** Whether the customer keeps nothing, so that nothing is owed. */
export const allCameBack = ({ lines, shipment }: PaymentDraft): boolean =>
  lines.length > 0 && lines.every(line => cameBack(line, shipment) === line.quantity);

const cameBack = ({ line, quantity }: PaymentLine, shipment: PaymentDraft['shipment']): number =>
  Math.min(shipment?.returned.find(one => one.line === line)?.refunded ?? 0, quantity);

/** What this many of the line cost: cent by cent the same in whatever portions they come back. */
export const costOf = ({ value, quantity }: PaymentLine, some: number): number =>
  Number((BigInt(value?.amount ?? 0) * BigInt(some)) / BigInt(quantity));
