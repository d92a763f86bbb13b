import type { AnswerInput, Decision } from '../../runtime/tasks/definition.ts';
import { triedLater } from '../../runtime/tasks/retry.ts';
import type { Mail, Notification } from '../../schemas/types/notifications.ts';
import { advanced } from './advance.ts';
import { ended, type NotificationContext, RETRY, STALE } from './model.ts';
import { recipientOf } from './recipient.ts';

/** Refusals that say that there is nobody to tell, and not that the mail is wrong. */
const SKIPS: ReadonlySet<string> = new Set(['customer-erased', 'address-invalid']);

/** The mail server's answer to a mail that is pending. */
export function answered(
  state: Notification,
  { effect, answer }: AnswerInput,
  context: NotificationContext,
): Decision<Notification> {
  const mail = state.mails.find(one => one.kind === effect.about);
  const entry = state.effects.find(one => one.id === effect.id);
  if (mail === undefined || entry === undefined) return {};
  const end = (status: 'SENT' | 'SKIPPED' | 'FAILED', reason: string | null, alarms: readonly string[] = []) => {
    const mails = state.mails.map(one => (one === mail ? ended(one, status, context.now, reason) : one));
    const effects = state.effects.filter(one => one !== entry);
    return advanced(state, { ...state, mails, effects }, context, { last: false, alarms });
  };
  switch (answer.status) {
    case 'done':
      return end('SENT', null);
    case 'refused':
      return end(SKIPS.has(answer.code) ? 'SKIPPED' : 'FAILED', answer.code);
    case 'failed': {
      if (effect.attempt < entry.attempt) return {};
      // Only an answer ends it: then no attempt is under way whose mail might still go out.
      if (context.now - entry.since >= STALE) return end('FAILED', answer.code, ['mail-given-up']);
      const addressed = readdressed(mail, state.customerId, context);
      if ('skip' in addressed) return end('SKIPPED', addressed.skip);
      const again = triedLater(entry, answer.code, RETRY, context.now);
      const mails = state.mails.map(one => (one === mail ? addressed.mail : one));
      return { state: { ...state, mails, effects: state.effects.map(one => (one === entry ? again : one)) } };
    }
  }
}

/** To where the customer is reached by now, since the next attempt may be an hour away. */
function readdressed(
  mail: Mail,
  customerId: string,
  { tables }: NotificationContext,
): { mail: Mail } | { skip: string } {
  const row = tables.customers.get(customerId);
  if (row === undefined || row.version <= (mail.customerVersion ?? 0)) return { mail };
  const recipient = recipientOf(mail, row, true);
  if (recipient.is !== 'known') return { skip: recipient.is === 'nobody' ? recipient.reason : 'unknown-customer' };
  const { name, email, version } = recipient;
  return { mail: { ...mail, name, email, customerVersion: version } };
}
