// Generated from the .avsc files by `npm run generate`; do not edit.
import type { Actor, Event } from './shared.ts';

/** A record, effect or deadline that could not be processed, with everything needed to treat it. */
export type HospitalCase = {
  /** What happened and why. */
  readonly event: Event;
  /** The key, deterministic: of processor, topic, partition and offset, or of effect or deadline. */
  readonly caseId: string;
  /** Counts 1, 2, 3… per key at the owner. */
  readonly version: number;
  /** Where the case stands. */
  readonly status: CaseStatus;
  /** Whose case it is. */
  readonly processor: string;
  /** Version of the program that admitted it. */
  readonly processorVersion: string;
  /** What could not be processed. */
  readonly source: CaseSource;
  /** Filled for RECORD; bytes are dropped when the case is closed. */
  readonly record: CaseRecord | null;
  /** Filled for EFFECT: points at the own fact. */
  readonly effect: CaseEffect | null;
  /** Filled for DEADLINE: points at the own fact. */
  readonly deadline: CaseDeadline | null;
  /** Key that waits because of this case; null where the record has no usable key and blocks nobody. */
  readonly blockedKey: string | null;
  /** Counts 1, 2, 3… per key: the order in which its cases are treated. */
  readonly admission: number;
  /** QUEUED: the case in front. */
  readonly blockedBy: string | null;
  /** Version of the own fact at admission. */
  readonly ownVersion: number | null;
  /** What went wrong last; null while QUEUED. */
  readonly error: CaseError | null;
  /** Fingerprint of the cause (processor, code, top frame), by which cases are grouped. */
  readonly group: string;
  /** How often it was tried. */
  readonly attempts: number;
  /** When it was admitted. Milliseconds since the epoch, UTC. */
  readonly admittedAt: number | null;
  /** When it failed last. Milliseconds since the epoch, UTC. */
  readonly failedAt: number | null;
  /** When the processor retries it by itself; null: it waits for a person. Milliseconds since the epoch, UTC. */
  readonly retryAt: number | null;
  /** When it was closed. Milliseconds since the epoch, UTC. */
  readonly closedAt: number | null;
  /** Bytes of the value as it came, where it was edited. */
  readonly originalValue: Buffer | null;
  /** What was done to it, by whom and why. At most 32. The oldest but the first is dropped, and treatmentsDropped counts it. */
  readonly treatments: readonly Treatment[];
  /** Treatments not kept. */
  readonly treatmentsDropped: number;
  /** Filled in the one record of each partition with the key `task`, which is no case: whether the task takes inputs, and what it is retrying. */
  readonly standing: TaskStanding | null;
};

/** Where a case stands. */
export type CaseStatus =
  | 'UNKNOWN'
  | 'QUEUED'
  | 'WAITING'
  | 'RETRYING'
  | 'HEALED'
  | 'DISCARDED'
  | 'SUPERSEDED';

/** Kinds of input. */
export type CaseSource =
  | 'UNKNOWN'
  | 'RECORD'
  | 'EFFECT'
  | 'DEADLINE';

/** The input record, whole. */
export type CaseRecord = {
  /** Topic, without the prefix. */
  readonly topic: string;
  /** Partition. */
  readonly partition: number;
  /** Offset. */
  readonly offset: number;
  /** The record’s time stamp. Milliseconds since the epoch, UTC. */
  readonly timestamp: number | null;
  /** Bytes of the key. */
  readonly key: Buffer | null;
  /** Bytes of the value, personal parts as ciphertext; null for a tombstone or a closed case. */
  readonly value: Buffer | null;
  /** Headers in order, names may repeat. At most 64. Only the first 64 are kept, and headersDropped counts the others. */
  readonly headers: readonly CaseHeader[];
  /** Headers not kept. */
  readonly headersDropped: number;
  /** Schema id of the value, where it has one. */
  readonly schemaId: number | null;
};

/** One header. */
export type CaseHeader = {
  /** Its name. */
  readonly name: string;
  /** Bytes of its value. */
  readonly value: Buffer | null;
};

/** The effect that failed. */
export type CaseEffect = {
  /** Key of the own fact. */
  readonly key: string;
  /** The pending entry. */
  readonly effectId: string;
  /** What was to be done. */
  readonly kind: string;
  /** The attempt that failed last. */
  readonly attempt: number;
};

/** The deadline whose input failed. */
export type CaseDeadline = {
  /** Key of the own fact. */
  readonly key: string;
  /** Name of the deadline. */
  readonly name: string;
  /** Its due time. Milliseconds since the epoch, UTC. */
  readonly due: number;
};

/** An error. */
export type CaseError = {
  /** A stable code. */
  readonly code: string;
  /** Whether it may pass by itself. */
  readonly transient: boolean;
  /** The message, without personal data. */
  readonly message: string;
  /** The stack, at most 16 KB. */
  readonly stack: string;
  /** Its top frame within this program. */
  readonly frame: string;
};

/** One treatment. */
export type Treatment = {
  /** The operation; empty where the processor did it by itself. */
  readonly operationId: string;
  /** What was done, such as RETRY. */
  readonly action: string;
  /** When. Milliseconds since the epoch, UTC. */
  readonly at: number;
  /** By whom. */
  readonly actor: Actor | null;
  /** Why, in the operator’s words. */
  readonly reason: string;
  /** What came of it: healed, failed again with which code. */
  readonly result: string;
};

/** What outlives a task’s process beside its cases. */
export type TaskStanding = {
  /** Filled while an operator has paused the task. */
  readonly paused: TaskPaused | null;
  /** Filled while the storm breaker has stopped the task. */
  readonly breaker: BreakerTripped | null;
  /** Group retries, running and newly ended, oldest first. At most 16. The oldest that has ended is dropped; where all run, another one is refused. */
  readonly retries: readonly GroupRetry[];
};

/** A pause. */
export type TaskPaused = {
  /** Since when. Milliseconds since the epoch, UTC. */
  readonly since: number;
  /** When it goes on by itself; null: when it is told to. Milliseconds since the epoch, UTC. */
  readonly until: number | null;
  /** The operation. */
  readonly operationId: string;
  /** By whom. */
  readonly actor: Actor | null;
  /** Why, in the operator’s words. */
  readonly reason: string;
};

/** The storm breaker has tripped: it looks as if the program is at fault, not the records. */
export type BreakerTripped = {
  /** Since when. Milliseconds since the epoch, UTC. */
  readonly since: number;
  /** Failures among the inputs decided last. */
  readonly failures: number;
  /** Of so many. */
  readonly decided: number;
  /** Keys that failed one after another. */
  readonly inARow: number;
  /** Code of the last error. */
  readonly code: string;
  /** Its message, without personal data. */
  readonly message: string;
  /** Its top frame. */
  readonly frame: string;
  /** Its fingerprint. */
  readonly group: string;
};

/** A group of cases is tried again, at a rate. */
export type GroupRetry = {
  /** The operation. */
  readonly operationId: string;
  /** The fingerprint. */
  readonly group: string;
  /** When it was asked; only cases that failed before are tried. Milliseconds since the epoch, UTC. */
  readonly since: number;
  /** When it ended; null while it runs. Milliseconds since the epoch, UTC. */
  readonly endedAt: number | null;
  /** By whom. */
  readonly actor: Actor | null;
  /** Why, in the operator’s words. */
  readonly reason: string;
  /** At most so many a second. */
  readonly perSecond: number;
  /** Cases of the group when it began. */
  readonly total: number;
  /** Cases of it that were healed. */
  readonly healed: number;
  /** Cases of it that failed again. */
  readonly back: number;
};
