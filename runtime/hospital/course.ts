import type { EventStamp } from '../tasks/fat-event.ts';
import { type Actor, type CaseError, type HospitalCase, isOpenCase, type Treatment } from './case.ts';
import { groupOf } from './case-error.ts';
import { retryDelay } from './delay.ts';

/** Most treatments that a case keeps; the first one stays, the oldest of the others are dropped. */
const MOST_TREATMENTS = 32;

/** What is written of a case that was tried again, and went well. */
export const HEALED = 'healed';

/** Who does it, and when. `operation` is null where the processor does it by itself. */
export type By = {
  readonly now: number;
  readonly operation: { readonly id: string; readonly actor: Actor; readonly reason: string } | null;
};

/** What a new case is made of. */
export type Admission = Pick<
  HospitalCase,
  'caseId' | 'processor' | 'processorVersion' | 'source' | 'blockedKey' | 'admission' | 'ownVersion'
> & {
  readonly record?: HospitalCase['record'];
  readonly effect?: HospitalCase['effect'];
  readonly deadline?: HospitalCase['deadline'];
  /** What led to it, and the story that it is of. */
  readonly cause: string;
  readonly correlationId: string;
  /** What went wrong; or the case in front, behind which it queues. */
  readonly because: { readonly error: CaseError } | { readonly blockedBy: string; readonly group: string };
};

/**
 * Admits it. `before` is what the hospital has under this id: an open case stays as it is (null is answered); one that
 * was healed or superseded is opened again and its attempts are counted on; a record that was discarded stays so, since
 * that was decided about this very record.
 */
export function admitted(admission: Admission, before: HospitalCase | null, now: number): HospitalCase | null {
  if (before !== null && isOpenCase(before)) return null;
  if (before?.status === 'DISCARDED' && before.source === 'RECORD') return null;
  const { because, cause, correlationId, ...rest } = admission;
  const failed = 'error' in because ? because.error : null;
  const attempts = (before?.attempts ?? 0) + (failed === null ? 0 : 1);
  const base: HospitalCase = {
    record: null,
    effect: null,
    deadline: null,
    ...rest,
    event: before?.event ?? { id: '', type: '', time: 0, causes: [], correlationId, actor: null },
    version: before?.version ?? 0,
    status: failed === null ? 'QUEUED' : 'WAITING',
    blockedBy: 'blockedBy' in because ? because.blockedBy : null,
    error: failed,
    group: failed === null ? (because as { group: string }).group : groupOf(rest.processor, failed),
    attempts,
    admittedAt: now,
    failedAt: failed === null ? null : now,
    retryAt: failed?.transient === true ? now + retryDelay(rest.caseId, attempts) : null,
    closedAt: null,
    originalValue: null,
    treatments: before?.treatments ?? [],
    treatmentsDropped: before?.treatmentsDropped ?? 0,
    standing: null,
  };
  return stamped(base, failed === null ? 'queued' : 'admitted', { now, operation: null }, cause);
}

/** An operator, or its time, has asked for it to be tried again. */
export const retrying = (one: HospitalCase, by: By, action = 'RETRY'): HospitalCase =>
  stamped(treated({ ...one, status: 'RETRYING', retryAt: null }, by, action, 'running'), 'retrying', by);

/** An operator has asked for it though it was discarded. */
export const reopened = (one: HospitalCase, by: By): HospitalCase => retrying({ ...one, closedAt: null }, by);

/** Closed: the bytes go, the rest stays for a look back. */
export function closed(
  one: HospitalCase,
  status: 'HEALED' | 'DISCARDED' | 'SUPERSEDED',
  by: By,
  action: string,
  result: string,
): HospitalCase {
  const record = one.record === null ? null : { ...one.record, value: null, headers: [] };
  const attempts = one.attempts + (result === HEALED ? 1 : 0);
  const done = { ...one, status, record, attempts, retryAt: null, closedAt: by.now, originalValue: null };
  return stamped(treated(done, by, action, result), status.toLowerCase(), by);
}

/** It was tried again, and failed again. */
export function failedAgain(one: HospitalCase, error: CaseError, by: By): HospitalCase {
  const attempts = one.attempts + 1;
  const back: HospitalCase = {
    ...one,
    status: 'WAITING',
    blockedBy: null,
    error,
    group: groupOf(one.processor, error),
    attempts,
    failedAt: by.now,
    retryAt: error.transient ? by.now + retryDelay(one.caseId, attempts) : null,
  };
  return stamped(treated(back, by, 'RETRY', `failed again: ${error.code}`), 'failed-again', by);
}

/** Its value was replaced; the value as it came is kept. `runs`: it is tried again at once, being in front. */
export function edited(
  one: HospitalCase,
  to: { readonly value: Buffer; readonly schemaId: number | null; readonly runs: boolean },
  by: By,
): HospitalCase {
  const { value, schemaId, runs } = to;
  const record = one.record && { ...one.record, value, schemaId };
  const originalValue = one.originalValue ?? one.record?.value ?? null;
  const next: HospitalCase = { ...one, record, originalValue, status: runs ? 'RETRYING' : one.status };
  return stamped(treated({ ...next, retryAt: null }, by, 'EDIT', runs ? 'running' : 'edited'), 'edited', by);
}

/**
 * The result of what was `running` is written into its entry; without one it is an entry of its own, so that attempts
 * by the processor itself do not push out what people did.
 */
function treated(one: HospitalCase, { now, operation }: By, action: string, result: string): HospitalCase {
  const running = one.treatments.findLastIndex(entry => entry.result === 'running');
  if (operation === null && running !== -1) {
    const treatments = one.treatments.with(running, { ...(one.treatments[running] as Treatment), result });
    return { ...one, treatments };
  }
  const last = one.treatments.at(-1);
  const entry: Treatment = {
    operationId: operation?.id ?? '',
    action,
    at: now,
    actor: operation?.actor ?? null,
    reason: operation?.reason ?? '',
    result,
  };
  if (operation === null && last?.operationId === '' && last.action === action) {
    return { ...one, treatments: one.treatments.with(-1, entry) };
  }
  const all = [...one.treatments, entry];
  const over = Math.max(0, all.length - MOST_TREATMENTS);
  const treatments = over === 0 ? all : [all[0] as Treatment, ...all.slice(1 + over)];
  return { ...one, treatments, treatmentsDropped: one.treatmentsDropped + over };
}

function stamped(one: HospitalCase, what: string, { now, operation }: By, cause?: string): HospitalCase {
  const version = one.version + 1;
  const event: EventStamp = {
    id: `${one.processor}.hospital/${one.caseId}/${version}`,
    type: `longplay.case.${what}`,
    time: now,
    causes: cause !== undefined ? [cause] : operation === null ? [] : [operation.id],
    correlationId: one.event.correlationId,
    actor: operation?.actor ?? null,
  };
  return { ...one, version, event };
}
