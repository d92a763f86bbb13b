import { expect, it } from 'vitest';
import type { Transition } from '../../schemas/types/shared.ts';
import { order } from '../../streams/testing/records.ts';
import { BUCKETS, tookOf } from './buckets.ts';
import { leaderOf, project } from './project.ts';

const step = (what: string, at: number, cause = 'req-1'): Transition => ({
  what,
  at,
  cause,
  version: 1,
  reason: null,
  actor: null,
});
const told = (history: Transition[], historyDropped = 0) =>
  project(order('CONFIRMED', { history, historyDropped })).contributions.map(Object.values);
const standing = ['CONFIRMED', '', '', '', 1, 0, 0];

it('counts each step with what led to it and what it took, and the order where it stands', () => {
  const history = [step('RECEIVED', 1_000), step('PLACED', 1_000), step('CONFIRMED', 1_450, 'allocations/order-1/4')];
  expect(told(history)).toEqual([
    standing,
    ['RECEIVED', 'PLACED', 'order-requests', '100ms', 1, 0, 0],
    ['PLACED', 'CONFIRMED', 'allocations', '1s', 1, 0, 450],
  ]);
});

it('given a step that was overdue, then it is one step that took all of that time', () => {
  const history = [
    step('PLACED', 0),
    step('OVERDUE', 60_000, 'order-1/authorise/60000'),
    step('OVERDUE', 61_000, 'order-1/allocate/61000'),
    step('CONFIRMED', 90_000, 'payments/order-1/3'),
  ];
  expect(told(history)).toEqual([standing, ['PLACED', 'CONFIRMED', 'payments', '10m', 1, 2, 90_000]]);
});

it('given a history that has lost entries, then no step is counted across the gap', () => {
  const history = [step('RECEIVED', 0), step('DELIVERED', 5_000), step('RETURNING', 7_000)];
  expect(told(history, 9)).toEqual([standing, ['DELIVERED', 'RETURNING', 'order-requests', '10s', 1, 0, 2_000]]);
});

it('given clocks of two processes that differ, then no step takes less than nothing', () => {
  expect(told([step('PLACED', 9), step('CONFIRMED', 4, 'payments/order-1/3')])[1]).toEqual([
    ...['PLACED', 'CONFIRMED', 'payments', '100ms', 1, 0, 0],
  ]);
});

it.each([
  ['payments/order-1/7', 'payments'],
  ['shipments/order-1/2', 'shipments'],
  ['payments/order-2/7', 'order-requests'],
  ['order-1/authorise/1767312000000', 'deadline'],
  ['order-1/hold/1/reply', 'loyalty-replies'],
  ['order-1/hold/2/repeated', 'loyalty-replies'],
  ['req-77aa', 'order-requests'],
])('given the cause %s of order-1, then it was led by %s', (cause, leader) => {
  expect(leaderOf(cause, 'order-1')).toBe(leader);
});

it('each time is in one bucket, its upper bound included', () => {
  expect(BUCKETS.map(({ upTo }) => tookOf(upTo))).toEqual(BUCKETS.map(({ took }) => took));
  expect([tookOf(0), tookOf(101), tookOf(86_400_001)]).toEqual(['100ms', '1s', 'longer']);
});
