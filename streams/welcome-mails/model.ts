import { createHash } from 'node:crypto';
import type { Draft } from '../../runtime/tasks/fat-event.ts';
import type { Owed } from '../../runtime/tasks/patience.ts';
import type { WelcomeMail } from '../../schemas/types/welcome-mails.ts';
import { waits } from '../notifications/model.ts';
import { patience } from '../patience.ts';

export type MailDraft = Draft<WelcomeMail>;

/** What the mail is about, by which it is told from those about orders. */
export const WELCOME = 'WELCOME';

export const effectIdOf = ({ customerId }: Pick<MailDraft, 'customerId'>): string => `${customerId}/mail/${WELCOME}`;

/** The same for every attempt. The domain is nobody's (RFC 6761): the decision must not depend on a process's set-up. */
export function messageIdOf(customerId: string, enrolledAt: number): string {
  const source = JSON.stringify([customerId, enrolledAt]);
  return `<welcome.${createHash('sha256').update(source).digest('hex').slice(0, 32)}@longplay.invalid>`;
}

export function owedFor({ status }: MailDraft): readonly Owed[] {
  switch (status) {
    case 'WAITING':
      return [{ name: 'give-email', owedBy: 'customer', patience: patience.customer }];
    case 'PENDING':
      return [{ name: 'mail', owedBy: 'provider', patience: waits.mail }];
    case 'FAILED':
      return [{ name: 'treat', owedBy: 'operator', patience: patience.operator }];
    default:
      return [];
  }
}
