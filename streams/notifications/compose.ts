import type { SealedMail } from '../../runtime/gateways/mail/calls.ts';
import type { FatEvent, PendingEffect } from '../../runtime/tasks/fat-event.ts';
import type { Notification } from '../../schemas/types/notifications.ts';
import { known } from '../known.ts';
import { templates } from './templates.ts';

/** Whose name stands below. */
export const SHOP = 'MusicCorp';

/**
 * The mail of a pending effect, for the gateway, which alone opens the recipient. The same for every attempt.
 *
 * @throws where the state does not hold it; then nothing is sent, and an alarm is raised.
 */
export function composeMail(effect: PendingEffect, state: FatEvent): SealedMail {
  // The mails about orders are of notifications alone.
  const { orderId, customerId, mails } = state as Notification;
  const mail = mails.find(({ kind }) => kind === effect.about);
  if (mail === undefined || mail.content === null) throw new Error(`there is no mail ${effect.about} to be sent`);
  const { subject, body } = templates[known(mail.kind, 'kind of a mail')];
  const told = { ...mail.content, orderId };
  return {
    customerId,
    name: mail.name,
    email: mail.email,
    messageId: mail.messageId,
    date: effect.since,
    subject: subject(told),
    text: name => `${[greeting(name), ...body(told), SHOP].join('\n\n')}\n`,
  };
}

const LONGEST_NAME = 100;

/** In one line and not for ever: a name is what somebody typed, and must not write the mail. */
export function greeting(name: string | null): string {
  const line = (name ?? '').replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
  return line === '' || line.length > LONGEST_NAME ? 'Hello,' : `Hello ${line},`;
}
