import { expect, it } from 'vitest';
import type { ProcessorStatus } from '../../runtime/tasks/processor-run.ts';
import { complaintsOf, refuseWhereOneStandsStill } from './hospital.ts';

const well = { open: 0, blocked: 0, oldest: null, paused: null, breaker: null, retries: [], keys: [] };
const statusOf = (hospital: object, task: object = {}): readonly ProcessorStatus[] => [
  {
    name: 'orders',
    error: null,
    tasks: [{ partition: 2, state: 'running', error: null, hospital: { ...well, ...hospital }, ...task }],
  } as unknown as ProcessorStatus,
];

it('open cases and a pause are complaints, and no reason to be red', () => {
  const all = statusOf({ open: 3, blocked: 2, paused: { reason: 'stocktaking' } });
  expect(complaintsOf(all)).toEqual([
    'orders: 3 open cases block 2 keys (longplay hospital list)',
    'orders is paused on 2: stocktaking',
  ]);
  expect(() => refuseWhereOneStandsStill(all)).not.toThrow();
  expect(complaintsOf(statusOf({}))).toEqual([]);
});

it('a task that its breaker has stopped, or an error, is red, and says why', () => {
  expect(() => refuseWhereOneStandsStill(statusOf({ breaker: { message: 'no disc' } }))).toThrow(
    'these stand still: orders on partition 2 (stopped by the storm breaker: no disc)',
  );
  expect(() => refuseWhereOneStandsStill(statusOf({}, { state: 'stopped', error: new Error('refused') }))).toThrow(
    'these stand still: orders on partition 2 (refused)',
  );
});
