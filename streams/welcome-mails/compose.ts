import type { ComposeMail } from '../../runtime/gateways/mail/calls.ts';
import type { WelcomeMail } from '../../schemas/types/welcome-mails.ts';
import { STARTING_POINTS } from '../loyalty/rates.ts';
import { greeting, SHOP } from '../notifications/compose.ts';

/** The welcome mail of a pending effect. */
export const composeWelcome: ComposeMail = (effect, state) => {
  const { customerId, name, email, messageId } = state as WelcomeMail;
  const words = [
    'Welcome to the shop: your account is open.',
    `You begin with ${STARTING_POINTS} points, and a welcome pack comes by post.`,
    SHOP,
  ];
  const text = (opened: string | null) => `${[greeting(opened), ...words].join('\n\n')}\n`;
  return { customerId, name, email, messageId, date: effect.since, subject: `Welcome to ${SHOP}`, text };
};
