import type { AgainInput, AnswerInput, Context, Decision, Failure, Input } from '../../runtime/tasks/definition.ts';
import { deadlinesOf, patienceFor, reminded } from '../../runtime/tasks/patience.ts';
import { triedLater } from '../../runtime/tasks/retry.ts';
import type { Customer } from '../../schemas/types/customers.ts';
import type { WelcomeMail } from '../../schemas/types/welcome-mails.ts';
import { known } from '../known.ts';
import { RETRY, STALE } from '../notifications/model.ts';
import { effectIdOf, type MailDraft, messageIdOf, owedFor, WELCOME } from './model.ts';

type Now = Pick<Context<never>, 'now'>;

/** One mail to who enrols, however often and in whichever order his record is read. */
export function decide(
  mail: WelcomeMail | null,
  input: Input<{ customers: Customer }>,
  { now }: Now,
): Decision<WelcomeMail> {
  if (mail !== null) known(mail.status, 'status of the welcome mail');
  switch (input.from) {
    case 'customers':
      return heard(mail, input.value, now);
    case 'effect':
      return mail === null ? {} : answered(mail, input, now);
    case 'deadline':
      return mail === null ? {} : reminded(mail, input, patienceFor(input, owedFor(mail)), now);
  }
}

function heard(mail: WelcomeMail | null, customer: Customer, now: number): Decision<WelcomeMail> {
  const { version, name, email } = customer;
  if (version <= (mail?.customer.version ?? 0)) return {};
  if (mail?.status === 'SENT' || mail?.status === 'SKIPPED') return {};
  const seen = { version, status: known(customer.status, 'status of the customer') };
  const before = mail ?? begun(customer, seen);
  if (before === null) return {};
  if (seen.status !== 'ACTIVE') return ended({ ...before, customer: seen }, 'SKIPPED', now, 'customer-erased');
  if (mail !== null && mail.name === name && mail.email === email) return {};
  const next = { ...before, customer: seen, name, email };
  if (mail !== null && mail.email === email) return { state: next };
  // Also of one that is under way: nobody is to be written to any more.
  if (email === null) return settled({ ...next, status: 'WAITING', effects: [] }, now);
  // An attempt of its own, also of one that is under way: what becomes of that says nothing of this address.
  return intended(next, before.attempts + 1, now);
}

/** None for who was only brought in; of who has a mail, a process of an earlier release may have dropped when he enrolled. */
const begun = ({ customerId, enrolledAt }: Customer, seen: WelcomeMail['customer']): MailDraft | null =>
  enrolledAt === null
    ? null
    : { ...nothing, customerId, customer: seen, messageId: messageIdOf(customerId, enrolledAt) };

function answered(mail: WelcomeMail, { effect, answer }: AnswerInput, now: number): Decision<WelcomeMail> {
  const entry = mail.effects.find(({ id }) => id === effect.id);
  if (entry === undefined) return {};
  if (answer.status === 'done') return ended(mail, 'SENT', now, null);
  const { code } = answer;
  if (code === 'customer-erased') return ended(mail, 'SKIPPED', now, code);
  // The refusal of an earlier attempt may be that of an address that he has corrected since.
  if (effect.attempt < entry.attempt) return {};
  const failed: MailDraft = { ...mail, status: 'FAILED', at: now, reason: code, effects: [] };
  if (answer.status === 'refused') return { ...settled(failed, now), reason: code };
  if (now - entry.since >= STALE) return { ...settled(failed, now), reason: code, alarms: ['mail-given-up'] };
  const again = triedLater(entry, code, RETRY, now);
  return { state: { ...mail, attempts: again.attempt, effects: [again] } };
}

/** A mail that the provider has refused, until it takes it or the customer has another address. */
export const failures = (mail: WelcomeMail): readonly Failure[] =>
  mail.status === 'FAILED' ? [{ effectId: effectIdOf(mail), kind: 'mail', code: mail.reason ?? '' }] : [];

export const again = (mail: WelcomeMail, { attempt }: AgainInput, { now }: Now): Decision<WelcomeMail> =>
  mail.status === 'FAILED' ? intended(mail, Math.max(mail.attempts, attempt) + 1, now) : {};

const settled = (mail: MailDraft, now: number): Decision<WelcomeMail> => ({
  state: { ...mail, deadlines: deadlinesOf(owedFor(mail), mail.deadlines, now) },
  what: mail.status,
});

function intended(mail: MailDraft, attempts: number, now: number): Decision<WelcomeMail> {
  const { messageId } = mail;
  const keys = { id: effectIdOf(mail), idempotencyKey: messageId, reference: messageId };
  const effect = {
    ...keys,
    kind: 'mail',
    about: WELCOME,
    attempt: attempts,
    since: now,
    retryAt: null,
    lastError: null,
  };
  return settled({ ...mail, status: 'PENDING', attempts, at: null, reason: null, effects: [effect] }, now);
}

const ended = (
  mail: MailDraft,
  status: 'SENT' | 'SKIPPED',
  at: number,
  reason: string | null,
): Decision<WelcomeMail> => ({
  ...settled({ ...mail, status, at, reason, name: null, email: null, effects: [] }, at),
  ...(reason === null ? {} : { reason }),
});

const nothing = {
  status: 'WAITING',
  name: null,
  email: null,
  attempts: 0,
  at: null,
  reason: null,
  deadlines: [],
  effects: [],
} as const;
