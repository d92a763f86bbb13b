import type { DeadlineInput, Decision } from '../../runtime/tasks/definition.ts';
import { isFinal, overdueCode, passedOnce } from '../../runtime/tasks/patience.ts';
import type { Notification } from '../../schemas/types/notifications.ts';
import { advanced } from './advance.ts';
import { type NotificationContext, waits } from './model.ts';

/** The table is looked at again, or the mail server has not answered for long. A pending mail stays pending. */
export function overdue(
  state: Notification,
  { deadline }: DeadlineInput,
  context: NotificationContext,
): Decision<Notification> {
  if (deadline.name === 'customer') {
    const deadlines = passedOnce(state.deadlines, deadline, waits.customer, context.now);
    return advanced(state, { ...state, deadlines }, context, { last: isFinal(deadline, waits.customer) });
  }
  if (deadline.name !== 'mail') return {};
  const code = overdueCode(deadline);
  return {
    state: { ...state, deadlines: passedOnce(state.deadlines, deadline, waits.mail, context.now) },
    alarms: [code],
    ...(deadline.passes === 0 ? { what: 'OVERDUE', reason: code } : {}),
  };
}
