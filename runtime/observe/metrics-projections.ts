import type { ProjectionStatus } from '../projector/status.ts';
import type { AppliedSeen } from '../projector/worker.ts';
import type { Metrics, Sample } from './metrics.ts';

/** A look asks Postgres some questions for each projection; so often is enough, ms. */
const KEPT_MS = 10_000;

/** A projection, and how much an operation of it that is under way has loaded; null where none is. */
export type ProjectionSeen = ProjectionStatus & { readonly progress: number | null };

/** Shows how the projections stand, by the tables and the log: the same in every process that is asked. */
export function showProjections(
  metrics: Metrics,
  look: () => Promise<readonly ProjectionSeen[]>,
  now: () => number = Date.now,
): void {
  metrics.collect({
    name: 'projections',
    gauges: [
      'longplay_projection_live_generation',
      'longplay_projection_generations',
      'longplay_projection_lag_offsets',
      'longplay_projection_lag_seconds',
      'longplay_projection_applied_records',
      'longplay_projection_partitions_failed',
      'longplay_projection_open_cases',
      'longplay_projection_paused',
      'longplay_projection_drift_age_seconds',
      'longplay_projection_drift_keys',
      'longplay_projection_drift_differences',
      'longplay_projection_operation',
      'longplay_projection_operation_progress_ratio',
    ],
    keep: KEPT_MS,
    look: async () => (await look()).flatMap(one => samplesOf(one, now())),
  });
}

function samplesOf(one: ProjectionSeen, now: number): Sample[] {
  const { name: projection, generations, partitions, paused, parked } = one;
  const labels = { projection };
  const live = generations.find(({ state }) => state === 'live');
  const ages = partitions.flatMap(({ lagSeconds }) => (lagSeconds === null ? [] : [lagSeconds]));
  const sum = (of: (partition: (typeof partitions)[number]) => bigint): number =>
    Number(partitions.reduce((total, partition) => total + of(partition), 0n));
  return [
    ...(live === undefined
      ? []
      : [{ name: 'longplay_projection_live_generation', labels, value: live.number } as const]),
    ...[...Map.groupBy(generations, ({ state }) => state)].map(
      ([state, its]): Sample => ({
        name: 'longplay_projection_generations',
        labels: { projection, state },
        value: its.length,
      }),
    ),
    { name: 'longplay_projection_lag_offsets', labels, value: sum(({ lag }) => lag) },
    // Where one cannot be told, no number is better than one that is too small.
    ...(ages.length < partitions.length
      ? []
      : [{ name: 'longplay_projection_lag_seconds', labels, value: Math.max(0, ...ages) } as const]),
    { name: 'longplay_projection_applied_records', labels, value: sum(({ applied }) => applied) },
    {
      name: 'longplay_projection_partitions_failed',
      labels,
      value: partitions.filter(({ error }) => error !== null).length,
    },
    {
      name: 'longplay_projection_open_cases',
      labels,
      value: parked.find(({ generation }) => generation === live?.number)?.count ?? 0,
    },
    { name: 'longplay_projection_paused', labels, value: paused === null ? 0 : 1 },
    ...driftOf(one, now),
    ...operationOf(one),
  ];
}

function driftOf({ name: projection, drift }: ProjectionSeen, now: number): Sample[] {
  if (drift === null) return [];
  const labels = { projection };
  const age = Math.max(0, (now - drift.lookedAt.getTime()) / 1_000);
  return [
    { name: 'longplay_projection_drift_age_seconds', labels, value: age },
    { name: 'longplay_projection_drift_keys', labels, value: drift.keys },
    { name: 'longplay_projection_drift_differences', labels, value: drift.differences },
  ];
}

function operationOf({ name: projection, operation, progress }: ProjectionSeen): Sample[] {
  if (operation === null) return [];
  const labels = { projection, operation: operation.kind };
  return [
    { name: 'longplay_projection_operation', labels: { ...labels, state: operation.state }, value: 1 },
    ...(progress === null
      ? []
      : [{ name: 'longplay_projection_operation_progress_ratio', labels, value: progress } as const]),
  ];
}

type Counted = Pick<AppliedSeen, 'projection' | 'records' | 'rows' | 'ms'>;

/** Counts what this process writes to projections. */
export function countApplied(metrics: Metrics): (seen: Counted) => void {
  return ({ projection, records, rows, ms }) => {
    const labels = { projection };
    metrics.count('longplay_projector_batches_total', labels);
    metrics.count('longplay_projector_records_total', labels, records);
    metrics.count('longplay_projector_rows_total', labels, rows);
    metrics.observe('longplay_projector_batch_duration_seconds', labels, ms / 1_000);
  };
}
