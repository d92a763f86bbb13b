import type { Decision } from '../../runtime/tasks/definition.ts';
import { deadlinesOf } from '../../runtime/tasks/patience.ts';
import type { Mail, Notification } from '../../schemas/types/notifications.ts';
import { ended, intended, type NotificationContext, type NotificationDraft, waits } from './model.ts';
import { recipientOf } from './recipient.ts';

/** `last`: nobody waits for the table any longer. */
export type Look = { readonly last: boolean; readonly alarms?: readonly string[] };

/** The state with every mail that has a recipient intended, and with who owes the rest. */
export function advanced(
  before: Notification | null,
  draft: NotificationDraft,
  context: NotificationContext,
  { last, alarms = [] }: Look = { last: false },
): Decision<Notification> {
  const effects = [...draft.effects];
  const mails = draft.mails.map(mail => {
    if (!isAwaiting(mail, draft)) return mail;
    const recipient = recipientOf(mail, context.tables.customers.get(draft.customerId), last);
    if (recipient.is === 'awaited') return mail;
    if (recipient.is === 'nobody') return ended(mail, 'SKIPPED', context.now, recipient.reason);
    effects.push(intended(draft.orderId, mail, context.now));
    const { name, email, version } = recipient;
    return { ...mail, name, email, customerVersion: version };
  });
  const next = { ...draft, mails, effects };
  const state = { ...next, deadlines: deadlinesOf(owedBy(next), draft.deadlines, context.now) };
  return { state, alarms, ...told(before, mails) };
}

/** A mail without a recipient yet. */
const isAwaiting = (mail: Mail, { effects }: NotificationDraft): boolean =>
  mail.status === 'PENDING' && !effects.some(({ about }) => about === mail.kind);

function owedBy(draft: NotificationDraft) {
  const awaiting = draft.mails.some(mail => isAwaiting(mail, draft));
  return [
    ...(awaiting ? [{ name: 'customer', owedBy: 'customers', patience: waits.customer }] : []),
    ...(draft.effects.length > 0 ? [{ name: 'mail', owedBy: 'provider', patience: waits.mail }] : []),
  ];
}

/** What the history notes: CONFIRMED_DUE, CONFIRMED_SENT, CONFIRMED_SKIPPED, CONFIRMED_FAILED… */
function told(before: Notification | null, mails: readonly Mail[]): { what: readonly string[]; reason?: string } {
  const changed = mails.filter(({ kind, status }) => before?.mails.find(one => one.kind === kind)?.status !== status);
  const what = changed.map(({ kind, status }) => `${kind}_${status === 'PENDING' ? 'DUE' : status}`);
  const reason = changed.find(mail => mail.reason !== null)?.reason;
  return { what, ...(reason == null ? {} : { reason }) };
}
