import type { RecordInput } from '../../runtime/tasks/definition.ts';
import type { Customer } from '../../schemas/types/customers.ts';
import type { EnrolmentStep } from '../../schemas/types/enrolments.ts';
import type { LoyaltyAccount } from '../../schemas/types/loyalty-accounts.ts';
import type { Deadline } from '../../schemas/types/shared.ts';
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

/** What the newest fact of a neighbour says of its step; null where it says nothing of an enrolment. */
export function stepOf(input: RecordInput<EnrolmentInputs>): EnrolmentStep | null {
  const { version } = input.value;
  switch (input.from) {
    case 'customers': {
      const { enrolledAt, status } = input.value;
      if (enrolledAt === null) return null;
      const active = known(status, 'status of the customer') === 'ACTIVE';
      return { ...(active ? done(record, 'customers', enrolledAt) : stopped(record)), version };
    }
    case 'loyalty-accounts': {
      const { grantedAt, status } = input.value;
      known(status, 'status of the account');
      return grantedAt === null ? null : { ...done(points, 'loyalty', grantedAt), version };
    }
    case 'welcome-packs':
      return { ...packStep(input.value), version };
    case 'welcome-mails':
      return { ...mailStep(input.value), version };
  }
}

function packStep({ status, sentAt, failure, deadlines }: WelcomePack): EnrolmentStep {
  switch (known(status, 'status of the welcome pack')) {
    case 'SENT':
      return done(pack, 'warehouse', sentAt);
    case 'STOPPED':
      return stopped(pack);
    case 'ADDRESS_WRONG':
    case 'OUT_OF_PACKS':
      return { ...owed(pack, deadlines), status: 'FAILED', by: 'warehouse', code: failure?.reason ?? null };
    case 'ADDRESS_MISSING':
    case 'PREPARING':
      return owed(pack, deadlines);
  }
}

function mailStep({ status, at, reason, deadlines }: WelcomeMail): EnrolmentStep {
  switch (known(status, 'status of the welcome mail')) {
    case 'SENT':
      return done(mail, 'provider', at);
    case 'SKIPPED':
      return stopped(mail);
    case 'FAILED':
      return { ...owed(mail, deadlines), status: 'FAILED', by: 'provider', code: reason };
    case 'WAITING':
    case 'PENDING':
      return owed(mail, deadlines);
  }
}

/** Owed by whom the neighbour itself waits for. */
function owed(of: EnrolmentStep, [deadline]: readonly Deadline[]): EnrolmentStep {
  if (deadline === undefined) return of;
  return { ...of, owedBy: deadline.owedBy, code: deadline.name, since: deadline.since };
}

const done = (of: EnrolmentStep, by: string, since: number | null): EnrolmentStep => ({
  ...of,
  status: 'DONE',
  by,
  owedBy: null,
  since,
});

const stopped = (of: EnrolmentStep): EnrolmentStep => ({ ...of, status: 'STOPPED', owedBy: null });
