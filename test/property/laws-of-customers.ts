import type { CustomerActivity } from '../../schemas/types/customer-activity.ts';
import type { FraudFlag } from '../../schemas/types/fraud-flags.ts';
import type { LoyaltyAccount } from '../../schemas/types/loyalty-accounts.ts';
import type { OrderActivity } from '../../schemas/types/order-activity.ts';
import type { Order } from '../../schemas/types/orders.ts';
import type { Payment } from '../../schemas/types/payments.ts';
import type { Shipment } from '../../schemas/types/shipments.ts';
import { same } from '../../streams/same.ts';
import { law, total } from './law.ts';
import { checkErasures } from './laws-of-erasure.ts';
import { factsOf } from './log.ts';
import { customerOf } from './people.ts';
import type { Books } from './world.ts';

/** What must be true of what is counted by customer, when nothing moves any more. */
export function checkCustomers(world: Books): void {
  checkActivity(world);
  checkPoints(world);
  checkFlags(world);
  checkErasures(world);
}

/** What was passed on last is what the newest facts say; each change was passed on once, and tells what was said before. */
function checkActivity(world: Books): void {
  const payments = factsOf<Payment>(world, 'payments');
  const activities = factsOf<OrderActivity>(world, 'order-activity');
  const passed = new Map<string, CustomerActivity[]>();
  for (const { value } of world.log.topic('customer-activity').flat()) {
    const one = value as unknown as CustomerActivity;
    passed.set(one.orderId, [...(passed.get(one.orderId) ?? []), one]);
  }
  for (const order of factsOf<Order>(world, 'orders').values()) {
    const id = order.orderId;
    const payment = payments.get(id);
    const { content, passes } = activities.get(id) ?? {};
    const said = passed.get(id) ?? [];
    law(said.length === passes, () => `${id}: ${said.length} passed on, ${passes} counted`);
    for (const [at, { event, before, after }] of said.entries()) {
      const name = `${id} activity ${at + 1}`;
      law(event.id === `${id}/activity/${at + 1}`, () => `${name} is ${event.id}`);
      law(same(before, said[at - 1]?.after ?? null), () => `${name} does not begin with what was said before`);
      law(!same(before, after), () => `${name} says nothing new`);
    }
    law(same(said.at(-1)?.after, content), () => `${id}: passed on is not what activity keeps`);
    const { orderStatus, paymentStatus, declineReason, open, kept } = content ?? {};
    law(orderStatus === order.status, () => `${id}: ${order.status}, passed on is ${orderStatus}`);
    law(paymentStatus === payment?.status, () => `${id}: payment ${payment?.status}, passed on is ${paymentStatus}`);
    law(declineReason === (payment?.declineReason ?? null), () => `${id}: passed on is ${declineReason}`);
    law(same(content?.total, order.total), () => `${id}: another total is passed on`);
    const failed = payment?.status === 'FAILED';
    law(open === failed, () => `${id}: passed on is open ${open}`);
    const left = (payment?.captured?.amount ?? 0) - (payment?.refunded?.amount ?? 0);
    const isKept = wasDelivered(order);
    law(isKept === (kept !== null), () => `${id}: ${order.status}, passed on as kept is ${kept?.amount}`);
    law(failed || !isKept || kept?.amount === left, () => `${id}: kept for ${left}, passed on is ${kept?.amount}`);
  }
}

const wasDelivered = ({ status, shipment }: Order): boolean =>
  status === 'DELIVERED' || (status === 'RETURNED' && shipment?.reason == null);

/** Points = earned − taken back − spent, by what the orders came to; and none are held, since no order is open. */
function checkPoints(world: Books): void {
  const orders = [...factsOf<Order>(world, 'orders').values()];
  const shipments = factsOf<Shipment>(world, 'shipments');
  const activities = factsOf<OrderActivity>(world, 'order-activity');
  const accounts = factsOf<LoyaltyAccount>(world, 'loyalty-accounts');
  for (const [index, before] of world.scenario.earned.entries()) {
    const id = customerOf(index);
    const of = orders.filter(({ customerId }) => customerId === id);
    const account = accounts.get(id);
    // Of who is erased nothing is kept.
    if (account?.status === 'CLOSED') continue;
    const earned = of.map(one => Math.floor((activities.get(one.orderId)?.content?.kept?.amount ?? 0) / 100));
    const spent = of.map(one => spentOn(one, shipments.get(one.orderId)));
    const has = (account?.earned ?? 0) - (account?.takenBack ?? 0);
    law(has === before + total(earned), () => `${id}: ${has} points earned, the orders say ${before} + ${earned}`);
    law((account?.spent ?? 0) === total(spent), () => `${id}: ${account?.spent} points spent, the orders say ${spent}`);
    law((account?.points ?? 0) === has - total(spent), () => `${id}: has ${account?.points} points`);
    law((account?.held ?? 0) === 0 && (account?.holds.length !== 0) === (account === undefined), () => {
      return `${id}: ${account?.held} points are held for ${account?.holds.map(({ orderId }) => orderId)}`;
    });
  }
}

/** As money: what the carrier took costs points in the proportion of what has not come back. */
export function spentOn(
  { loyalty, lines, subtotal, total: paid, discount }: Order,
  shipment: Shipment | undefined,
): number {
  const points = loyalty?.status === 'HELD' ? loyalty.points : 0;
  const off = loyalty?.discount == null ? 0 : Math.min(loyalty.points, subtotal?.amount ?? 0);
  law((discount?.amount ?? 0) === off, () => `${loyalty?.points} points take ${discount?.amount} off`);
  law(paid === null || paid.amount === (subtotal?.amount ?? 0) - off, () => `${paid?.amount} is not the rest`);
  if (points === 0 || shipment?.dispatchedAt == null) return 0;
  const kept = lines.map(({ line, quantity, unitPrice }) => {
    const back = shipment.lines.find(one => one.line === line)?.refundedQuantity ?? 0;
    return (quantity - back) * (unitPrice?.amount ?? 0);
  });
  return Math.floor((points * total(kept)) / (subtotal?.amount ?? 1));
}

type FlagRead = Pick<FraudFlag, 'flag' | 'until' | 'rules'>;

/** `read`: the flag in the version that the payment names; null: it names none; undefined: there never was one. */
export function checkFlagRead({ orderId, fraud, declineReason }: Payment, read: FlagRead | null | undefined): void {
  law(read !== undefined, () => `${orderId}: read a flag that never was`);
  const lapsed = read?.until != null && read.until <= (fraud?.readAt ?? 0);
  const flagged = read?.flag === 'FLAGGED' && !lapsed;
  law(
    fraud === null || fraud.flagged === flagged,
    () => `${orderId}: took the flag ${read?.flag} for ${fraud?.flagged}`,
  );
  law(!flagged || same(fraud?.rules, read?.rules), () => `${orderId}: names other rules than the flag`);
  const byRule = declineReason === 'fraud-flagged';
  law(byRule === flagged, () => `${orderId}: declined by ${declineReason}, the flag was ${read?.flag}`);
}

/** A payment is declined by the rule just where the flag that it read said so; and that is no decline that counts. */
function checkFlags(world: Books): void {
  const flags = world.log.topic('fraud-flags').flat();
  const versions = new Map(flags.map(({ key, value }) => [`${key} ${(value as unknown as FraudFlag).version}`, value]));
  const payments = factsOf<Payment>(world, 'payments');
  for (const payment of payments.values()) {
    const { customerId, fraud } = payment;
    const flag = fraud?.version == null ? null : versions.get(`${customerId} ${fraud.version}`);
    checkFlagRead(payment, flag as unknown as FraudFlag | null | undefined);
  }
  for (const { key, value } of flags) {
    const { version, flag, rules, until, declines, placed } = value as unknown as FraudFlag;
    const name = `fraud-flags ${key} v${version}`;
    const hits = flag === 'FLAGGED';
    law(hits === rules.length > 0 && hits === (until !== null), () => `${name}: ${flag} by ${rules} until ${until}`);
    for (const { orderId } of declines) {
      const { customerId, declineReason } = payments.get(orderId) ?? {};
      const counts = customerId === key && declineReason !== null && declineReason !== 'fraud-flagged';
      law(counts, () => `${name}: counts the decline of ${orderId}, which is ${declineReason}`);
    }
    const distinct = [declines, placed].every(all => new Set(all.map(({ orderId }) => orderId)).size === all.length);
    law(distinct, () => `${name}: counts an order twice`);
  }
}
