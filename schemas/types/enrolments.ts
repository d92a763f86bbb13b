// Generated from the .avsc files by `npm run generate`; do not edit.
import type { Deadline, Event, PendingEffect, Transition } from './shared.ts';

/** How far the welcome of a customer is: which steps are done, owed or failed, and by whom. */
export type Enrolment = {
  /** What happened and why. */
  readonly event: Event;
  /** The key. */
  readonly customerId: string;
  /** Counts 1, 2, 3… per key at the owner. */
  readonly version: number;
  /** Follows from the steps: ENROLLED when all are done, STUCK where one has failed, ENDED with the customer’s erasure. */
  readonly status: EnrolmentStatus;
  /** When the customer registered; null as long as only others have told. Milliseconds since the epoch, UTC. */
  readonly enrolledAt: number | null;
  /** What enrolling takes; empty once it has ended. At most 8. Never exceeded: the names are fixed by the code. */
  readonly steps: readonly EnrolmentStep[];
  /** What this key went through, oldest first. At most 32. The oldest but the first is dropped, and historyDropped counts it. */
  readonly history: readonly Transition[];
  /** How many entries the history has dropped. */
  readonly historyDropped: number;
  /** Steps that are owed, each name at most once. At most 16. Never exceeded: the names are fixed by the code; one too many parks the key. */
  readonly deadlines: readonly Deadline[];
  /** Effects intended and not answered yet. At most 16. No further effect begins before one is answered. */
  readonly effects: readonly PendingEffect[];
};

/** Where an enrolment stands. */
export type EnrolmentStatus =
  | 'UNKNOWN'
  | 'ENROLLING'
  | 'STUCK'
  | 'ENROLLED'
  | 'ENDED';

/** What the newest fact of one neighbour says of its step. */
export type EnrolmentStep = {
  /** record, points, pack or mail. */
  readonly name: string;
  /** Version of that fact; 0 where there is none yet. */
  readonly version: number;
  /** How far it is. */
  readonly status: EnrolmentStepStatus;
  /** Who did it, or failed at it; null while it is owed. */
  readonly by: string | null;
  /** Who owes it; of a failed one, who can help. Null where nobody has to. */
  readonly owedBy: string | null;
  /** Why it failed, or what it waits for, as a stable code. */
  readonly code: string | null;
  /** Since when it is so, where the fact says it. Milliseconds since the epoch, UTC. */
  readonly since: number | null;
};

/** How far a step is. */
export type EnrolmentStepStatus =
  | 'UNKNOWN'
  | 'OWED'
  | 'DONE'
  | 'FAILED'
  | 'STOPPED';
