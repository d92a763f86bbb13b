import { expect, it } from 'vitest';
import type { HospitalCase } from '../../runtime/hospital/case.ts';
import { noStanding, type Standing } from '../../runtime/hospital/standing.ts';
import { standingOf, standingText } from './standing.ts';
import { statusText } from './status.ts';

it('a line for each input says how much is left, and where', () => {
  const input = { topic: 'orders', start: 0n, end: 12n, program: null };
  const text = statusText([
    {
      processor: 'payments',
      hospital: null,
      inputs: [
        { ...input, partition: 0, position: 12n, lag: 0n },
        { ...input, partition: 1, position: 9n, lag: 3n },
        { ...input, partition: 2, position: null, lag: 12n },
      ],
    },
    {
      processor: 'stock',
      hospital: null,
      inputs: [{ ...input, topic: 'stock-requests', partition: 0, position: 12n, lag: 0n }],
    },
  ]);
  expect(text.split('\n')).toEqual([
    'PROCESSOR  INPUT           LAG  BEHIND IN',
    'payments   orders           15  1: 9 of 12, 2: not begun of 12',
    'stock      stock-requests    0',
    '',
  ]);
});

const caseOf = (n: number, over: Partial<HospitalCase>) => {
  const one = { caseId: `orders/in/0/${n}`, processor: 'orders', status: 'WAITING', admission: n, retryAt: null };
  return { partition: 0, one: { ...one, admittedAt: n * 60_000, ...over } as HospitalCase };
};
const actor = { kind: 'OPERATOR', id: 'ann' } as const;
const paused = { since: 0, until: null, operationId: 'o', actor, reason: 'stocktaking' };
const counts = { failures: 21, decided: 30, inARow: 21 };
const breaker = { since: 60_000, ...counts, code: 'LP_TASK_POISON', message: 'no disc', frame: 'f', group: 'g' };
const told = (standing: Standing, ...cases: ReturnType<typeof caseOf>[]): string => {
  const standings = [1, 0].map(partition => ({ processor: 'orders', partition, standing }));
  return standingText('orders', standingOf('orders', { all: () => cases, standings: () => standings }));
};

it('nothing is said of a processor that takes inputs and has no open case', () => {
  const closed = caseOf(1, { status: 'HEALED', blockedKey: 'a' });
  const others = caseOf(2, { processor: 'stock', blockedKey: 'a' });
  expect(told(noStanding, closed, others)).toBe('');
});

it('what the breaker stopped, or somebody, is said with what to do about it', () => {
  expect(told({ ...noStanding, breaker }).split('\n')).toEqual([
    expect.stringMatching(
      /^orders\[0\] was stopped by the storm breaker at 1970-01-01T00:01:00Z: 21 of 30 inputs failed/,
    ),
    expect.stringMatching(/^orders\[1\] was stopped by the storm breaker/),
    '  correct the cause, start the corrected program, then: longplay streams resume orders',
    '',
  ]);
  expect(told({ ...noStanding, paused })).toMatch(
    /by ann: stocktaking\n {2}to let it go on: longplay streams resume orders\n$/,
  );
});

it('what waits is counted by key, with its age and where to look', () => {
  const cases = [
    caseOf(3, { blockedKey: 'a', retryAt: 9 }),
    caseOf(4, { blockedKey: 'a', status: 'QUEUED' }),
    caseOf(2, { blockedKey: null }),
  ];
  expect(told(noStanding, ...cases)).toBe(
    'orders: 3 open cases block 1 keys, the oldest since 1970-01-01T00:02:00Z, 1 of them tried again by themselves\n' +
      '  what and why: longplay hospital list --processor orders\n',
  );
});
