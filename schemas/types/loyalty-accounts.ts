// Generated from the .avsc files by `npm run generate`; do not edit.
import type { Deadline, Event, PendingEffect, Transition } from './shared.ts';

/** The points of one customer. Points = earned − taken back − spent. */
export type LoyaltyAccount = {
  /** What happened and why. */
  readonly event: Event;
  /** The key. */
  readonly customerId: string;
  /** Counts 1, 2, 3… per key at the owner. */
  readonly version: number;
  /** Whether it can be used. */
  readonly status: LoyaltyAccountStatus;
  /** Points, held ones included. */
  readonly points: number;
  /** Of these, held for open orders. */
  readonly held: number;
  /** Earned in all. */
  readonly earned: number;
  /** Taken back after returns in all. */
  readonly takenBack: number;
  /** Spent in all. */
  readonly spent: number;
  /** Granted as a start. */
  readonly granted: number;
  /** When they were granted: at most once. Milliseconds since the epoch, UTC. */
  readonly grantedAt: number | null;
  /** Points held, by order. At most 256. A further hold is refused as too-many-holds. */
  readonly holds: readonly PointsHold[];
  /** The newest entries, newest last; their causes also tell repeats. At most 128. The oldest is dropped; the totals keep it. */
  readonly entries: readonly LoyaltyEntry[];
  /** The record ids applied last: 8 bytes each, the first ones of the id’s SHA-256, oldest first. At most 8,192. The oldest of the 1,024 ids is dropped; 1,024 covers every repeat that fencing may let through. */
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

/** Where the account stands. */
export type LoyaltyAccountStatus =
  | 'UNKNOWN'
  | 'OPEN'
  | 'CLOSED';

/** Points held for one order. */
export type PointsHold = {
  /** The order. */
  readonly orderId: string;
  /** The request. */
  readonly requestId: string;
  /** How many. */
  readonly points: number;
  /** Since when. Milliseconds since the epoch, UTC. */
  readonly at: number | null;
};

/** One movement of points. */
export type LoyaltyEntry = {
  /** Id of the record that led to it. */
  readonly cause: string;
  /** What happened. */
  readonly kind: LoyaltyEntryKind;
  /** The order; empty where it is about none. */
  readonly orderId: string;
  /** How many. */
  readonly points: number;
  /** When. Milliseconds since the epoch, UTC. */
  readonly at: number | null;
};

/** Kinds of entry. */
export type LoyaltyEntryKind =
  | 'UNKNOWN'
  | 'HELD'
  | 'REFUSED'
  | 'GIVEN_BACK'
  | 'SPENT'
  | 'EARNED'
  | 'TAKEN_BACK'
  | 'GRANTED';
