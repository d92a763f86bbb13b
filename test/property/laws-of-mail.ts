import type { Notification } from '../../schemas/types/notifications.ts';
import type { Order } from '../../schemas/types/orders.ts';
import { law } from './law.ts';
import { factsOf } from './log.ts';
import type { Books } from './world.ts';

const kinds: readonly string[] = [
  'CONFIRMED',
  'PACKED',
  'DISPATCHED',
  'DELIVERED',
  'DELIVERY_FAILED',
  'RETURNED',
  'REJECTED',
  'CANCELLED',
];

/** The kinds of mail that are due of an order at rest. */
export function dueOf({ history, status, lines }: Order): string[] {
  const reached = new Set([...history.map(({ what }) => what), status]);
  if (lines.some(({ returnedQuantity }) => returnedQuantity > 0)) reached.add('RETURNED');
  return kinds.filter(kind => reached.has(kind));
}

/**
 * At rest, an order has had one mail of each kind that it gave rise to, and no other. One came twice only where the shop
 * could not hear that it was sent.
 */
export function checkMail(world: Books): void {
  const { sent } = world.mailbox;
  const { time, late, changes } = world.scenario;
  const notifications = factsOf<Notification>(world, 'notifications');
  for (const order of factsOf<Order>(world, 'orders').values()) {
    const id = order.orderId;
    const notification = notifications.get(id);
    const mails = notification?.mails ?? [];
    const due = dueOf(order);
    const is = mails.map(({ kind }) => kind);
    law(`${due.toSorted()}` === `${is.toSorted()}`, () => `${id}: mails ${is}, due are ${due}`);
    for (const { kind, status, reason, messageId, ...rest } of mails) {
      const arrived = sent.get(messageId);
      law(status !== 'SENT' || arrived !== undefined, () => `${id}: ${kind} is SENT, and never came`);
      // What is days old is not told any more; and a customer may come too late to be known, or be erased.
      const ended = status === 'SENT' || ((time || late || changes) && (status === 'SKIPPED' || status === 'FAILED'));
      law(ended, () => `${id}: ${kind} is ${status} ${reason}`);
      const { name, email, content } = rest;
      law(
        name === null && email === null && content === null,
        () => `${id}: ${kind} is ${status}, and keeps what it said`,
      );
    }
    const owed = [...(notification?.effects ?? []), ...(notification?.deadlines ?? [])];
    law(owed.length === 0, () => `${id}: a mail is owed`);
  }
  const mails = [...notifications.values()].flatMap(one => one.mails.map(mail => [mail.messageId, one, mail] as const));
  law(new Set(mails.map(([messageId]) => messageId)).size === mails.length, () => 'two mails have one Message-ID');
  const known = new Map(mails.map(([messageId, { orderId }, { kind }]) => [messageId, `${orderId} ${kind}`]));
  for (const [messageId, { about, kind, times, unheard }] of sent) {
    law(known.get(messageId) === `${about} ${kind}`, () => `${about}: a ${kind} came that nobody knows`);
    law(times <= 1 + unheard, () => `${about}: ${kind} came ${times} times, ${unheard} could not be heard of`);
  }
}
