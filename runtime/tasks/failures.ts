import { type CaseError, caseIdOf, type HospitalCase, isOpenCase } from '../hospital/case.ts';
import { admitted, closed, failedAgain } from '../hospital/course.ts';
import type { Failure, Processor, Values } from './definition.ts';
import type { FatEvent } from './fat-event.ts';
import type { Parking } from './parking.ts';
import { caseOf } from './ward.ts';

export const failureId = (processor: string, effectId: string): string => caseIdOf.effect(processor, effectId, 0);

/**
 * Cases of the steps that failed for good, from what the newest fact of a key shows, before and after: one that is new is
 * admitted, also where its case was closed so long ago that it is forgotten; one that fails for another reason says so in
 * its case; one that is gone is discharged. They block nobody, since the fact itself says what is the matter.
 */
export function failureCases<S extends FatEvent, I extends Values, T extends Values>(
  parking: Parking,
  processor: Processor<S, I, T>,
  key: string,
  before: S | null,
  after: S,
): HospitalCase[] {
  if (processor.failures === undefined) return [];
  const { ward, now, version } = parking;
  const past = before === null ? [] : processor.failures(before);
  const present = processor.failures(after);
  const isIn = (list: readonly Failure[], { effectId }: Failure) => list.some(one => one.effectId === effectId);
  const cases: (HospitalCase | null)[] = [];
  const by = { now, operation: null };
  for (const failure of present) {
    const { effectId, kind, code, attempts = 0 } = failure;
    const caseId = failureId(processor.name, effectId);
    const known = caseOf(ward, caseId);
    const shown = past.find(one => one.effectId === effectId);
    if (shown !== undefined && known !== null) {
      // One that is being retried is closed by that.
      if (shown.code !== code && known.status === 'WAITING') cases.push(failedAgain(known, errorOf(failure), by));
      continue;
    }
    const made = {
      caseId,
      processor: processor.name,
      processorVersion: version,
      source: 'EFFECT',
      blockedKey: null,
      admission: 1,
      ownVersion: after.version,
      effect: { key, effectId, kind, attempt: attempts },
      cause: after.event.id,
      correlationId: after.event.correlationId,
      because: { error: errorOf(failure) },
    } as const;
    cases.push(admitted(made, known, now));
  }
  for (const { effectId } of past.filter(one => !isIn(present, one))) {
    const one = caseOf(ward, failureId(processor.name, effectId));
    if (one !== null && isOpenCase(one))
      cases.push(closed(one, 'SUPERSEDED', by, 'DISCHARGE', 'the fact shows it no more'));
  }
  return cases.filter(one => one !== null);
}

/** One group for each kind of step and reason: nothing was thrown, so there is no frame. */
const errorOf = ({ kind, code, attempts = 0 }: Failure): CaseError => ({
  code: 'LP_TASK_STEP_REFUSED',
  transient: false,
  message: `The step ${kind} was refused: ${code}${attempts > 0 ? `, after ${attempts} attempts` : ''}`,
  stack: '',
  frame: `${kind}: ${code}`,
});
