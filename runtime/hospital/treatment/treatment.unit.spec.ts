import { describe, expect, it } from 'vitest';
import type { CaseError, HospitalCase } from '../case.ts';
import { noStanding, type Standing } from '../standing.ts';
import { type KnownCase, queueOf } from './case-book.ts';
import { groupsOf } from './groups.ts';
import { askingOf } from './orders.ts';
import { resultFor, resultOf } from './result.ts';

const error: CaseError = {
  code: 'LP_TASK_POISON',
  transient: false,
  message: 'no disc',
  stack: '',
  frame: 'decide.ts:1',
};
const caseOf = (n: number, over: Partial<HospitalCase> = {}): KnownCase => ({
  partition: 2,
  one: {
    caseId: `orders/order-requests/2/${n}`,
    processor: 'orders',
    group: 'g',
    status: 'WAITING',
    blockedKey: 'o-1',
    admission: n,
    error,
    admittedAt: 100 + n,
    failedAt: 200 + n,
    treatments: [],
    ...over,
  } as unknown as HospitalCase,
});
const queued = { status: 'QUEUED', error: null, failedAt: null } as const;
const bookOf = (cases: readonly KnownCase[], standing: Standing = noStanding) => ({
  refresh: async () => undefined,
  all: () => cases,
  find: (id: string) => cases.find(({ one }) => one.caseId === id),
  standings: () => [{ processor: 'orders', partition: 2, standing }],
  partitionsOf: () => [0, 1, 2],
});

describe('the causes of what waits', () => {
  it('count what failed and what waits behind it, those with most cases first', () => {
    const other: CaseError = { ...error, code: 'LP_CODEC_UNDECODABLE', transient: true };
    const groups = groupsOf([
      caseOf(1, { group: 'h', error: other, blockedKey: null }),
      caseOf(2),
      caseOf(3, queued),
      caseOf(4, { blockedKey: 'o-2', error: { ...error, message: 'no disc either' } }),
      caseOf(5, { status: 'HEALED' }),
    ]);
    expect(groups).toMatchObject([
      { group: 'g', cases: 2, queued: 1, keysBlocked: 2, message: 'no disc either', example: caseOf(2).one.caseId },
      { group: 'h', cases: 1, queued: 0, keysBlocked: 0, transient: true },
    ]);
    expect(groups[0]).toMatchObject({ firstSeen: 102, lastSeen: 204 });
  });

  it('the queue of a key is in the order of admission, and has nothing of others', () => {
    const all = [caseOf(3, queued), caseOf(2), caseOf(4, { blockedKey: 'o-2' }), caseOf(1, { status: 'HEALED' })];
    expect(queueOf(all, caseOf(3)).map(({ one }) => one.admission)).toEqual([2, 3]);
    expect(queueOf(all, caseOf(9, { blockedKey: null }))).toEqual([]);
  });
});

describe('what an operator orders', () => {
  const book = bookOf([caseOf(1)]);
  const { caseId } = caseOf(1).one;

  it('goes to the task that has the case, to that of the key, or to all', () => {
    expect(askingOf({ what: 'retry-case', caseId, reason: 'r' }, book)).toMatchObject({
      processor: 'orders',
      partitions: [2],
      asked: { type: 'RETRY', target: caseId, retry: { scope: 'CASE', caseId } },
    });
    const key = askingOf({ what: 'retry-key', processor: 'orders', key: 'o-1', reason: 'r' }, book);
    expect(key.partitions).toHaveLength(1);
    expect(askingOf({ what: 'pause', processor: 'orders', until: null, reason: 'r' }, book)).toMatchObject({
      partitions: [0, 1, 2],
      asked: { type: 'PAUSE', pause: { until: null } },
    });
  });

  it('needs a reason, and a case that is known', () => {
    const refused = (code: string) => expect.objectContaining({ code });
    expect(() => askingOf({ what: 'discard', caseId, reason: ' ' }, book)).toThrow(
      refused('LP_HOSPITAL_REASON_MISSING'),
    );
    expect(() => askingOf({ what: 'discard', caseId: 'orders/x/0/9', reason: 'r' }, book)).toThrow(
      refused('LP_HOSPITAL_CASE_UNKNOWN'),
    );
  });
});

describe('the result of a retry', () => {
  const order = { what: 'retry-case', caseId: caseOf(1).one.caseId, reason: 'r' } as const;
  const treatment = (result: string) => ({ operationId: 'op', action: 'RETRY', result }) as never;
  const of = (...cases: readonly KnownCase[]) => resultOf(order, ['op'], bookOf(cases), 'o-1');

  it('is not known before the case was tried, nor before what waits behind it was', () => {
    expect(of(caseOf(1))).toMatchObject({ ended: false });
    expect(of(caseOf(1, { status: 'RETRYING', treatments: [treatment('running')] }))).toMatchObject({ ended: false });
    const healed = caseOf(1, { status: 'HEALED', treatments: [treatment('healed')] });
    expect(of(healed, caseOf(2, queued))).toMatchObject({ ended: false });
    expect(of(healed)).toEqual({ ended: true, total: 1, healed: 1, back: 0, errors: [] });
  });

  it('is back again where it, or one behind it, failed', () => {
    const back = caseOf(1, { treatments: [treatment('failed again: LP_TASK_POISON')] });
    expect(of(back)).toEqual({ ended: true, total: 1, healed: 0, back: 1, errors: ['no disc'] });
    const healed = caseOf(1, { status: 'HEALED', treatments: [treatment('healed')] });
    expect(of(healed, caseOf(2))).toMatchObject({ ended: true, healed: 1, back: 1 });
  });

  it('of a group is the sum of what the tasks have noted', () => {
    const retry = { operationId: 'op/0', endedAt: 9, total: 3, healed: 2, back: 1 } as Standing['retries'][number];
    const group = { what: 'retry-group', processor: 'orders', group: 'g', reason: 'r' } as const;
    const standing = { ...noStanding, retries: [retry, { ...retry, operationId: 'older' }] };
    expect(resultOf(group, ['op/0'], bookOf([caseOf(1)], standing), null)).toEqual({
      ended: true,
      total: 3,
      healed: 2,
      back: 1,
      errors: ['no disc'],
    });
    expect(resultFor(['op/0'], bookOf([caseOf(1)], standing))).toMatchObject({ ended: true, total: 3, healed: 2 });
  });

  it('is found by the ids alone, with what queues behind; of what left no trace nothing is known', () => {
    const healed = caseOf(1, { status: 'HEALED', treatments: [treatment('healed')] });
    expect(resultFor(['op'], bookOf([healed, caseOf(2, queued)]))).toMatchObject({ ended: false, total: 1, healed: 1 });
    expect(resultFor(['op'], bookOf([healed]))).toMatchObject({ ended: true });
    expect(resultFor(['other'], bookOf([healed]))).toBeNull();
  });
});
