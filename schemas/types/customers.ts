// Generated from the .avsc files by `npm run generate`; do not edit.
import type { AppliedRequest, CustomerAddress, CustomerStatus, Deadline, Event, PendingEffect, Transition } from './shared.ts';

/** A customer, whole, as it stands after the change. An ERASED one stays for ever, with nothing personal. */
export type Customer = {
  /** What happened and why. */
  readonly event: Event;
  /** The key. */
  readonly customerId: string;
  /** Counts 1, 2, 3… per key at the owner. */
  readonly version: number;
  /** Where the customer stands. */
  readonly status: CustomerStatus;
  /** Full name. Personal: ciphertext everywhere but at the API; null once the key is destroyed. */
  readonly name: string | null;
  /** Where mail goes. Personal: ciphertext everywhere but at the API; null once the key is destroyed. */
  readonly email: string | null;
  /** Phone number. Personal: ciphertext everywhere but at the API; null once the key is destroyed. */
  readonly phone: string | null;
  /** Company, where the customer buys for one. Personal: ciphertext everywhere but at the API; null once the key is destroyed. */
  readonly company: string | null;
  /** Addresses; the first is the default. At most 16. The API refuses more, and the owner rejects it as too-many-addresses. */
  readonly addresses: readonly CustomerAddress[];
  /** Whether orders may place new ones: not while ERASING or ERASED, nor with too many open. */
  readonly acceptsOrders: boolean;
  /** When addresses changed, newest last; fraud reads it. Milliseconds since the epoch, UTC. At most 32. The oldest is dropped. */
  readonly addressChanges: readonly number[];
  /** Orders that are not final, by id. At most 1,000. acceptsOrders turns false, and openOrdersBeyond counts what came in already. */
  readonly openOrders: readonly string[];
  /** Open orders beyond those listed. */
  readonly openOrdersBeyond: number;
  /** The customer-activity ids applied last: 8 bytes each, the first ones of the id’s SHA-256, oldest first. At most 8,192. The oldest of the 1,024 ids is dropped; 1,024 covers every repeat that fencing may let through. */
  readonly applied: Buffer;
  /** When the customer enrolled, and is welcomed for; null for one who was brought in, or registered before there was a welcome. Milliseconds since the epoch, UTC. */
  readonly enrolledAt: number | null;
  /** The erasure that is under way or done. */
  readonly erasure: Erasure | null;
  /** The newest requests decided for this key. At most 64. The oldest is dropped; its repeat is then judged by the state, like a new request. */
  readonly requests: readonly AppliedRequest[];
  /** What this key went through, oldest first. At most 64. The oldest but the first is dropped, and historyDropped counts it. */
  readonly history: readonly Transition[];
  /** How many entries the history has dropped. */
  readonly historyDropped: number;
  /** Steps that are owed, each name at most once. At most 16. Never exceeded: the names are fixed by the code; one too many parks the key. */
  readonly deadlines: readonly Deadline[];
  /** Effects intended and not answered yet. At most 16. No further effect begins before one is answered. */
  readonly effects: readonly PendingEffect[];
};

/** Erasing a customer. */
export type Erasure = {
  /** The request, whose outcome is written when it is done. */
  readonly requestId: string;
  /** When it was asked. Milliseconds since the epoch, UTC. */
  readonly since: number | null;
  /** When the data key was destroyed; from then on nothing personal can be read anywhere. Milliseconds since the epoch, UTC. */
  readonly keyDestroyedAt: number | null;
};
