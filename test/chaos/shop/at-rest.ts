import type { Allocation } from '../../../schemas/types/allocations.ts';
import type { Notification } from '../../../schemas/types/notifications.ts';
import type { OrderActivity } from '../../../schemas/types/order-activity.ts';
import type { Order } from '../../../schemas/types/orders.ts';
import type { Payment } from '../../../schemas/types/payments.ts';
import type { Deadline } from '../../../schemas/types/shared.ts';
import type { Shipment } from '../../../schemas/types/shipments.ts';
import { dueOf } from '../../property/laws-of-mail.ts';
import type { OrderPlan } from './plan.ts';

/** The newest fact of each of those who have to do with one order. */
export type Story = {
  readonly order: Order | undefined;
  readonly payment: Payment | undefined;
  readonly allocation: Allocation | undefined;
  readonly shipment: Shipment | undefined;
  readonly activity: OrderActivity | undefined;
  readonly notification: Notification | undefined;
};

const finals: readonly string[] = ['REJECTED', 'CANCELLED', 'DELIVERED', 'RETURNED'];

/** Who still owes this order something, and what; nobody: it is at rest (DESIGN §4, Final). */
export function whoOwes(plan: OrderPlan, story: Story): string[] {
  const { order, payment, allocation, shipment, activity, notification } = story;
  if (order === undefined) return ['orders: it is not known'];
  const owed = [
    ...(finals.includes(order.status) ? [] : [`orders: it is ${order.status}`]),
    ...owes('orders', order.deadlines),
    ...(plan.sendsBack > 0 && order.status === 'DELIVERED' && order.returns.length === 0 ? ['customer: a return'] : []),
    ...(order.cancellation?.status === 'OPEN' ? ['orders: the cancel is not decided'] : []),
    ...(payment === undefined ? ['payments: has not answered'] : owes('payments', payment.deadlines)),
    ...(payment?.effects ?? []).map(effect => `payments: ${effect.kind}, attempt ${effect.attempt}`),
    ...(payment?.failure ? [`payments: ${payment.failure.step} failed (${payment.failure.code})`] : []),
    ...(allocation === undefined ? ['allocations: has not answered'] : owes('allocations', allocation.deadlines)),
    ...(allocation?.lines ?? []).flatMap(({ line, asked }) => (asked ? [`stock: ${asked.type} of line ${line}`] : [])),
    ...(shipment === undefined ? ['shipping: has not answered'] : owes('shipping', shipment.deadlines)),
    ...(activity?.content?.orderStatus === order.status && !activity.content.open ? [] : ['activity: to pass it on']),
    ...dueOf(order)
      .filter(kind => notification?.mails.every(mail => mail.kind !== kind) !== false)
      .map(kind => `notifications: ${kind}`),
    ...owes('notifications', notification?.deadlines ?? []),
    ...(notification?.effects ?? []).map(({ about, attempt }) => `notifications: ${about}, attempt ${attempt}`),
  ];
  return owed;
}

const owes = (who: string, deadlines: readonly Deadline[]): string[] =>
  deadlines.map(({ name, owedBy, passes }) => `${who}: ${name}, owed by ${owedBy}${passes > 0 ? ', overdue' : ''}`);
