// Generated from the .avsc files by `npm run generate`; do not edit.
import type { Deadline, Event, PendingEffect, Transition } from './shared.ts';

/** The stock of one product, as totals. Received ± counted − written off + restocked = on hand + consumed. */
export type Stock = {
  /** What happened and why. */
  readonly event: Event;
  /** The key. */
  readonly sku: string;
  /** Counts 1, 2, 3… per key at the owner. */
  readonly version: number;
  /** On the shelf, reserved ones included. */
  readonly onHand: number;
  /** Of these, reserved. */
  readonly reserved: number;
  /** Received in all. */
  readonly received: number;
  /** Differences found by counting, in all; may be negative. */
  readonly counted: number;
  /** Written off in all. */
  readonly writtenOff: number;
  /** Restocked after returns in all. */
  readonly restocked: number;
  /** Consumed by packing in all. */
  readonly consumed: number;
  /** The request ids applied last: 8 bytes each, the first ones of the id’s SHA-256, oldest first. At most 8,192. The oldest of the 1,024 ids is dropped; 1,024 covers every repeat that fencing may let through. */
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
