// Generated from the .avsc files by `npm run generate`; do not edit.
import type { Deadline, Event, PendingEffect, Transition } from './shared.ts';

/** The pre-computed fraud flag of one customer. */
export type FraudFlag = {
  /** What happened and why. */
  readonly event: Event;
  /** The key. */
  readonly customerId: string;
  /** Counts 1, 2, 3… per key at the owner. */
  readonly version: number;
  /** The flag. */
  readonly flag: Flag;
  /** Rules that hit. At most 16. Only the first 16 are kept. */
  readonly rules: readonly string[];
  /** When the flag lapses; null: when nothing hits any more. Milliseconds since the epoch, UTC. */
  readonly until: number | null;
  /** Declined payments within the window. At most 32. The oldest is dropped; the rules’ limits lie below. */
  readonly declines: readonly SeenOrder[];
  /** Orders placed within the window. At most 64. The oldest is dropped; the rules’ limits lie below. */
  readonly placed: readonly SeenOrder[];
  /** When addresses changed, within the window. Milliseconds since the epoch, UTC. At most 32. The oldest is dropped; the rules’ limits lie below. */
  readonly addressChanges: readonly number[];
  /** Version of the customer that was taken in last. */
  readonly customerVersion: number | null;
  /** Whether the customer was erased: nothing is kept or counted any more, whatever still comes. */
  readonly erased: boolean;
  /** The customer-activity ids applied last: 8 bytes each, the first ones of the id’s SHA-256, oldest first. At most 2,048. The oldest of the 256 ids is dropped; the flag of a customer with more than that at once is decided by the newest. */
  readonly applied: Buffer;
  /** What this key went through, oldest first. At most 16. The oldest but the first is dropped, and historyDropped counts it. */
  readonly history: readonly Transition[];
  /** How many entries the history has dropped. */
  readonly historyDropped: number;
  /** Steps that are owed, each name at most once. At most 16. Never exceeded: the names are fixed by the code; one too many parks the key. */
  readonly deadlines: readonly Deadline[];
  /** Effects intended and not answered yet. At most 16. No further effect begins before one is answered. */
  readonly effects: readonly PendingEffect[];
};

/** What the rules say. */
export type Flag =
  | 'UNKNOWN'
  | 'CLEAR'
  | 'FLAGGED';

/** An order within the window. */
export type SeenOrder = {
  /** The order. */
  readonly orderId: string;
  /** When. Milliseconds since the epoch, UTC. */
  readonly at: number;
};
