import type { OrderActivity } from '../../schemas/types/order-activity.ts';
import type { Order } from '../../schemas/types/orders.ts';
import type { Payment } from '../../schemas/types/payments.ts';
import type { ActivityContent, PaymentSeen } from '../../schemas/types/shared.ts';
import { known } from '../known.ts';
import { isNews, same } from '../same.ts';
import { orderSeen } from '../seen.ts';
import { ofOrder, ofPayment } from './content.ts';
import { type ActivityDraft, nothingOf } from './model.ts';

/** What is known after a fact came, and what it says in business terms; null there: nothing yet. */
export type News = { readonly activity: ActivityDraft; readonly content: ActivityContent | null };

/** What is new of the order in business terms. That it took a neighbour in, or was published again, is not. */
export function orderNews(activity: OrderActivity | null, order: Order): News | null {
  const seen = orderSeen(order);
  if (seen.version <= (activity?.order?.version ?? 0)) return null;
  const is = activity ?? nothingOf(order);
  const content = ofPayment(ofOrder(order), is.payment);
  return same(content, is.content) ? null : { activity: { ...is, order: seen }, content };
}

/**
 * What is new of the payment: its status, or the sums by which one sees that it is settled. While it is asked for there
 * is nothing to tell. It is kept, and waits, where the order was not seen yet.
 */
export function paymentNews(activity: OrderActivity | null, payment: Payment): News | null {
  const seen: PaymentSeen = {
    version: payment.version,
    status: known(payment.status, 'status of the payment'),
    answersVersion: payment.answersVersion,
    captured: payment.captured,
    refunded: payment.refunded,
    reason: payment.failure?.code ?? payment.declineReason,
    open: payment.effects.length > 0,
  };
  const is = activity ?? nothingOf(payment);
  if (seen.status === 'REQUESTED' || !isNews(is.payment && told(is.payment), told(seen))) return null;
  return { activity: { ...is, payment: seen }, content: is.content && ofPayment(is.content, seen) };
}

/** Without what is between payments and its order, or its provider. */
const told = ({ version, status, captured, refunded, reason }: PaymentSeen) => ({
  version,
  status,
  captured,
  refunded,
  reason: status === 'DECLINED' ? reason : null,
});
