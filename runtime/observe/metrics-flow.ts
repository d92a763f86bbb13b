import type { Metrics, Sample } from './metrics.ts';

/** A look asks Postgres some questions; so often is enough, ms. */
const KEPT_MS = 10_000;

/** How what flows through a shop stands, in terms of its steps and states. */
export type FlowSeen = {
  readonly states: readonly { readonly state: string; readonly count: number; readonly oldest: Date | null }[];
  readonly overdue: readonly { readonly step: string; readonly owedBy: string; readonly count: number }[];
  readonly reasons: Readonly<Record<string, number>>;
  readonly steps: readonly StepSeen[];
  /** Null: nobody has looked yet. */
  readonly watch: WatchSeen | null;
};

type StepSeen = {
  readonly from: string;
  readonly to: string;
  readonly ledBy: string;
  readonly count: number;
  readonly meanMs: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly histogram: readonly { readonly upToMs: number | null; readonly count: number }[];
};

type WatchSeen = {
  /** When laws were looked at last; null: they were not yet. */
  readonly lookedAt: number | null;
  /** When the last whole round ended; null: none has yet. */
  readonly roundAt: number | null;
  /** All that was on the log then has been read by all whom the laws concern; null: not known yet. */
  readonly provedUpTo: number | null;
  readonly checked: Readonly<Record<string, number>>;
  /** All laws, also those that hold. */
  readonly broken: Readonly<Record<string, number>>;
  readonly raised: { readonly stuck: number; readonly laws: number };
};

/** Shows how orders go on, by the read models: the same in every process that is asked. */
export function showFlow(metrics: Metrics, look: () => Promise<FlowSeen>, now: () => number = Date.now): void {
  metrics.collect({
    name: 'flow',
    gauges: [
      'longplay_flow_orders',
      'longplay_flow_oldest_age_seconds',
      'longplay_flow_overdue_steps',
      'longplay_flow_stuck_orders',
      'longplay_flow_steps',
      'longplay_flow_step_seconds',
      'longplay_flow_steps_within',
      'longplay_flow_alarm',
      'longplay_law_last_check_age_seconds',
      'longplay_law_checked',
      'longplay_law_violations',
    ],
    keep: KEPT_MS,
    look: async () => samplesOf(await look(), now()),
  });
}

const samplesOf = ({ states, overdue, reasons, steps, watch }: FlowSeen, now: number): Sample[] => [
  ...states.map(({ state, count }): Sample => ({ name: 'longplay_flow_orders', labels: { state }, value: count })),
  ...states.flatMap(({ state, oldest }): Sample[] =>
    oldest === null
      ? []
      : [{ name: 'longplay_flow_oldest_age_seconds', labels: { state }, value: age(oldest.getTime(), now) }],
  ),
  ...overdue.map(
    ({ step, owedBy: owed_by, count }): Sample => ({
      name: 'longplay_flow_overdue_steps',
      labels: { step, owed_by },
      value: count,
    }),
  ),
  ...Object.entries(reasons).map(
    ([reason, value]): Sample => ({ name: 'longplay_flow_stuck_orders', labels: { reason }, value }),
  ),
  ...steps.flatMap(samplesOfStep),
  ...(watch === null ? [] : samplesOfWatch(watch, now)),
];

const age = (since: number, now: number): number => Math.max(0, now - since) / 1_000;

function samplesOfStep({ from, to, ledBy, count, histogram, ...took }: StepSeen): Sample[] {
  const labels = { from, to, led_by: ledBy };
  const times = { mean: took.meanMs, p50: took.p50Ms, p95: took.p95Ms };
  let within = 0;
  return [
    { name: 'longplay_flow_steps', labels, value: count },
    ...Object.entries(times).flatMap(([of, ms]): Sample[] =>
      ms === null ? [] : [{ name: 'longplay_flow_step_seconds', labels: { ...labels, of }, value: ms / 1_000 }],
    ),
    ...histogram.flatMap(({ upToMs, count: more }): Sample[] => {
      within += more;
      if (upToMs === null) return [];
      return [{ name: 'longplay_flow_steps_within', labels: { ...labels, seconds: upToMs / 1_000 }, value: within }];
    }),
  ];
}

const samplesOfWatch = (
  { lookedAt, roundAt, provedUpTo, checked, broken, raised }: WatchSeen,
  now: number,
): Sample[] => [
  ...Object.entries({ look: lookedAt, round: roundAt, proof: provedUpTo }).flatMap(([of, at]): Sample[] =>
    at === null ? [] : [{ name: 'longplay_law_last_check_age_seconds', labels: { of }, value: age(at, now) }],
  ),
  ...Object.entries(checked).map(
    ([what, value]): Sample => ({ name: 'longplay_law_checked', labels: { what }, value }),
  ),
  ...Object.entries(broken).map(
    ([law, value]): Sample => ({ name: 'longplay_law_violations', labels: { law }, value }),
  ),
  { name: 'longplay_flow_alarm', labels: { what: 'stuck' }, value: raised.stuck },
  { name: 'longplay_flow_alarm', labels: { what: 'laws' }, value: raised.laws },
];
