import { START } from '../../runtime/tasks/testing/given.ts';
import type { Order } from '../../schemas/types/orders.ts';
import type { Webhook } from '../../schemas/types/webhooks.ts';
import { webhookDeliveries } from '../webhook-deliveries/processor.ts';
import { order } from './records.ts';

export const key = 'order-1';

/** The processor with these subscriptions in its table. */
export const having = (...rows: readonly Webhook[]) => ({
  processor: webhookDeliveries,
  key,
  tables: { webhooks: Object.fromEntries(rows.map(row => [row.subscriptionId, row])) },
});

/** The order in this status, by a step of that name. */
export function ordered(status: Order['status'], version: number, over: Partial<Order> = {}) {
  const made = order(status, { version, ...over });
  const step = { what: status, at: START, cause: '', version, reason: null, actor: null };
  const event = { ...made.event, id: `orders/order-1/${version}`, type: `longplay.order.${status.toLowerCase()}` };
  return { from: 'orders', key, value: { ...made, event, history: over.history ?? [step] } } as const;
}
