import type { Decision } from '../../runtime/tasks/definition.ts';
import type { CustomerActivity } from '../../schemas/types/customer-activity.ts';
import type { LoyaltyAccount, LoyaltyEntry } from '../../schemas/types/loyalty-accounts.ts';
import { isSent } from '../activity/content.ts';
import { holds, markOf, withMarks } from '../stock/ring.ts';
import { balanced, endMarkOf, type LoyaltyContext, nothingOf, withEntries } from './model.ts';
import { pointsFor } from './rates.ts';

/**
 * What became of an order: points for what is delivered and kept, and those spent on it from the dispatch on. Only the
 * difference to what was told before counts, so no order has to be remembered, and it does not matter which is read first.
 */
export function told(
  account: LoyaltyAccount | null,
  { event, customerId, orderId, before, after }: CustomerActivity,
  { now }: LoyaltyContext,
): Decision<LoyaltyAccount> {
  if (account?.status === 'CLOSED') return {};
  const earned = pointsFor(after.kept) - pointsFor(before?.kept ?? null);
  const spent = after.pointsSpent - (before?.pointsSpent ?? 0);
  const held = account?.holds.find(one => one.orderId === orderId)?.points ?? 0;
  // What was sent holds no points any more, also where all of it had come back before anything was told of it.
  const released = spent > 0 || isSent(after.orderStatus) ? held : 0;
  if (earned === 0 && spent === 0 && released === 0) return {};
  const mark = markOf(event.id);
  if (account !== null && holds(account.applied, mark)) return {};
  const entries: LoyaltyEntry[] = [];
  const note = (kind: LoyaltyEntry['kind'], points: number): void => {
    if (points > 0) entries.push({ cause: event.id, kind, orderId, points, at: now });
  };
  note('SPENT', spent);
  // Points on goods that came back are the customer's again.
  note('GIVEN_BACK', released > 0 ? released - spent : -spent);
  note('EARNED', earned);
  note('TAKEN_BACK', -earned);
  const is = account ?? nothingOf(customerId);
  const rest = released > 0 ? is.holds.filter(one => one.orderId !== orderId) : is.holds;
  const marks = spent > 0 && released === 0 ? [mark, endMarkOf(orderId)] : [mark];
  const totals = {
    earned: is.earned + Math.max(0, earned),
    takenBack: is.takenBack + Math.max(0, -earned),
    spent: is.spent + spent,
  };
  const moved = { ...is, ...totals, holds: rest, applied: withMarks(is.applied, ...marks) };
  return { state: withEntries(balanced(moved), ...entries), what: entries.map(({ kind }) => kind) };
}
