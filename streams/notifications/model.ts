import { createHash } from 'node:crypto';
import type { Context } from '../../runtime/tasks/definition.ts';
import type { Draft, PendingEffect } from '../../runtime/tasks/fat-event.ts';
import type { Patience } from '../../runtime/tasks/patience.ts';
import type { Customer } from '../../schemas/types/customers.ts';
import type { Mail, MailKind, Notification } from '../../schemas/types/notifications.ts';
import type { Order } from '../../schemas/types/orders.ts';

export type NotificationInputs = { orders: Order };
export type NotificationTables = { customers: Customer };
export type NotificationContext = Context<NotificationTables>;
export type NotificationDraft = Draft<Notification>;

export type Kind = Exclude<MailKind, 'UNKNOWN'>;

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const DAY = 24 * HOUR;

/**
 * For how long a mail is tried, in milliseconds, and how old news may be before it is not told any more. As long as mail
 * servers try themselves (RFC 5321, 4.5.4.1). Shorter: an outage over a weekend costs mails. Longer: a processor that
 * was away tells customers what they have known for weeks.
 */
export const STALE = 4 * DAY;

/** The first wait before a mail is tried again after its gateway gave up, and the longest, in milliseconds. */
export const RETRY = { first: 5 * SECOND, longest: HOUR } as const;

export const waits = {
  /** For the table to show the customer as the order has read it: 0.3 s, 0.6 s…, 9.3 s in all. */
  customer: { within: 300, growth: 2, most: 60 * SECOND, passes: 5 },
  /** For the mail server. It is only alarmed; giving up is decided with an answer, when nothing is under way. */
  mail: { within: HOUR, growth: 2, most: DAY, passes: null },
} as const satisfies Record<string, Patience>;

/**
 * The same for every attempt, and for an order that is read again from its beginning. Order ids may repeat between
 * shops, so the time at which this one came in is part of it. The domain is nobody's (RFC 6761): the decision must not
 * depend on how a process is set up.
 */
export function messageIdOf(order: Order, kind: Kind): string {
  const { orderId, customerId, event, history } = order;
  const source = JSON.stringify([orderId, customerId, history[0]?.at ?? event.time, kind]);
  const hash = createHash('sha256').update(source).digest('hex').slice(0, 32);
  return `<${kind.toLowerCase().replaceAll('_', '-')}.${hash}@longplay.invalid>`;
}

/** A mail that is intended now. Its id and key stay the same for every attempt. */
export function intended(orderId: string, { kind, messageId }: Mail, now: number): PendingEffect {
  return {
    id: `${orderId}/mail/${kind}`,
    kind: 'mail',
    about: kind,
    attempt: 1,
    idempotencyKey: messageId,
    reference: messageId,
    since: now,
    retryAt: null,
    lastError: null,
  };
}

/** The mail at its end: nothing personal, and nothing of what it said, stays. */
export const ended = (mail: Mail, status: 'SENT' | 'SKIPPED' | 'FAILED', at: number, reason: string | null): Mail => ({
  ...mail,
  status,
  at,
  reason,
  name: null,
  email: null,
  content: null,
});
