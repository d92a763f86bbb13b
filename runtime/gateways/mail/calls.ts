import type { FatEvent, PendingEffect } from '../../tasks/fat-event.ts';

/** A mail as the processor's state has it: its recipient is ciphertext. */
export type SealedMail = {
  /** Whose key opens the recipient. */
  readonly customerId: string;
  readonly name: string | null;
  readonly email: string | null;
  /** With its angle brackets; the same for every attempt. */
  readonly messageId: string;
  /** When it was intended, ms since the epoch: the mail's own date, the same for every attempt. */
  readonly date: number;
  readonly subject: string;
  /** The body, as plain text, for a recipient of this name. */
  readonly text: (name: string | null) => string;
};

/** Makes the mail of a pending effect out of its state. Throws where the state does not hold what it needs. */
export type ComposeMail = (effect: PendingEffect, state: FatEvent) => SealedMail;

/** What the mail server is asked for. */
export type MailCall = {
  readonly to: { readonly name: string; readonly address: string };
  readonly messageId: string;
  readonly date: number;
  readonly subject: string;
  readonly text: string;
};
