import type {
  CaseDeadline,
  CaseEffect,
  CaseError,
  CaseRecord,
  CaseSource,
  CaseStatus,
  Treatment,
} from '../hospital/case.ts';

/** A case as the read model knows it: all but its bytes. */
export type ReadCase = {
  readonly caseId: string;
  readonly version: number;
  /** Of a projection: `projections.NAME`. */
  readonly processor: string;
  readonly processorVersion: string;
  readonly status: CaseStatus;
  readonly source: CaseSource;
  readonly group: string;
  /** Null while it queues behind another one. */
  readonly error: CaseError | null;
  /** The key that waits; of a projection, the one whose row is stale. Null: it blocks nobody. */
  readonly key: string | null;
  readonly admission: number;
  readonly blockedBy: string | null;
  readonly ownVersion: number | null;
  readonly record: Pick<CaseRecord, 'topic' | 'partition' | 'offset' | 'timestamp' | 'schemaId'> | null;
  readonly effect: CaseEffect | null;
  readonly deadline: CaseDeadline | null;
  readonly attempts: number;
  readonly admittedAt: Date;
  readonly failedAt: Date | null;
  readonly retryAt: Date | null;
  readonly closedAt: Date | null;
  readonly edited: boolean;
  readonly treatments: readonly Treatment[];
  readonly treatmentsDropped: number;
  /** Of a projection's case: the generation that could not project it. */
  readonly generation: number | null;
};

/** Open cases with one cause. */
export type ReadGroup = {
  readonly processor: string;
  readonly group: string;
  readonly code: string;
  /** Of the one that failed last. */
  readonly message: string;
  /** The first frame of this program. */
  readonly frame: string;
  /** Whether they are tried again by themselves. */
  readonly transient: boolean;
  /** Cases that failed by themselves. */
  readonly cases: number;
  /** Those behind them. */
  readonly queued: number;
  readonly retrying: number;
  readonly keysBlocked: number;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
  /** When the first of them is tried again by itself. */
  readonly retryAt: Date | null;
  /** The case that has waited longest. */
  readonly example: string;
};

/** Open cases of one key, in the order in which they are treated. One that blocks nobody stands for itself. */
export type ReadQueue = {
  readonly processor: string;
  /** Null: it blocks nobody. */
  readonly key: string | null;
  /** Of a projection's cases. */
  readonly generation: number | null;
  /** When its first case was admitted. */
  readonly since: Date;
  /** Cases in all, and those that wait behind the first. */
  readonly cases: number;
  readonly queued: number;
  /** The first ones. */
  readonly first: readonly QueuedCase[];
};

export type QueuedCase = {
  readonly caseId: string;
  readonly status: CaseStatus;
  readonly group: string;
  readonly code: string | null;
  readonly message: string | null;
  readonly attempts: number;
  readonly admittedAt: string;
  readonly failedAt: string | null;
  readonly retryAt: string | null;
};

/** As Postgres answers it. */
export type CaseRow = {
  readonly case_id: string;
  readonly version: string;
  readonly processor: string;
  readonly processor_version: string;
  readonly status: CaseStatus;
  readonly source: CaseSource;
  readonly cause: string;
  readonly error: CaseError | null;
  readonly blocked_key: string | null;
  readonly admission: number;
  readonly blocked_by: string | null;
  readonly own_version: string | null;
  readonly record: ReadCase['record'];
  readonly effect: CaseEffect | null;
  readonly deadline: CaseDeadline | null;
  readonly attempts: number;
  readonly admitted_at: Date;
  readonly failed_at: Date | null;
  readonly retry_at: Date | null;
  readonly closed_at: Date | null;
  readonly edited: boolean;
  readonly treatments: readonly Treatment[];
  readonly treatments_dropped: number;
  readonly generation: number | null;
};

export const readCase = (row: CaseRow): ReadCase => ({
  caseId: row.case_id,
  version: Number(row.version),
  processor: row.processor,
  processorVersion: row.processor_version,
  status: row.status,
  source: row.source,
  group: row.cause,
  error: row.error,
  key: row.blocked_key,
  admission: row.admission,
  blockedBy: row.blocked_by,
  ownVersion: row.own_version === null ? null : Number(row.own_version),
  record: row.record,
  effect: row.effect,
  deadline: row.deadline,
  attempts: row.attempts,
  admittedAt: row.admitted_at,
  failedAt: row.failed_at,
  retryAt: row.retry_at,
  closedAt: row.closed_at,
  edited: row.edited,
  treatments: row.treatments,
  treatmentsDropped: row.treatments_dropped,
  generation: row.generation,
});
