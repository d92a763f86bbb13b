import { expect, it } from 'vitest';
import { flowSteps, type StepRow } from './steps.ts';

const row = (took: string, steps: number, ms: number, over: Partial<StepRow> = {}): StepRow => ({
  from_step: 'PLACED',
  to_step: 'CONFIRMED',
  led_by: 'payments',
  took,
  steps: String(steps),
  overdue: '0',
  total_ms: String(ms),
  ...over,
});

it('given rows of one step, then they are one step with its histogram, its mean and its quantiles', () => {
  const [step, ...more] = flowSteps([row('1s', 10, 5_000), row('100ms', 90, 4_500, { overdue: '1' })]);
  expect(more).toEqual([]);
  expect(step).toMatchObject({
    from: 'PLACED',
    to: 'CONFIRMED',
    ledBy: 'payments',
    count: 100,
    overdue: 1,
    meanMs: 95,
  });
  expect(step?.histogram.map(({ count }) => count)).toEqual([90, 10, 0, 0, 0, 0, 0, 0]);
  // 50 of 90 in the first bucket; 5 of 10 in the second, which goes from 100 to 1,000.
  expect([step?.p50Ms, step?.p95Ms]).toEqual([56, 550]);
});

it('given steps that took longer than a day, then no time is made up for them', () => {
  const [step] = flowSteps([row('longer', 3, 900_000_000), row('1s', 1, 500)]);
  expect([step?.p50Ms, step?.p95Ms, step?.histogram.at(-1)]).toEqual([null, null, { upToMs: null, count: 3 }]);
});

it('given several steps, then those that are taken most often come first', () => {
  const rows = [row('1s', 1, 1), row('1s', 2, 1, { led_by: 'allocations' }), row('1s', 2, 1, { to_step: 'A' })];
  expect(flowSteps(rows).map(({ to, ledBy }) => [to, ledBy])).toEqual([
    ['A', 'payments'],
    ['CONFIRMED', 'allocations'],
    ['CONFIRMED', 'payments'],
  ]);
});
