import type { DeadlineInput, Decision } from '../../runtime/tasks/definition.ts';
import { isFinal, passedOnce, reminded } from '../../runtime/tasks/patience.ts';
import type { Notification } from '../../schemas/types/notifications.ts';
import { advanced } from './advance.ts';
import { type NotificationContext, waits } from './model.ts';

/** The table is looked at again, or the mail server has not answered for long. A pending mail stays pending. */
export function overdue(
  state: Notification,
  input: DeadlineInput,
  context: NotificationContext,
): Decision<Notification> {
  const { deadline } = input;
  if (deadline.name === 'customer') {
    const deadlines = passedOnce(state.deadlines, deadline, waits.customer, context.now);
    return advanced(state, { ...state, deadlines }, context, { last: isFinal(deadline, waits.customer) });
  }
  return deadline.name === 'mail' ? reminded(state, input, waits.mail, context.now) : {};
}
