// Generated from the .avsc files by `npm run generate`; do not edit.
import type { CustomerSeen, Deadline, Event, PendingEffect, Transition } from './shared.ts';

/** The welcome mail of a customer who enrols. */
export type WelcomeMail = {
  /** What happened and why. */
  readonly event: Event;
  /** The key. */
  readonly customerId: string;
  /** Counts 1, 2, 3… per key at the owner. */
  readonly version: number;
  /** Where the mail stands. */
  readonly status: WelcomeMailStatus;
  /** The newest fact of the customer that said something new. */
  readonly customer: CustomerSeen;
  /** Its Message-ID, the same for every attempt. */
  readonly messageId: string;
  /** Who is greeted, as long as the mail is not sent. Personal: ciphertext everywhere but at the API; null once the key is destroyed. */
  readonly name: string | null;
  /** Where it goes, as long as it is not sent. Personal: ciphertext everywhere but at the API; null once the key is destroyed. */
  readonly email: string | null;
  /** How often it was intended. */
  readonly attempts: number;
  /** When it came to its end. Milliseconds since the epoch, UTC. */
  readonly at: number | null;
  /** Why it was not sent, as a stable code. */
  readonly reason: string | null;
  /** What this key went through, oldest first. At most 32. The oldest but the first is dropped, and historyDropped counts it. */
  readonly history: readonly Transition[];
  /** How many entries the history has dropped. */
  readonly historyDropped: number;
  /** Steps that are owed, each name at most once. At most 16. Never exceeded: the names are fixed by the code; one too many parks the key. */
  readonly deadlines: readonly Deadline[];
  /** Effects intended and not answered yet. At most 16. No further effect begins before one is answered. */
  readonly effects: readonly PendingEffect[];
};

/** Where a welcome mail stands: WAITING for an address, or PENDING with it. */
export type WelcomeMailStatus =
  | 'UNKNOWN'
  | 'WAITING'
  | 'PENDING'
  | 'SENT'
  | 'SKIPPED'
  | 'FAILED';
