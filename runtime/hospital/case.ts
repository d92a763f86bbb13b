import type { EventStamp } from '../tasks/fat-event.ts';
import type { Standing } from './standing.ts';

/**
 * A case as the engine reads and writes it: a structural match of the record in schemas/hospital, as a fat event is of
 * those of the fact topics.
 */
export type HospitalCase = {
  readonly event: EventStamp;
  readonly caseId: string;
  readonly version: number;
  readonly status: CaseStatus;
  readonly processor: string;
  readonly processorVersion: string;
  readonly source: CaseSource;
  readonly record: CaseRecord | null;
  readonly effect: CaseEffect | null;
  readonly deadline: CaseDeadline | null;
  readonly blockedKey: string | null;
  readonly admission: number;
  readonly blockedBy: string | null;
  readonly ownVersion: number | null;
  readonly error: CaseError | null;
  readonly group: string;
  readonly attempts: number;
  readonly admittedAt: number | null;
  readonly failedAt: number | null;
  readonly retryAt: number | null;
  readonly closedAt: number | null;
  readonly originalValue: Buffer | null;
  readonly treatments: readonly Treatment[];
  readonly treatmentsDropped: number;
  readonly standing: Standing | null;
};

export type CaseStatus = 'UNKNOWN' | 'QUEUED' | 'WAITING' | 'RETRYING' | 'HEALED' | 'DISCARDED' | 'SUPERSEDED';
export type CaseSource = 'UNKNOWN' | 'RECORD' | 'EFFECT' | 'DEADLINE';
export type Actor = EventStamp['actor'];

export type CaseRecord = {
  /** Without the prefix. */
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number | null;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly { readonly name: string; readonly value: Buffer | null }[];
  readonly headersDropped: number;
  readonly schemaId: number | null;
};

export type CaseEffect = {
  readonly key: string;
  readonly effectId: string;
  readonly kind: string;
  readonly attempt: number;
};

export type CaseDeadline = { readonly key: string; readonly name: string; readonly due: number };

export type CaseError = {
  readonly code: string;
  readonly transient: boolean;
  readonly message: string;
  readonly stack: string;
  readonly frame: string;
};

export type Treatment = {
  readonly operationId: string;
  readonly action: string;
  readonly at: number;
  readonly actor: Actor;
  readonly reason: string;
  readonly result: string;
};

/** The key of the record that holds a task's standing; a case id has slashes. */
export const STANDING_KEY = 'task';

export const isOpenCase = ({ status }: Pick<HospitalCase, 'status'>): boolean =>
  status === 'QUEUED' || status === 'WAITING' || status === 'RETRYING';

/** Whether it is of a step, and was discarded: what owes the step is the fact, which may show it still. */
export const isReopenable = (one: {
  readonly status: string;
  readonly effect: object | null;
  readonly blockedKey: string | null;
}): boolean => one.status === 'DISCARDED' && one.effect !== null && one.blockedKey === null;

/** Deterministic, so that what is admitted twice is one case. */
export const caseIdOf = {
  record: (processor: string, topic: string, partition: number, offset: bigint | number): string =>
    `${processor}/${topic}/${partition}/${offset}`,
  effect: (processor: string, effectId: string, attempt: number): string =>
    `${processor}/effect/${effectId}#${attempt}`,
  deadline: (processor: string, { key, name, due }: CaseDeadline): string =>
    `${processor}/deadline/${key}/${name}/${due}`,
};
