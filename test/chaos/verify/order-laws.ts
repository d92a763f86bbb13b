import { badGoods, badMoney } from '../../../api/flow/laws/order-laws.ts';
import type { Order } from '../../../schemas/types/orders.ts';
import type { Payment } from '../../../schemas/types/payments.ts';
import { type Story, whoOwes } from '../shop/at-rest.ts';
import { endsOf, type OrderPlan, type ShopPlan } from '../shop/plan.ts';
import type { Account } from './account.ts';

/** Which of the laws of DESIGN §4 one order breaks at rest, a sentence each. */
export function brokenLaws(shop: ShopPlan, plan: OrderPlan, story: Story, account: Account | undefined): string[] {
  const owed = whoOwes(plan, story).map(one => `not at rest: ${one}`);
  const { order, payment, allocation, shipment } = story;
  if (!order || !payment || !allocation || !shipment) return owed;
  return [
    ...owed,
    ...badEnd(shop, plan, order),
    ...badMoney({ order, payment, shipment }),
    ...badBooks(payment, account),
    ...badGoods({ order, allocation, shipment }),
  ];
}

/** Reasons for which an order is given up that was waited for as long as is due (streams/patience.ts), and what is due, ms. */
const givenUp: readonly string[] = ['payment-timeout', 'payment-failed', 'stock-timeout', 'points-timeout'];
const LEAST_PATIENCE_MS = 200_000;

function badEnd(shop: ShopPlan, plan: OrderPlan, order: Order): string[] {
  const { ends, reasons } = endsOf(shop, plan);
  const code = order.rejection?.code;
  const { payment, allocation } = order;
  if (code !== undefined && givenUp.includes(code) && waited(order) >= LEAST_PATIENCE_MS) {
    ends.add('REJECTED');
    reasons.add(code);
  }
  const undone = order.status === 'REJECTED' || order.status === 'CANCELLED';
  return [
    ...(ends.has(order.status)
      ? []
      : [`it ended ${order.status} (${code ?? '-'}), open to it: ${[...ends].join(', ')}`]),
    ...(code === undefined || reasons.has(code)
      ? []
      : [`rejected for ${code}, open to it: ${[...reasons].join(', ')}`]),
    ...(undone && (payment?.open === true || allocation?.open === true) ? ['ended while something was open'] : []),
  ];
}

const waited = ({ rejection, history }: Order): number => (rejection?.since ?? 0) - (history[0]?.at ?? 0);

/** The provider's books say the same as payments. */
function badBooks(payment: Payment, account: Account | undefined): string[] {
  const says = `${payment.captured?.amount ?? 0} - ${payment.refunded?.amount ?? 0}`;
  const books = `${account?.captured ?? 0} - ${account?.refunded ?? 0}`;
  const authorised = payment.authorisation?.amount?.amount ?? 0;
  return [
    ...(says === books ? [] : [`payments says ${says}, the provider ${books}`]),
    ...(authorised === (account?.authorised ?? 0)
      ? []
      : [`payments knows of ${authorised} authorised, the provider of ${account?.authorised ?? 0}`]),
  ];
}
