import type { Allocation } from '../../../schemas/types/allocations.ts';
import type { Order } from '../../../schemas/types/orders.ts';
import type { Payment } from '../../../schemas/types/payments.ts';
import type { Shipment } from '../../../schemas/types/shipments.ts';
import { total } from '../../property/law.ts';
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
    ...badMoney(order, payment, shipment, account),
    ...badGoods(order, allocation, shipment),
  ];
}

/** Reasons for which an order is given up that was waited for as long as is due (streams/patience.ts), and what is due, ms. */
const givenUp: readonly string[] = ['payment-timeout', 'payment-failed', 'stock-timeout'];
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

/** Captured − refunded = value of what was dispatched and not returned; and the provider's books say the same. */
function badMoney(order: Order, payment: Payment, shipment: Shipment, account: Account | undefined): string[] {
  const captured = payment.captured?.amount ?? 0;
  const refunded = payment.refunded?.amount ?? 0;
  const kept = total(
    order.lines.map(({ line, quantity, unitPrice }) => {
      const back = shipment.lines.find(one => one.line === line)?.refundedQuantity ?? 0;
      return shipment.dispatchedAt === null ? 0 : (quantity - back) * (unitPrice?.amount ?? 0);
    }),
  );
  const books = `${account?.captured ?? 0} - ${account?.refunded ?? 0}`;
  const authorised = payment.authorisation?.amount?.amount ?? 0;
  return [
    ...(captured - refunded === kept ? [] : [`${captured} - ${refunded} taken for goods of ${kept}`]),
    ...(`${captured} - ${refunded}` === books
      ? []
      : [`payments says ${captured} - ${refunded}, the provider ${books}`]),
    ...(authorised === (account?.authorised ?? 0)
      ? []
      : [`payments knows of ${authorised} authorised, the provider of ${account?.authorised ?? 0}`]),
  ];
}

/** What was dispatched is consumed, and of it back in stock what the warehouse has put there; else all is undone. */
function badGoods(order: Order, allocation: Allocation, shipment: Shipment): string[] {
  const open = order.status === 'REJECTED' || order.status === 'CANCELLED';
  const lines = allocation.lines.flatMap(({ line, status, quantity, restockedQuantity }) => {
    const taken = status === 'CONSUMED' || status === 'RESTOCKED' ? quantity - restockedQuantity : 0;
    const back = shipment.lines.find(one => one.line === line)?.restockedQuantity ?? 0;
    const gone = shipment.dispatchedAt === null ? 0 : quantity - back;
    return [
      ...(status === 'RESERVED' ? [`line ${line} is reserved for an order that has ended`] : []),
      ...(taken === gone ? [] : [`line ${line}: ${taken} taken from stock, ${gone} gone`]),
    ];
  });
  return open && shipment.dispatchedAt !== null ? [...lines, 'dispatched, yet undone'] : lines;
}
