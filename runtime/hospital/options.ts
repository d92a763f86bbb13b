import type { BreakerLimits } from './breaker.ts';
import type { CaseError } from './case.ts';

/** What is counted of a hospital, for metrics: how many of it at once. */
export type HospitalCount = {
  readonly processor: string;
  readonly partition: number;
  /** `admitted`: a case by itself; `queued`: behind one. `back`: failed again. */
  readonly what: 'admitted' | 'queued' | 'healed' | 'back' | 'discarded' | 'superseded' | 'tripped' | 'forgotten';
  readonly count: number;
};

/** Raised for a person: once at the first case of a cause, for a case that did not pass by itself, and for the breaker. */
export type HospitalAlarm = {
  readonly what: 'new-group' | 'not-passing' | 'tripped';
  readonly processor: string;
  readonly partition: number;
  /** Of the case; null where the breaker tripped. */
  readonly caseId: string | null;
  readonly key: string | null;
  readonly group: string;
  readonly error: CaseError;
};

/** What the tasks of this process do with what they cannot process. */
export type HospitalOptions = {
  /** Version of the program, noted in each case. */
  readonly version: string;
  readonly limits: BreakerLimits;
  /** How long a closed case stays as a fact without bytes, ms. Shorter: nobody can look back. */
  readonly keepClosed: number;
  /** Cases a second in the retry of a group that does not say. More: healthy keys wait longer meanwhile. */
  readonly perSecond: number;
  /** How long a failure that may pass is retried before anybody is called, ms. */
  readonly transientBudget: number;
  /** Whether the records of an input are requests, which may be edited; a wrong fact is repaired by its owner. */
  isRequest(topic: string): boolean;
  counted?(count: HospitalCount): void;
  alarm?(alarm: HospitalAlarm): void;
};
