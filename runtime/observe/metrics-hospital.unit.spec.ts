import { expect, it } from 'vitest';
import type { ProcessorStatus } from '../tasks/processor-run.ts';
import { createMetrics } from './metrics.ts';
import { countCases, showCases } from './metrics-hospital.ts';

it('what waits is shown by task, and what happened is counted', async () => {
  const metrics = createMetrics({ process: false });
  const hospital = { open: 3, blocked: 2, oldest: 1_000, paused: null, breaker: {}, retries: [], keys: [] };
  const task = { partition: 1, state: 'running', positions: {}, keys: 9, error: null, hospital };
  const unknown = { ...task, partition: 2, hospital: null };
  const status = [{ name: 'orders', tasks: [task, unknown], error: null }] as unknown as ProcessorStatus[];
  showCases(
    metrics,
    () => status,
    () => 61_000,
  );
  const count = countCases(metrics);
  count({ processor: 'orders', partition: 1, what: 'admitted', count: 2 });
  count({ processor: 'orders', partition: 1, what: 'admitted', count: 1 });
  const lines = (await metrics.text()).split('\n').filter(line => line.startsWith('longplay_case_'));
  const of = 'processor="orders",partition="1"';
  expect(lines.toSorted()).toEqual([
    `longplay_case_blocked_keys{${of}} 2`,
    `longplay_case_events_total{${of},what="admitted"} 3`,
    `longplay_case_oldest_age_seconds{${of}} 60`,
    `longplay_case_open{${of}} 3`,
    `longplay_case_task_halted{${of},why="breaker"} 1`,
    `longplay_case_task_halted{${of},why="paused"} 0`,
  ]);
});
