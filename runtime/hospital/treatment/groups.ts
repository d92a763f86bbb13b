import { type HospitalCase, isOpenCase } from '../case.ts';
import type { KnownCase } from './case-book.ts';

/** Open cases with one cause: what a person sees first. */
export type CaseGroup = {
  readonly group: string;
  readonly processor: string;
  readonly code: string;
  /** The first frame of this program. */
  readonly frame: string;
  /** Of the one that failed last. */
  readonly message: string;
  /** Whether the processor tries them again by itself. */
  readonly transient: boolean;
  /** Cases that failed by themselves. */
  readonly cases: number;
  /** Cases that wait behind them. */
  readonly queued: number;
  readonly keysBlocked: number;
  readonly retrying: number;
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** The case that has waited longest. */
  readonly example: string;
};

/** Those with most cases first. Pure. */
export function groupsOf(cases: readonly KnownCase[]): readonly CaseGroup[] {
  const open = cases.map(({ one }) => one).filter(isOpenCase);
  const groups = [...Map.groupBy(open, one => `${one.processor} ${one.group}`).values()].flatMap(list => {
    const failed = list.filter(one => one.error !== null);
    const [first] = failed.toSorted((left, right) => (left.admittedAt ?? 0) - (right.admittedAt ?? 0));
    return first === undefined ? [] : [groupOf(first, failed, list)];
  });
  return groups.sort((left, right) => right.cases - left.cases || (left.group < right.group ? -1 : 1));
}

function groupOf(first: HospitalCase, failed: readonly HospitalCase[], all: readonly HospitalCase[]): CaseGroup {
  const last = failed.reduce((one, other) => ((other.failedAt ?? 0) > (one.failedAt ?? 0) ? other : one));
  const { code = '', frame = '', message = '', transient = false } = last.error ?? {};
  return {
    group: first.group,
    processor: first.processor,
    code,
    frame,
    message,
    transient,
    cases: failed.length,
    queued: all.length - failed.length,
    keysBlocked: new Set(all.flatMap(({ blockedKey }) => blockedKey ?? [])).size,
    retrying: failed.filter(({ status }) => status === 'RETRYING').length,
    firstSeen: first.admittedAt ?? 0,
    lastSeen: last.failedAt ?? 0,
    example: first.caseId,
  };
}
