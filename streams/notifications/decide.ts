import type { Decision, Input } from '../../runtime/tasks/definition.ts';
import type { Notification } from '../../schemas/types/notifications.ts';
import type { Order } from '../../schemas/types/orders.ts';
import { known } from '../known.ts';
import { orderSeen } from '../seen.ts';
import { advanced } from './advance.ts';
import { answered } from './answer.ts';
import { dueMails } from './due.ts';
import type { NotificationContext, NotificationDraft, NotificationInputs } from './model.ts';
import { overdue } from './overdue.ts';

/** One mail of a kind per order, whatever is read twice or in another order. */
export function decide(
  state: Notification | null,
  input: Input<NotificationInputs>,
  context: NotificationContext,
): Decision<Notification> {
  for (const mail of state?.mails ?? []) {
    known(mail.kind, 'kind of a mail');
    known(mail.status, 'status of a mail');
  }
  switch (input.from) {
    case 'orders':
      return heard(state, input.value, context);
    case 'effect':
      return state === null ? {} : answered(state, input, context);
    case 'deadline':
      return state === null ? {} : overdue(state, input, context);
  }
}

function heard(state: Notification | null, order: Order, context: NotificationContext): Decision<Notification> {
  const seen = orderSeen(order);
  if (seen.version <= (state?.order?.version ?? 0)) return {};
  const due = dueMails(order, state?.mails ?? [], context.now);
  // Most steps of an order are told to nobody.
  if (due.length === 0) return {};
  const { orderId, customerId } = order;
  const before: NotificationDraft = state ?? {
    orderId,
    customerId,
    order: null,
    mails: [],
    deadlines: [],
    effects: [],
  };
  return advanced(state, { ...before, order: seen, mails: [...before.mails, ...due] }, context);
}
