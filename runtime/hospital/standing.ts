import type { EventStamp } from '../tasks/fat-event.ts';
import type { Actor, CaseError, HospitalCase } from './case.ts';
import { STANDING_KEY } from './case.ts';
import { groupOf } from './case-error.ts';

/** What outlives a task's process beside its cases: whether it takes inputs, and what it is retrying. */
export type Standing = {
  readonly paused: Paused | null;
  readonly breaker: Tripped | null;
  readonly retries: readonly GroupRetry[];
};

export type Paused = {
  readonly since: number;
  /** Null: until it is told to go on. */
  readonly until: number | null;
  readonly operationId: string;
  readonly actor: Actor;
  readonly reason: string;
};

export type Tripped = {
  readonly since: number;
  readonly failures: number;
  readonly decided: number;
  readonly inARow: number;
  readonly code: string;
  readonly message: string;
  readonly frame: string;
  readonly group: string;
};

export type GroupRetry = {
  readonly operationId: string;
  readonly group: string;
  /** Only cases that failed before this are tried: what fails again is not tried again. */
  readonly since: number;
  readonly endedAt: number | null;
  readonly actor: Actor;
  readonly reason: string;
  readonly perSecond: number;
  readonly total: number;
  readonly healed: number;
  readonly back: number;
};

/** Group retries that are kept, running or ended. */
export const MOST_RETRIES = 16;

export const noStanding: Standing = { paused: null, breaker: null, retries: [] };

export const isHalted = ({ paused, breaker }: Standing): boolean => paused !== null || breaker !== null;

export const isRunning = ({ endedAt }: GroupRetry): boolean => endedAt === null;

export function tripped(
  standing: Standing,
  processor: string,
  counts: Pick<Tripped, 'failures' | 'decided' | 'inARow'>,
  error: CaseError,
  now: number,
): Standing {
  const { code, message, frame } = error;
  return { ...standing, breaker: { since: now, ...counts, code, message, frame, group: groupOf(processor, error) } };
}

/** Null where as many are running as are kept. */
export function withRetry(standing: Standing, retry: GroupRetry): Standing | null {
  const { retries } = standing;
  if (retries.length < MOST_RETRIES) return { ...standing, retries: [...retries, retry] };
  const ended = retries.findIndex(one => !isRunning(one));
  return ended === -1 ? null : { ...standing, retries: [...retries.toSpliced(ended, 1), retry] };
}

export const withProgress = (
  standing: Standing,
  operationId: string,
  change: (retry: GroupRetry) => GroupRetry,
): Standing => ({
  ...standing,
  retries: standing.retries.map(one => (one.operationId === operationId && isRunning(one) ? change(one) : one)),
});

/** The standing as the record of its task, which is no case. */
export function standingRecord(
  processor: string,
  standing: Standing,
  version: number,
  event: Pick<EventStamp, 'time' | 'causes' | 'actor'> & { readonly what: string },
): HospitalCase {
  const { what, ...rest } = event;
  return {
    event: {
      ...rest,
      id: `${processor}.hospital/${STANDING_KEY}/${version}`,
      type: `longplay.task.${what}`,
      correlationId: STANDING_KEY,
    },
    caseId: STANDING_KEY,
    version,
    status: 'UNKNOWN',
    processor,
    processorVersion: '',
    source: 'UNKNOWN',
    record: null,
    effect: null,
    deadline: null,
    blockedKey: null,
    admission: 0,
    blockedBy: null,
    ownVersion: null,
    error: null,
    group: '',
    attempts: 0,
    admittedAt: null,
    failedAt: null,
    retryAt: null,
    closedAt: null,
    originalValue: null,
    treatments: [],
    treatmentsDropped: 0,
    standing,
  };
}
