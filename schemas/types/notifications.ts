// Generated from the .avsc files by `npm run generate`; do not edit.
import type { Deadline, Event, Money, OrderSeen, PendingEffect, Transition } from './shared.ts';

/** Which mails went out about one order. */
export type Notification = {
  /** What happened and why. */
  readonly event: Event;
  /** The key. */
  readonly orderId: string;
  /** Whose order it is. */
  readonly customerId: string;
  /** Counts 1, 2, 3… per key at the owner. */
  readonly version: number;
  /** The newest fact of the order that was taken in. */
  readonly order: OrderSeen | null;
  /** Mails, one of a kind. At most 16. Never exceeded: there is one of a kind, and the kinds are fixed. */
  readonly mails: readonly Mail[];
  /** What this key went through, oldest first. At most 64. The oldest but the first is dropped, and historyDropped counts it. */
  readonly history: readonly Transition[];
  /** How many entries the history has dropped. */
  readonly historyDropped: number;
  /** Steps that are owed, each name at most once. At most 16. Never exceeded: the names are fixed by the code; one too many parks the key. */
  readonly deadlines: readonly Deadline[];
  /** Effects intended and not answered yet. At most 16. No further effect begins before one is answered. */
  readonly effects: readonly PendingEffect[];
};

/** One mail. */
export type Mail = {
  /** Which mail. */
  readonly kind: MailKind;
  /** What became of it. */
  readonly status: MailStatus;
  /** The fixed Message-ID: a mail that goes out twice after a crash can be told as one. */
  readonly messageId: string;
  /** When it was sent or given up. Milliseconds since the epoch, UTC. */
  readonly at: number | null;
  /** Code of the skip or failure. */
  readonly reason: string | null;
  /** Version of the customer that was read. */
  readonly customerVersion: number | null;
  /** Name as read; null once the mail is out. Personal: ciphertext everywhere but at the API; null once the key is destroyed. */
  readonly name: string | null;
  /** Address as read; null once the mail is out. Personal: ciphertext everywhere but at the API; null once the key is destroyed. */
  readonly email: string | null;
  /** What the mail tells of the order, as it stood when the mail was intended, so that each attempt sends the same; null once it is out. */
  readonly content: MailContent | null;
};

/** Kinds of mail. */
export type MailKind =
  | 'UNKNOWN'
  | 'CONFIRMED'
  | 'REJECTED'
  | 'CANCELLED'
  | 'PACKED'
  | 'DISPATCHED'
  | 'DELIVERED'
  | 'DELIVERY_FAILED'
  | 'RETURNED';

/** Where the mail stands. */
export type MailStatus =
  | 'UNKNOWN'
  | 'PENDING'
  | 'SENT'
  | 'SKIPPED'
  | 'FAILED';

/** What a mail tells of its order. */
export type MailContent = {
  /** How many pieces were ordered. */
  readonly items: number;
  /** What the order costs; null where it was never priced. */
  readonly total: Money | null;
  /** How many pieces came back. */
  readonly returned: number;
  /** What is given back for them; null where the order alone does not tell. */
  readonly refund: Money | null;
  /** Code of the rejection or of the failed delivery. */
  readonly reason: string | null;
};
