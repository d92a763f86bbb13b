import type {
  CaseDeadline,
  CaseEffect,
  CaseError,
  CaseRecord,
  HospitalCase,
  Treatment,
} from '../../schemas/types/hospital.ts';

export type CaseRow = {
  readonly case_id: string;
  readonly version: number;
  readonly processor: string;
  readonly processor_version: string;
  readonly status: HospitalCase['status'];
  readonly source: HospitalCase['source'];
  readonly cause: string;
  readonly error: CaseError | null;
  readonly blocked_key: string | null;
  readonly admission: number;
  readonly blocked_by: string | null;
  readonly own_version: number | null;
  readonly record: Pick<CaseRecord, 'topic' | 'partition' | 'offset' | 'timestamp' | 'schemaId'> | null;
  readonly effect: CaseEffect | null;
  readonly deadline: CaseDeadline | null;
  readonly attempts: number;
  readonly admitted_at: string | null;
  readonly failed_at: string | null;
  readonly retry_at: string | null;
  readonly closed_at: string | null;
  readonly edited: boolean;
  readonly treatments: readonly Treatment[];
  readonly treatments_dropped: number;
};

/** What there is to know of a case without its bytes. */
export function project(one: HospitalCase): CaseRow {
  const { caseId, version, processor, processorVersion, status, source, record } = one;
  return {
    case_id: caseId,
    version,
    processor,
    processor_version: processorVersion,
    status,
    source,
    cause: one.group,
    error: one.error && { ...one.error, message: storable(one.error.message), stack: storable(one.error.stack) },
    blocked_key: one.blockedKey === null ? null : storable(one.blockedKey),
    admission: one.admission,
    blocked_by: one.blockedBy,
    own_version: one.ownVersion,
    record: record && {
      topic: record.topic,
      partition: record.partition,
      offset: record.offset,
      timestamp: record.timestamp,
      schemaId: record.schemaId,
    },
    effect: one.effect,
    deadline: one.deadline,
    attempts: one.attempts,
    admitted_at: timeOf(one.admittedAt),
    failed_at: timeOf(one.failedAt),
    retry_at: timeOf(one.retryAt),
    closed_at: timeOf(one.closedAt),
    edited: one.originalValue !== null,
    treatments: one.treatments,
    treatments_dropped: one.treatmentsDropped,
  };
}

const timeOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** Postgres takes no NUL in a text, and an error's message may quote one. */
const storable = (text: string): string => text.replaceAll('\u0000', '\ufffd');
