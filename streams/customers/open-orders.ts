import type { CustomerActivity } from '../../schemas/types/customer-activity.ts';
import { holds, markOf, withMarks } from '../stock/ring.ts';
import { type CustomerDraft, MOST_OPEN, openOrdersOf } from './model.ts';

/**
 * The customer with the order open or closed, or null where that is known already. Open orders are kept by id, so any news
 * of one that is open adds it, also where the first was told before the customer was registered. Beyond the bound they are
 * only counted, by the changes.
 */
export function withOrder(
  customer: CustomerDraft,
  { event, orderId, before, after }: CustomerActivity,
): CustomerDraft | null {
  const mark = markOf(event.id);
  if (holds(customer.applied, mark)) return null;
  const next = after.open
    ? opened(customer, orderId, before === null ? null : before.open, mark)
    : closed(customer, orderId, before?.open === true, mark);
  return next && { ...next, acceptsOrders: next.status === 'ACTIVE' && openOrdersOf(next) < MOST_OPEN };
}

function opened(customer: CustomerDraft, orderId: string, wasOpen: boolean | null, mark: Buffer): CustomerDraft | null {
  const { openOrders, openOrdersBeyond } = customer;
  if (openOrders.includes(orderId)) return null;
  // Told again after its end. What was closed opens again only by news that says so, such as a return.
  if (wasOpen !== false && holds(customer.applied, closedMarkOf(orderId))) return null;
  // It may be one of those that are only counted.
  if (wasOpen === true && openOrdersBeyond > 0) return null;
  const applied = withMarks(customer.applied, mark);
  return openOrders.length < MOST_OPEN
    ? { ...customer, applied, openOrders: [...openOrders, orderId] }
    : { ...customer, applied, openOrdersBeyond: openOrdersBeyond + 1 };
}

function closed(customer: CustomerDraft, orderId: string, wasOpen: boolean, mark: Buffer): CustomerDraft | null {
  const { openOrders, openOrdersBeyond } = customer;
  const applied = withMarks(customer.applied, mark, closedMarkOf(orderId));
  if (openOrders.includes(orderId)) {
    return { ...customer, applied, openOrders: openOrders.filter(one => one !== orderId) };
  }
  return wasOpen && openOrdersBeyond > 0 ? { ...customer, applied, openOrdersBeyond: openOrdersBeyond - 1 } : null;
}

const closedMarkOf = (orderId: string): Buffer => markOf(`closed ${orderId}`);
