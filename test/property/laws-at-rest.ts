import { badMoney } from '../../api/flow/laws/order-laws.ts';
import type { Allocation } from '../../schemas/types/allocations.ts';
import type { Order } from '../../schemas/types/orders.ts';
import type { Payment } from '../../schemas/types/payments.ts';
import type { Shipment } from '../../schemas/types/shipments.ts';
import type { Stock } from '../../schemas/types/stock.ts';
import type { StockReceipt } from '../../schemas/types/stock-receipts.ts';
import { endsOf, reasonsOf } from './ends.ts';
import { law, total } from './law.ts';
import { checkCustomers } from './laws-of-customers.ts';
import { checkMail } from './laws-of-mail.ts';
import { factsOf } from './log.ts';
import type { OrderPlan } from './scenario.ts';
import type { Books } from './world.ts';

/** Everything that is known of one order. */
type Story = {
  readonly plan: OrderPlan;
  readonly order: Order;
  readonly payment: Payment;
  readonly allocation: Allocation;
  readonly shipment: Shipment;
};

/** What must be true when nothing moves any more. */
export function checkRest(world: Books): void {
  const orders = factsOf<Order>(world, 'orders');
  const payments = factsOf<Payment>(world, 'payments');
  const allocations = factsOf<Allocation>(world, 'allocations');
  const shipments = factsOf<Shipment>(world, 'shipments');
  for (const order of orders.values()) {
    const plan = world.scenario.orders[Number(order.orderId.slice(1))];
    const [payment, allocation, shipment] = [payments, allocations, shipments].map(all => all.get(order.orderId));
    law(!!plan && !!payment && !!allocation && !!shipment, () => `${order.orderId}: a neighbour never answered`);
    const story = { plan, order, payment, allocation, shipment } as Story;
    checkEnd(world, story);
    checkMoney(world, story);
    checkGoods(story);
  }
  for (const id of world.provider.accounts.keys()) law(orders.has(id), () => `${id}: charged without an order`);
  checkStock(world, [...allocations.values()]);
  checkCustomers(world);
  checkMail(world);
  checkOutcomes(world);
  const broken = world.alarms.find(alarm => alarm.includes('stock-refused'));
  law(broken === undefined, () => `alarm: ${broken}`);
}

/** Every order has come to a declared end, and nobody owes it anything but what a person has to see. */
function checkEnd({ scenario }: Books, { plan, order, payment, allocation, shipment }: Story): void {
  const id = order.orderId;
  const ends = endsOf(scenario, plan);
  law(ends.has(order.status), () => `${id}: ended ${order.status}, declared are ${[...ends].join(', ')}`);
  const reasons = reasonsOf(scenario, plan);
  const code = order.rejection?.code;
  law(code === undefined || reasons.has(code), () => `${id}: ${code}, declared are ${[...reasons].join(', ')}`);
  law(order.deadlines.length === 0 && order.askedVersion === null, () => `${id}: final, yet owed`);
  law(order.cancellation?.status !== 'OPEN', () => `${id}: the cancel was never decided`);
  law(allocation.deadlines.length === 0 && shipment.deadlines.length === 0, () => `${id}: final, yet owed`);
  law(payment.effects.length === 0, () => `${id}: an effect is pending`);
  if (plan.refuseCapture && payment.status === 'FAILED') {
    law(payment.deadlines[0]?.owedBy === 'operator', () => `${id}: a failure that nobody owes`);
  } else {
    law(payment.failure === null && payment.deadlines.length === 0, () => `${id}: payment is not at rest`);
  }
}

/** At rest, captured − refunded = value of what was dispatched and not returned; and the provider's books agree. */
function checkMoney(world: Books, { order, payment, shipment }: Story): void {
  const id = order.orderId;
  const account = world.provider.accounts.get(id);
  const captured = payment.captured?.amount ?? 0;
  const refunded = payment.refunded?.amount ?? 0;
  law(captured === (account?.captured ?? 0), () => `${id}: captured ${captured}, the provider ${account?.captured}`);
  law(refunded === (account?.refunded ?? 0), () => `${id}: refunded ${refunded}, the provider ${account?.refunded}`);
  if (payment.status === 'FAILED') return;
  const [wrong] = badMoney({ order, payment, shipment });
  law(wrong === undefined, () => `${id}: ${wrong}`);
  const held = account !== undefined && !account.voided && account.captures === 0;
  law(!held, () => `${id}: an authorisation is left behind`);
}

/** What was dispatched is consumed, and of it back in stock what the warehouse has put there; else all is undone. */
function checkGoods({ order, allocation, shipment }: Story): void {
  for (const { line, status, quantity, restockedQuantity, asked } of allocation.lines) {
    const name = `${order.orderId}/${line}`;
    law(asked === null, () => `${name}: stock owes an answer`);
    const taken = status === 'CONSUMED' || status === 'RESTOCKED' ? quantity - restockedQuantity : 0;
    const sent = shipment.lines.find(one => one.line === line);
    const gone = shipment.dispatchedAt === null ? 0 : quantity - (sent?.restockedQuantity ?? 0);
    law(status !== 'RESERVED', () => `${name}: reserved for an order that has ended`);
    law(taken === gone, () => `${name}: ${taken} taken from stock, ${gone} gone`);
  }
}

function checkStock(world: Books, allocations: readonly Allocation[]): void {
  const lines = allocations.flatMap(one => one.lines);
  for (const stock of factsOf<Stock>(world, 'stock').values()) {
    const of = lines.filter(line => line.sku === stock.sku);
    const taken = of.filter(({ status }) => status === 'CONSUMED' || status === 'RESTOCKED');
    const consumed = total(taken.map(({ quantity, restockedQuantity }) => quantity - restockedQuantity));
    law(stock.reserved === 0, () => `${stock.sku}: ${stock.reserved} reserved for nobody`);
    law(consumed === stock.consumed - stock.restocked, () => `${stock.sku}: consumed differs from the lines`);
    const receipts = [...world.asked.values()].filter(
      ({ topic, key, id, value }) =>
        topic === 'stock-receipts' &&
        key === stock.sku &&
        value.type === 'RECEIVED' &&
        world.outcomes.get(`${id} ${value.bodyHash}`)?.[0]?.answer === 'ACCEPTED',
    );
    const received = total(receipts.map(({ value }) => (value as unknown as StockReceipt).quantity));
    law(received === stock.received, () => `${stock.sku}: received ${stock.received}, accepted ${received}`);
  }
}

/** Every request from outside ends in one outcome; an erasure ends later. */
function checkOutcomes(world: Books): void {
  for (const [about, asking] of world.asked) {
    const outcomes = world.outcomes.get(about) ?? [];
    if (asking.topic === 'customer-activity') continue;
    if (asking.value.type === 'ERASE' && outcomes.length === 0) continue;
    const unknown = outcomes.some(({ reason }) => reason?.startsWith('unknown-') === true);
    const said = outcomes.map(({ answer, reason }) => `${answer} ${reason}`).join(', ') || 'no outcome';
    // What nobody knows yet can't be remembered either: asked again, it is judged again.
    law(outcomes.length === 1 || (unknown && outcomes.length === 2), () => `${about}: ${said}`);
  }
}
