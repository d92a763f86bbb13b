import type { RecordInput } from '../../runtime/tasks/definition.ts';
import type { Customer } from '../../schemas/types/customers.ts';
import type { Enrolment, EnrolmentStep } from '../../schemas/types/enrolments.ts';
import type { LoyaltyAccount } from '../../schemas/types/loyalty-accounts.ts';
import type { WelcomeMail } from '../../schemas/types/welcome-mails.ts';
import type { WelcomePack } from '../../schemas/types/welcome-packs.ts';
import { known } from '../known.ts';

export type EnrolmentInputs = {
  customers: Customer;
  'loyalty-accounts': LoyaltyAccount;
  'welcome-packs': WelcomePack;
  'welcome-mails': WelcomeMail;
};

const step = (name: string, owedBy: string): EnrolmentStep => ({
  name,
  version: 0,
  status: 'OWED',
  by: null,
  owedBy,
  code: null,
  since: null,
});

/** What enrolling takes, as it stands before anybody has told. */
export const steps = [
  step('record', 'customers'),
  step('points', 'loyalty'),
  step('pack', 'welcome-packs'),
  step('mail', 'welcome-mails'),
] as const;

const [record, points, pack, mail] = steps;

type Known = Pick<Enrolment, 'enrolledAt'> | null;

/** When he enrolled: by his own fact, or, where a process of an earlier release has dropped it there, by what is known. */
export const enrolledAtOf = (input: RecordInput<EnrolmentInputs>, state: Known): number | null =>
  (input.from === 'customers' ? input.value.enrolledAt : null) ?? state?.enrolledAt ?? null;

/** What the newest fact of a neighbour says of its step; null where it says nothing of an enrolment. */
export function stepOf(input: RecordInput<EnrolmentInputs>, state: Known = null): EnrolmentStep | null {
  const { version } = input.value;
  switch (input.from) {
    case 'customers': {
      const enrolledAt = enrolledAtOf(input, state);
      if (enrolledAt === null && state === null) return null;
      const active = known(input.value.status, 'status of the customer') === 'ACTIVE';
      return { ...(active ? done(record, 'customers', enrolledAt) : stopped(record)), version };
    }
    case 'loyalty-accounts': {
      const { grantedAt, status } = input.value;
      known(status, 'status of the account');
      return grantedAt === null ? null : { ...done(points, 'loyalty', grantedAt), version };
    }
    case 'welcome-packs': {
      const { status, sentAt, failure } = input.value;
      known(status, 'status of the welcome pack');
      return { ...sending(pack, 'warehouse', input.value, sentAt, failure?.reason ?? null), version };
    }
    case 'welcome-mails': {
      const { status, at, reason } = input.value;
      known(status, 'status of the welcome mail');
      return { ...sending(mail, 'provider', input.value, at, reason), version };
    }
  }
}

const STOPPED: readonly string[] = ['STOPPED', 'SKIPPED'];
const FAILED: readonly string[] = ['ADDRESS_WRONG', 'OUT_OF_PACKS', 'FAILED'];

/** Of what is sent by somebody outside; what is owed, by whom the neighbour itself waits for. */
function sending(
  of: EnrolmentStep,
  by: string,
  { status, deadlines }: Pick<WelcomePack | WelcomeMail, 'status' | 'deadlines'>,
  at: number | null,
  reason: string | null,
): EnrolmentStep {
  if (status === 'SENT') return done(of, by, at);
  if (STOPPED.includes(status)) return stopped(of);
  const [{ owedBy, name, since } = { owedBy: of.owedBy, name: null, since: null }] = deadlines;
  return FAILED.includes(status)
    ? { ...of, status: 'FAILED', by, owedBy, code: reason, since }
    : { ...of, owedBy, code: name, since };
}

const done = (of: EnrolmentStep, by: string, since: number | null): EnrolmentStep => ({
  ...of,
  status: 'DONE',
  by,
  owedBy: null,
  since,
});

const stopped = (of: EnrolmentStep): EnrolmentStep => ({ ...of, status: 'STOPPED', owedBy: null });
