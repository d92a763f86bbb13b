import type { ComposeMail } from '../runtime/gateways/mail/calls.ts';
import { composeMail as composeOrderMail } from './notifications/compose.ts';
import { composeWelcome } from './welcome-mails/compose.ts';
import { WELCOME } from './welcome-mails/model.ts';

/** Every mail of the shop, by what it is about. */
export const composeMail: ComposeMail = (effect, state) =>
  effect.about === WELCOME ? composeWelcome(effect, state) : composeOrderMail(effect, state);
