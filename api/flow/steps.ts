import { BUCKETS } from '../../projections/flow-steps/buckets.ts';

/** A row of the read model: the steps of one kind that took about as long. */
export type StepRow = {
  readonly from_step: string;
  readonly to_step: string;
  readonly led_by: string;
  readonly took: string;
  readonly steps: string;
  readonly overdue: string;
  readonly total_ms: string;
};

/** A step that orders take: how many have, and how long it took them. */
export type FlowStep = {
  readonly from: string;
  readonly to: string;
  /** The topic whose record led to it, or `deadline`. */
  readonly ledBy: string;
  readonly count: number;
  /** How often it was overdue meanwhile. */
  readonly overdue: number;
  readonly totalMs: number;
  readonly meanMs: number;
  /** Half of them took no longer than about that; null: longer than can be told. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  /** How many took how long, the shortest first; `upToMs` null: longer than all others. */
  readonly histogram: readonly { readonly upToMs: number | null; readonly count: number }[];
};

/** The rows of each step as one, those that were taken most often first. */
export function flowSteps(rows: readonly StepRow[]): FlowStep[] {
  const groups = Map.groupBy(rows, one => JSON.stringify([one.from_step, one.to_step, one.led_by]));
  return [...groups.values()]
    .map(group => {
      const { from_step: from, to_step: to, led_by: ledBy } = group[0] as StepRow;
      const sum = (of: (row: StepRow) => string): number => group.reduce((all, row) => all + Number(of(row)), 0);
      const count = sum(row => row.steps);
      const totalMs = sum(row => row.total_ms);
      const histogram = BUCKETS.map(({ took, upTo }) => ({
        upToMs: Number.isFinite(upTo) ? upTo : null,
        count: Number(group.find(row => row.took === took)?.steps ?? 0),
      }));
      return {
        from,
        to,
        ledBy,
        count,
        overdue: sum(row => row.overdue),
        totalMs,
        meanMs: count === 0 ? 0 : Math.round(totalMs / count),
        p50Ms: quantile(histogram, 0.5),
        p95Ms: quantile(histogram, 0.95),
        histogram,
      };
    })
    .sort((one, other) => other.count - one.count || (one.from + one.to < other.from + other.to ? -1 : 1));
}

/** Within its bucket a time is taken to lie as evenly as Prometheus takes it. */
function quantile(histogram: FlowStep['histogram'], share: number): number | null {
  const all = histogram.reduce((sum, { count }) => sum + count, 0);
  if (all === 0) return null;
  let before = 0;
  let from = 0;
  for (const { upToMs, count } of histogram) {
    if (upToMs === null) break;
    if (before + count >= share * all && count > 0) {
      return Math.round(from + ((share * all - before) / count) * (upToMs - from));
    }
    before += count;
    from = upToMs;
  }
  return null;
}
