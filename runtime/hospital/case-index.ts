import { type Wakes, wakes } from '../tasks/wakes.ts';
import { type HospitalCase, isOpenCase } from './case.ts';

/** What is known in memory of an open case: nothing of its bytes. */
export type CaseEntry = Pick<
  HospitalCase,
  'caseId' | 'blockedKey' | 'status' | 'admission' | 'group' | 'retryAt' | 'failedAt' | 'admittedAt'
>;

/** The cases of one key, in the order of their admission; a case that blocks nobody has a lane of its own. */
type Lane = { entries: CaseEntry[]; head: number };

/**
 * Which keys wait, behind what, and what can be treated now. Only the case in front of a lane is ever WAITING (for a
 * person, or for its time) or RETRYING; those behind it are QUEUED. So where one that is QUEUED is in front, the one
 * before it was closed, and the task goes on with it by itself: a retry needs no memory of its own to survive a crash.
 */
export type CaseIndex = {
  /** Takes note of a case as it is now; one that is closed goes away. */
  set(one: HospitalCase): void;
  isBlocked(key: string): boolean;
  frontOf(key: string): CaseEntry | undefined;
  /** The first open cases of a lane, in order. */
  firstOf(lane: string, most: number): readonly CaseEntry[];
  isFront(caseId: string): boolean;
  nextAdmission(key: string): number;
  /** Lanes whose front can be treated now, those that have waited longest first; each call puts them at the end. */
  runnable(most: number): readonly string[];
  isRunnable(): boolean;
  /** Takes out the lanes whose front is to be retried by now. */
  due(now: number): readonly string[];
  /** When the next one is. */
  nextDue(): number | null;
  /** Lanes whose front waits with this cause and has failed before `since`; at most so many. */
  waitingOf(group: string, since: number, most: number): readonly string[];
  knowsGroup(group: string): boolean;
  countOf(group: string): number;
  lanes(): number;
  open(): number;
  oldest(): number | null;
  /** The blocked keys with the case in front of each, and how many wait there; at most so many. */
  blocked(most: number): readonly { readonly front: CaseEntry; readonly cases: number }[];
};

export function caseIndex(): CaseIndex {
  const lanes = new Map<string, Lane>();
  const laneById = new Map<string, string>();
  const runnable = new Set<string>();
  const groups = new Map<string, Set<string>>();
  const times: Wakes = wakes();

  const frontOf = (name: string): CaseEntry | undefined => {
    const lane = lanes.get(name);
    return lane?.entries[lane.head];
  };

  const nameOf = ({ blockedKey, caseId }: Pick<CaseEntry, 'blockedKey' | 'caseId'>): string =>
    blockedKey === null ? `case ${caseId}` : keyLane(blockedKey);

  /** What the front of a lane says. */
  const note = (name: string, before: CaseEntry | undefined): void => {
    const front = frontOf(name);
    if (before !== undefined && (before.group !== front?.group || before.status !== front?.status)) leave(before, name);
    if (front === undefined) {
      runnable.delete(name);
      times.set(name, null);
      return;
    }
    times.set(name, front.retryAt);
    if (front.status === 'WAITING') {
      runnable.delete(name);
      const of = groups.get(front.group) ?? new Set();
      groups.set(front.group, of.add(name));
    } else runnable.add(name);
  };

  const leave = ({ group }: CaseEntry, name: string): void => {
    const of = groups.get(group);
    of?.delete(name);
    if (of?.size === 0) groups.delete(group);
  };

  const remove = (name: string, caseId: string): void => {
    const lane = lanes.get(name);
    if (lane === undefined) return;
    if (lane.entries[lane.head]?.caseId === caseId) lane.head++;
    else lane.entries = lane.entries.filter(one => one.caseId !== caseId);
    if (lane.head === lane.entries.length) lanes.delete(name);
    else if (lane.head > 1_000 && lane.head * 2 > lane.entries.length) {
      lane.entries = lane.entries.slice(lane.head);
      lane.head = 0;
    }
    laneById.delete(caseId);
  };

  const put = (name: string, entry: CaseEntry): void => {
    const lane = lanes.get(name) ?? { entries: [], head: 0 };
    lanes.set(name, lane);
    const { entries } = lane;
    if (laneById.get(entry.caseId) === name) {
      let known = lane.head; // mostly the front
      while (known < entries.length - 1 && entries[known]?.caseId !== entry.caseId) known++;
      entries[known] = entry;
      return;
    }
    laneById.set(entry.caseId, name);
    let at = entries.length; // mostly the last; a restore brings them in any order
    while (at > lane.head && (entries[at - 1] as CaseEntry).admission > entry.admission) at--;
    entries.splice(at, 0, entry);
  };

  return {
    set: one => {
      const name = nameOf(one);
      const before = frontOf(name);
      if (!isOpenCase(one)) remove(name, one.caseId);
      else {
        const { caseId, blockedKey, status, admission, group, retryAt, failedAt, admittedAt } = one;
        put(name, { caseId, blockedKey, status, admission, group, retryAt, failedAt, admittedAt });
      }
      note(name, before);
    },
    isBlocked: key => lanes.has(keyLane(key)),
    frontOf: key => frontOf(keyLane(key)),
    firstOf: (name, most) => {
      const lane = lanes.get(name);
      return lane === undefined ? [] : lane.entries.slice(lane.head, lane.head + most);
    },
    isFront: caseId => frontOf(laneById.get(caseId) ?? '')?.caseId === caseId,
    nextAdmission: key => (lanes.get(keyLane(key))?.entries.at(-1)?.admission ?? 0) + 1,
    runnable: most => {
      const next = [...runnable.values().take(most)];
      for (const name of next) {
        runnable.delete(name);
        runnable.add(name);
      }
      return next;
    },
    isRunnable: () => runnable.size > 0,
    due: now => times.due(now),
    nextDue: () => times.next(),
    waitingOf: (group, since, most) => {
      const found: string[] = [];
      for (const name of groups.get(group) ?? []) {
        if (found.length === most) break;
        if ((frontOf(name)?.failedAt ?? 0) < since) found.push(name);
      }
      return found;
    },
    knowsGroup: group => groups.has(group),
    countOf: group => groups.get(group)?.size ?? 0,
    lanes: () => lanes.size,
    open: () => laneById.size,
    oldest: () => {
      let oldest: number | null = null;
      for (const { entries, head } of lanes.values()) {
        const at = entries[head]?.admittedAt ?? null;
        if (at !== null && (oldest === null || at < oldest)) oldest = at;
      }
      return oldest;
    },
    blocked: most => {
      const found: { front: CaseEntry; cases: number }[] = [];
      for (const { entries, head } of lanes.values()) {
        if (found.length === most) break;
        found.push({ front: entries[head] as CaseEntry, cases: entries.length - head });
      }
      return found;
    },
  };
}

export const keyLane = (key: string): string => `key ${key}`;
