import type { Decision, RequestOut } from '../../runtime/tasks/definition.ts';
import type { CustomerActivity } from '../../schemas/types/customer-activity.ts';
import type { OrderActivity } from '../../schemas/types/order-activity.ts';
import type { ActivityContent } from '../../schemas/types/shared.ts';
import { same } from '../same.ts';
import type { ActivityContext, ActivityDraft } from './model.ts';
import type { News } from './neighbours.ts';

/**
 * The news taken in, and passed on to the customer's partition where the content changed. State and record are written
 * in one transaction, so what the state says was passed on is there, once; and the next one begins where it ended.
 */
export function passedOn(
  before: OrderActivity | null,
  { activity, content }: News,
  context: ActivityContext,
): Decision<OrderActivity> {
  if (content === null || same(content, before?.content)) return { state: activity };
  const state: ActivityDraft = { ...activity, content, passes: activity.passes + 1 };
  const what = nameOf(before?.content ?? null, content);
  return { state, what, requests: [record(state, before?.content ?? null, content, what, context)] };
}

/** Numbered by the pass and not by the version, since one fact may hold several passes. */
function record(
  { orderId, customerId, passes }: ActivityDraft,
  before: ActivityContent | null,
  after: ActivityContent,
  what: string,
  { version }: ActivityContext,
): RequestOut {
  const value: Omit<CustomerActivity, 'event'> = { customerId, orderId, version, before, after };
  const type = `longplay.activity.${what.toLowerCase().replaceAll('_', '-')}`;
  return { topic: 'customer-activity', key: customerId, id: `${orderId}/activity/${passes}`, type, value };
}

function nameOf(before: ActivityContent | null, after: ActivityContent): string {
  if (before?.orderStatus !== after.orderStatus) return after.orderStatus;
  if (before.paymentStatus !== after.paymentStatus) return `PAYMENT_${after.paymentStatus}`;
  return 'CONTENT_CHANGED';
}
