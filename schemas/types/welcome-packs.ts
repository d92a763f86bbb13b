// Generated from the .avsc files by `npm run generate`; do not edit.
import type { AppliedRequest, CustomerSeen, Deadline, Event, PendingEffect, Transition } from './shared.ts';

/** The welcome pack of a customer who enrols: whether it is sent, and who owes it what. */
export type WelcomePack = {
  /** What happened and why. */
  readonly event: Event;
  /** The key. */
  readonly customerId: string;
  /** Counts 1, 2, 3… per key at the owner. */
  readonly version: number;
  /** Where the pack stands; it follows from the rest. */
  readonly status: WelcomePackStatus;
  /** The newest fact of the customer that said something new. */
  readonly customer: CustomerSeen;
  /** Where it goes. The address itself is in the customer’s record only. */
  readonly address: PackAddress | null;
  /** Why it could not be sent; null where nothing stands against it. */
  readonly failure: PackFailure | null;
  /** Who took it. */
  readonly carrier: string | null;
  /** The carrier’s tracking code. */
  readonly tracking: string | null;
  /** When it was sent. Milliseconds since the epoch, UTC. */
  readonly sentAt: number | null;
  /** The newest requests decided for this key. At most 64. The oldest is dropped; a repeat beyond them is judged by the state. */
  readonly requests: readonly AppliedRequest[];
  /** What this key went through, oldest first. At most 32. The oldest but the first is dropped, and historyDropped counts it. */
  readonly history: readonly Transition[];
  /** How many entries the history has dropped. */
  readonly historyDropped: number;
  /** Steps that are owed, each name at most once. At most 16. Never exceeded: the names are fixed by the code; one too many parks the key. */
  readonly deadlines: readonly Deadline[];
  /** Effects intended and not answered yet. At most 16. No further effect begins before one is answered. */
  readonly effects: readonly PendingEffect[];
};

/** Where a welcome pack stands. */
export type WelcomePackStatus =
  | 'UNKNOWN'
  | 'PREPARING'
  | 'ADDRESS_MISSING'
  | 'ADDRESS_WRONG'
  | 'OUT_OF_PACKS'
  | 'SENT'
  | 'STOPPED';

/** One of the customer’s addresses, named and not told. */
export type PackAddress = {
  /** Which of the customer’s. */
  readonly addressId: string;
  /** The customer’s version since which it reads as it does. */
  readonly version: number;
  /** Of its sealed text, in hex: tells that it was changed. */
  readonly digest: string;
};

/** An attempt that failed. */
export type PackFailure = {
  /** no-such-address or out-of-packs. */
  readonly reason: string;
  /** Version of the address that it was tried with. */
  readonly addressVersion: number;
  /** When. Milliseconds since the epoch, UTC. */
  readonly at: number | null;
};
