import type { CustomerActivity } from '../../schemas/types/customer-activity.ts';
import type { Customer } from '../../schemas/types/customers.ts';
import type { SeenOrder } from '../../schemas/types/fraud-flags.ts';
import { DECLINED_BY_RULE } from '../payments/model.ts';
import { same } from '../same.ts';
import type { FraudContext, FraudDraft } from './model.ts';
import { type FraudRule, neededOf, spanOf } from './rules.ts';

/*
 * What counts, and when it happened, is told by the records alone. Each order counts once, by its id, and only the newest
 * are kept, so that neither their order of arrival nor a repeat makes a difference.
 */

/** The flag with what the activity adds to what is counted, or null where that is nothing. */
export function activityNews(
  flag: FraudDraft,
  { orderId, event, before, after }: CustomerActivity,
  rules: readonly FraudRule[],
  { now }: FraudContext,
): FraudDraft | null {
  // An order that was taken over from elsewhere was placed long ago; none is placed later than it is told.
  const placed = after.placedAt === null ? null : { orderId, at: Math.min(after.placedAt, event.time) };
  // What our own rule declined is no sign of anything, or a flag would last as long as the customer tries.
  const isDecline =
    after.paymentStatus === 'DECLINED' &&
    before?.paymentStatus !== 'DECLINED' &&
    after.declineReason !== DECLINED_BY_RULE;
  const declined = isDecline ? { orderId, at: event.time } : null;
  const next = {
    ...flag,
    placed: added(flag.placed, placed, neededOf(rules, 'placed'), now - spanOf(rules, 'placed')),
    declines: added(flag.declines, declined, neededOf(rules, 'declines'), now - spanOf(rules, 'declines')),
  };
  return next.placed === flag.placed && next.declines === flag.declines ? null : next;
}

/** The flag with the customer's changes of address, or null where it knows them, or none of them counts any more. */
export function customerNews(
  flag: FraudDraft,
  { version, addressChanges }: Customer,
  rules: readonly FraudRule[],
  { now }: FraudContext,
): FraudDraft | null {
  if (version <= (flag.customerVersion ?? 0)) return null;
  const newest = (times: readonly number[]) => {
    const recent = times.filter(at => at > now - spanOf(rules, 'addressChanges'));
    return recent.slice(Math.max(0, recent.length - neededOf(rules, 'addressChanges')));
  };
  const changes = newest(addressChanges);
  if (same(changes, newest(flag.addressChanges))) return null;
  return { ...flag, addressChanges: changes, customerVersion: version };
}

/** The newest orders, oldest first; the very same list where this one is there, is too old, or older than all of them. */
function added(
  orders: readonly SeenOrder[],
  order: SeenOrder | null,
  most: number,
  after: number,
): readonly SeenOrder[] {
  if (order === null || most === 0 || order.at <= after) return orders;
  const known = orders.find(({ orderId }) => orderId === order.orderId);
  if (known !== undefined && known.at <= order.at) return orders;
  const others = orders.filter(one => one !== known);
  const next = [...others, order].sort((one, other) => one.at - other.at || (one.orderId < other.orderId ? -1 : 1));
  const kept = next.slice(-most);
  return kept.includes(order) ? kept : orders;
}
