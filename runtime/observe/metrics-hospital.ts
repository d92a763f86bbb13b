import type { HospitalCount } from '../hospital/options.ts';
import type { ProcessorStatus } from '../tasks/processor-run.ts';
import type { Metrics, Sample } from './metrics.ts';

/** Counts what happens in the hospital, as the tasks tell it after each commit. */
export const countCases =
  (metrics: Metrics) =>
  ({ processor, partition, what, count }: HospitalCount): void =>
    metrics.count('longplay_case_events_total', { processor, partition, what }, count);

/** Shows what waits in the tasks of this process. */
export function showCases(metrics: Metrics, status: () => readonly ProcessorStatus[], now = Date.now): void {
  metrics.collect({
    name: 'cases',
    gauges: [
      'longplay_case_open',
      'longplay_case_blocked_keys',
      'longplay_case_oldest_age_seconds',
      'longplay_case_task_halted',
    ],
    look: () => status().flatMap(one => samplesOf(one, now())),
  });
}

function samplesOf({ name: processor, tasks }: ProcessorStatus, now: number): Sample[] {
  return tasks.flatMap(({ partition, hospital }): Sample[] => {
    if (hospital === null) return [];
    const labels = { processor, partition };
    const { open, blocked, oldest, paused, breaker } = hospital;
    const age = oldest === null ? 0 : Math.max(0, now - oldest) / 1_000;
    return [
      { name: 'longplay_case_open', labels, value: open },
      { name: 'longplay_case_blocked_keys', labels, value: blocked },
      { name: 'longplay_case_oldest_age_seconds', labels, value: age },
      { name: 'longplay_case_task_halted', labels: { ...labels, why: 'paused' }, value: paused === null ? 0 : 1 },
      { name: 'longplay_case_task_halted', labels: { ...labels, why: 'breaker' }, value: breaker === null ? 0 : 1 },
    ];
  });
}
