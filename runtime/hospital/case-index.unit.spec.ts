import { describe, expect, it } from 'vitest';
import type { HospitalCase } from './case.ts';
import { caseIndex, keyLane } from './case-index.ts';
import { closed, failedAgain, retrying } from './course.ts';
import { failure, queuedBehind, waiting } from './testing/case.ts';

const by = { now: 2_000, operation: null };
const healed = (one: HospitalCase): HospitalCase => closed(one, 'HEALED', by, 'RETRY', 'healed');
const front = waiting(1);
const second = queuedBehind(front, 2);
const third = queuedBehind(front, 3);

describe('the index of cases', () => {
  it('given the cases of a key in any order, then it knows their order, and the key is blocked until all are closed', () => {
    const index = caseIndex();
    for (const one of [third, front, second]) index.set(one);
    expect(index.firstOf(keyLane('a'), 10).map(({ admission }) => admission)).toEqual([1, 2, 3]);
    expect([index.isBlocked('a'), index.isBlocked('b'), index.nextAdmission('a')]).toEqual([true, false, 4]);
    for (const one of [front, second, third]) index.set(healed(one));
    expect([index.isBlocked('a'), index.open(), index.lanes(), index.nextAdmission('a')]).toEqual([false, 0, 0, 1]);
  });

  it('given that the front waits, then nothing runs; once it is retried, or closed, its lane does', () => {
    const index = caseIndex();
    index.set(front);
    index.set(second);
    expect(index.runnable(10)).toEqual([]);
    index.set(retrying(front, by));
    expect(index.runnable(10)).toEqual([keyLane('a')]);
    index.set(failedAgain(retrying(front, by), failure(), by));
    expect(index.runnable(10)).toEqual([]);
    index.set(healed(front));
    expect(index.runnable(10)).toEqual([keyLane('a')]);
  });

  it('given a case behind that is closed, then the others keep their order', () => {
    const index = caseIndex();
    for (const one of [front, second, third]) index.set(one);
    index.set(closed(second, 'DISCARDED', by, 'DISCARD', 'discarded'));
    expect(index.firstOf(keyLane('a'), 10).map(({ admission }) => admission)).toEqual([1, 3]);
  });

  it('given several runnable lanes, then each gets its turn', () => {
    const index = caseIndex();
    const lanes = ['a', 'b', 'c'].map(keyLane);
    for (const [n, key] of ['a', 'b', 'c'].entries()) index.set({ ...retrying(waiting(n + 10, key), by) });
    expect([index.runnable(1), index.runnable(1), index.runnable(1), index.runnable(1)]).toEqual([
      ...lanes.map(lane => [lane]),
      [lanes[0]],
    ]);
  });

  it('given fronts of one cause, then a group finds those that failed before it was asked', () => {
    const index = caseIndex();
    const cases = ['a', 'b', 'c'].map((key, n) => waiting(n, key));
    for (const one of cases) index.set(one);
    const { group } = front;
    expect([index.countOf(group), index.knowsGroup('other')]).toEqual([3, false]);
    expect(index.waitingOf(group, 2_000, 2)).toHaveLength(2);
    index.set(failedAgain(cases[0] as HospitalCase, failure(), { now: 3_000, operation: null }));
    expect(index.waitingOf(group, 2_000, 9)).toEqual([keyLane('b'), keyLane('c')]);
  });

  it('given what may pass by itself, then it is due at its time, once', () => {
    const index = caseIndex();
    const one = waiting(1, 'a', { transient: true });
    index.set(one);
    expect(index.nextDue()).toBe(one.retryAt);
    expect(index.due((one.retryAt as number) - 1)).toEqual([]);
    expect(index.due(one.retryAt as number)).toEqual([keyLane('a')]);
    expect(index.due(one.retryAt as number)).toEqual([]);
  });

  it('given cases that block nobody, then each is by itself', () => {
    const index = caseIndex();
    index.set(waiting(1, null));
    index.set(waiting(2, null));
    expect([index.lanes(), index.isFront('p/in/0/1'), index.isFront('p/in/0/2')]).toEqual([2, true, true]);
    expect(index.blocked(1)).toMatchObject([{ front: { caseId: 'p/in/0/1' }, cases: 1 }]);
  });
});
