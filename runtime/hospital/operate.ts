import { type HospitalCase, isOpenCase, isReopenable } from './case.ts';
import type { CaseIndex } from './case-index.ts';
import { type By, closed, edited, reopened, retrying } from './course.ts';
import type { Operation, Rejection } from './operation.ts';
import { type Standing, withRetry } from './standing.ts';

/** What an operation is decided against. */
export type HospitalView = {
  readonly caseOf: (caseId: string) => HospitalCase | null;
  readonly index: CaseIndex;
  readonly standing: Standing;
  /** Cases a second of a group retry that does not say. */
  readonly perSecond: number;
  readonly isRequest: (topic: string) => boolean;
  /** The schema id of a value that can be read as a record of this topic; undefined where it cannot. */
  readonly schemaIdOf: (topic: string, value: Buffer) => number | null | undefined;
};

/** What an operation comes to. */
export type Operated = {
  /** The case as it is to be written. */
  readonly changed: HospitalCase | null;
  /** The standing as it is to be written; null: unchanged. */
  readonly standing: Standing | null;
  readonly rejection: Rejection | null;
};

const nothing: Operated = { changed: null, standing: null, rejection: null };
const rejected = (rejection: Rejection): Operated => ({ ...nothing, rejection });
const changes = (changed: HospitalCase): Operated => ({ ...nothing, changed });
const stands = (standing: Standing): Operated => ({ ...nothing, standing });

/**
 * Decides an operation on cases or on the task itself. Pure. A retry only marks the case in front as RETRYING: the task
 * then treats it, and goes on with those behind it. An operation twice changes nothing the second time.
 */
export function operate(view: HospitalView, operation: Operation, now: number): Operated {
  const { type, event, reason, retry, edit, discard, pause, resume } = operation;
  const by: By = { now, operation: { id: event.id, actor: event.actor, reason } };
  if (type === 'RETRY' && retry !== null) return retried(view, retry, by);
  if (type === 'EDIT' && edit !== null) return editedCase(view, edit, by);
  if (type === 'DISCARD' && discard !== null) {
    if (reason.trim() === '') return rejected('reason-missing');
    return openCase(view, discard.caseId, by, one => changes(closed(one, 'DISCARDED', by, 'DISCARD', 'discarded')));
  }
  if (type === 'PAUSE' && pause !== null) {
    const paused = { since: now, until: pause.until, operationId: event.id, actor: event.actor, reason };
    return stands({ ...view.standing, paused });
  }
  if (type === 'RESUME' && resume !== null) {
    const { breaker } = view.standing;
    return stands({ ...view.standing, paused: null, breaker: resume.clearBreaker ? null : breaker });
  }
  return rejected('operation-unknown');
}

function retried(view: HospitalView, retry: NonNullable<Operation['retry']>, by: By): Operated {
  const { scope, caseId, key, group, perSecond } = retry;
  if (scope === 'CASE' && caseId !== null) return retriedCase(view, caseId, by);
  if (scope === 'KEY' && key !== null) {
    const front = view.index.frontOf(key.toString('utf8'));
    return front === undefined ? rejected('key-not-blocked') : retriedCase(view, front.caseId, by);
  }
  if (scope !== 'GROUP' || group === null) return rejected('operation-unknown');
  const { standing } = view;
  const { id: operationId, actor, reason } = by.operation as NonNullable<By['operation']>;
  const total = view.index.countOf(group);
  if (total === 0 || standing.retries.some(one => one.operationId === operationId)) return nothing;
  const rate = Math.max(1, perSecond ?? view.perSecond);
  const begun = { since: by.now, endedAt: null, perSecond: rate, total, healed: 0, back: 0 };
  const next = withRetry(standing, { operationId, group, actor, reason, ...begun });
  return next === null ? rejected('too-many-retries') : stands(next);
}

/** Also of a step whose case was discarded: whoever owes the step was not told of that, and may be unable to go on without. */
function retriedCase(view: HospitalView, caseId: string, by: By): Operated {
  const known = view.caseOf(caseId);
  if (known !== null && isReopenable(known)) return changes(reopened(known, by));
  return openCase(view, caseId, by, one => {
    if (!view.index.isFront(caseId)) return rejected('behind-another-case');
    return one.status === 'WAITING' ? changes(retrying(one, by)) : nothing; // it is being tried already
  });
}

const editedCase = (view: HospitalView, { caseId, value }: NonNullable<Operation['edit']>, by: By): Operated =>
  openCase(view, caseId, by, one => {
    if (one.record === null || !view.isRequest(one.record.topic)) return rejected('not-a-request');
    const schemaId = view.schemaIdOf(one.record.topic, value);
    if (schemaId === undefined) return rejected('value-unreadable');
    return changes(edited(one, { value, schemaId, runs: view.index.isFront(caseId) }, by));
  });

function openCase(view: HospitalView, caseId: string, by: By, then: (one: HospitalCase) => Operated): Operated {
  const one = view.caseOf(caseId);
  if (one === null) return rejected('case-unknown');
  if (one.treatments.some(({ operationId }) => operationId === by.operation?.id)) return nothing;
  return isOpenCase(one) ? then(one) : rejected('case-closed');
}
