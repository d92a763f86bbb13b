import type { HospitalCase } from '../hospital/case.ts';
import { closed } from '../hospital/course.ts';
import type { HospitalOptions } from '../hospital/options.ts';

/**
 * The case in front of a key, closed, where one of those behind it is a newer fact of the very record that it is about: of
 * facts only the newest counts, and compaction might have taken the older one as well. Null where it has to be treated: a
 * request is never moot, and neither is what no record tells.
 */
export function discharged(
  front: HospitalCase | null,
  behind: readonly HospitalCase[],
  { isRequest, now }: Pick<HospitalOptions, 'isRequest'> & { readonly now: number },
): HospitalCase | null {
  const old = front?.record ?? null;
  if (front === null || old === null || front.status !== 'WAITING' || isRequest(old.topic)) return null;
  const isNewer = ({ record }: HospitalCase): boolean =>
    record !== null &&
    record.topic === old.topic &&
    record.partition === old.partition &&
    record.offset > old.offset &&
    String(record.key) === String(old.key);
  const newer = behind.find(isNewer);
  if (newer === undefined) return null;
  return closed(front, 'SUPERSEDED', { now, operation: null }, 'DISCHARGE', `a newer fact: ${newer.caseId}`);
}
