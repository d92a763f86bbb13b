import type { GroupRetry, Paused, Standing, Tripped } from '../hospital/standing.ts';
import type { Ward } from './ward.ts';

/** Keys that a status lists. */
const MOST_KEYS = 20;

/** A task's part of the hospital, as it stands in this process. */
export type HospitalStatus = {
  /** Cases that are not closed, those that queue included. */
  readonly open: number;
  /** Keys that wait, and cases that block nobody. */
  readonly blocked: number;
  /** When the case that has been there longest was admitted, ms since the epoch. */
  readonly oldest: number | null;
  readonly paused: Paused | null;
  readonly breaker: Tripped | null;
  readonly retries: readonly GroupRetry[];
  /** Some of what waits: the case in front, and how many there are of its key. */
  readonly keys: readonly {
    readonly key: string | null;
    readonly caseId: string;
    readonly cases: number;
    readonly retryAt: number | null;
  }[];
};

export function hospitalStatus({ index, standing }: { index: Ward['index']; standing: Standing }): HospitalStatus {
  return {
    open: index.open(),
    blocked: index.lanes(),
    oldest: index.oldest(),
    paused: standing.paused,
    breaker: standing.breaker,
    retries: standing.retries,
    keys: index
      .blocked(MOST_KEYS)
      .map(({ front, cases }) => ({ key: front.blockedKey, caseId: front.caseId, cases, retryAt: front.retryAt })),
  };
}
