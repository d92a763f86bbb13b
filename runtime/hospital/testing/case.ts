import type { CaseError, HospitalCase } from '../case.ts';
import { type Admission, admitted } from '../course.ts';

export const failure = (over: Partial<CaseError> = {}): CaseError => ({
  code: 'LP_TASK_POISON',
  transient: false,
  message: 'a defect',
  stack: '',
  frame: 'decide (streams/x/decide.ts:1:1)',
  ...over,
});

/** What a record of a key is admitted with: as one that failed, or behind another case. */
export function admission(
  offset: number,
  key: string | null = 'a',
  because: Admission['because'] = { error: failure() },
): Admission {
  return {
    caseId: `p/in/0/${offset}`,
    processor: 'p',
    processorVersion: '1',
    source: 'RECORD',
    blockedKey: key,
    admission: offset,
    ownVersion: null,
    record: {
      topic: 'in',
      partition: 0,
      offset,
      timestamp: 1,
      key: Buffer.from('a'),
      value: Buffer.from('value'),
      headers: [{ name: 'h', value: Buffer.from('1') }],
      headersDropped: 0,
      schemaId: null,
    },
    cause: `event-${offset}`,
    correlationId: 'story',
    because,
  };
}

export const waiting = (offset: number, key: string | null = 'a', error: Partial<CaseError> = {}): HospitalCase =>
  admitted(admission(offset, key, { error: failure(error) }), null, 1_000) as HospitalCase;

export const queuedBehind = (front: HospitalCase, offset: number): HospitalCase =>
  admitted(
    admission(offset, front.blockedKey, { blockedBy: front.caseId, group: front.group }),
    null,
    1_000,
  ) as HospitalCase;
