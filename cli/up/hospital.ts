import manifest from '../../package.json' with { type: 'json' };
import type { Settings } from '../../runtime/config/settings.ts';
import type { HospitalOptions } from '../../runtime/hospital/options.ts';
import type { ProcessorStatus } from '../../runtime/tasks/processor-run.ts';
import { topics } from '../../schemas/topics.ts';

const requests = new Set(topics.filter(({ kind }) => kind === 'requests').map(({ name }) => name));

/** What the tasks of this process do with what they cannot process. */
export const hospitalOf = (
  { hospital }: Pick<Settings, 'hospital'>,
  signals: Pick<HospitalOptions, 'alarm' | 'counted'> = {},
): HospitalOptions => ({
  ...signals,
  version: manifest.version,
  limits: hospital.breaker,
  keepClosed: hospital.caseRetention,
  perSecond: hospital.retryRate,
  transientBudget: hospital.patience,
  isRequest: topic => requests.has(topic),
});

/** What is not well with the processors of this process, though they work: shown by the health, and no reason to restart. */
export function complaintsOf(all: readonly ProcessorStatus[]): readonly string[] {
  return all.flatMap(({ name, tasks }) => {
    const known = tasks.flatMap(({ partition, hospital }) => (hospital === null ? [] : [{ partition, ...hospital }]));
    const open = known.reduce((sum, one) => sum + one.open, 0);
    const keys = known.reduce((sum, one) => sum + one.blocked, 0);
    const paused = known.filter(one => one.paused !== null);
    return [
      ...(open === 0 ? [] : [`${name}: ${open} open cases block ${keys} keys (longplay hospital list)`]),
      ...(paused.length === 0
        ? []
        : [`${name} is paused on ${paused.map(one => one.partition).join(', ')}: ${paused[0]?.paused?.reason}`]),
    ];
  });
}

/** What makes the health red: a processor or a task that stands still until somebody does something. */
export function refuseWhereOneStandsStill(all: readonly ProcessorStatus[]): void {
  const still = all.flatMap(({ name, tasks, error }) => [
    ...(error === null ? [] : [`${name} (${reasonOf(error)})`]),
    ...tasks
      .filter(task => task.state === 'stopped')
      .map(task => `${name} on partition ${task.partition} (${reasonOf(task.error)})`),
    ...tasks.flatMap(({ partition, hospital }) =>
      hospital === null || hospital.breaker === null
        ? []
        : [`${name} on partition ${partition} (stopped by the storm breaker: ${hospital.breaker.message})`],
    ),
  ]);
  if (still.length > 0) throw new Error(`these stand still: ${still.join('; ')}`);
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
