import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import {
  type CounterName,
  type GaugeName,
  type HistogramName,
  type LabelsOf,
  type MetricDefinition,
  type MetricName,
  metricsCatalogue,
} from './metrics-catalogue.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { within } from './within.ts';

export type Sample = {
  [N in GaugeName]: { readonly name: N; readonly labels: LabelsOf<N>; readonly value: number };
}[GaugeName];

/** Something that is asked for when somebody scrapes, in place of being told when it changes. */
export type Collector = {
  /** The label of `longplay_collector_up`. */
  readonly name: string;
  /** All that it sets; what a look does not bring is not shown any more. */
  readonly gauges: readonly GaugeName[];
  /** How old an answer may be that is shown again, ms. Default 0: it is asked for each time. */
  readonly keep?: number;
  look(): readonly Sample[] | Promise<readonly Sample[]>;
};

/** The metrics of one process. A metric shows from its first use on, so that each role shows only its own. */
export type Metrics = {
  count<N extends CounterName>(name: N, labels: LabelsOf<N>, by?: number): void;
  set<N extends GaugeName>(name: N, labels: LabelsOf<N>, value: number): void;
  /** Adds to a gauge, or takes from it. */
  move<N extends GaugeName>(name: N, labels: LabelsOf<N>, by: number): void;
  /** In the unit of the metric: seconds. */
  observe<N extends HistogramName>(name: N, labels: LabelsOf<N>, value: number): void;
  collect(collector: Collector): void;
  /** All of them in Prometheus' text format, which `contentType` names. Never rejects because of a collector. */
  text(): Promise<string>;
  readonly contentType: string;
};

export type MetricsOptions = {
  /** Whether those of the process and of Node belong to it: memory, processor time, event loop, garbage. Default true. */
  readonly process?: boolean;
  /** How long a collector may take, ms; then the scrape does without it. Default 5 s: Prometheus gives up after 10. */
  readonly patience?: number;
  readonly now?: () => number;
};

export function createMetrics(options: MetricsOptions = {}): Metrics {
  const { process: ofProcess = true, patience = 5_000, now = () => performance.now() } = options;
  const register = new Registry();
  if (ofProcess) collectDefaultMetrics({ register });
  const made = new Map<MetricName, Counter | Gauge | Histogram>();
  const collectors: (() => Promise<void>)[] = [];
  let open: Promise<string> | null = null;

  const metric = <M extends Counter | Gauge | Histogram>(name: MetricName): M => {
    const there = made.get(name) ?? make(name, register);
    made.set(name, there);
    return there as M;
  };

  const set: Metrics['set'] = (name, labels, value) => metric<Gauge>(name).set(labels, value);

  const collect = ({ name, gauges, keep = 0, look }: Collector): void => {
    let kept: { readonly samples: readonly Sample[]; readonly at: number } | null = null;
    // One that hangs is not asked again and again.
    const ask = oneAtATime(() => Promise.try(look));
    collectors.push(async () => {
      try {
        if (kept === null || now() - kept.at >= keep) kept = { samples: await within(ask(), patience), at: now() };
      } catch {
        kept = null;
      }
      for (const gauge of gauges) metric<Gauge>(gauge).reset();
      for (const one of kept?.samples ?? []) metric<Gauge>(one.name).set(one.labels, one.value);
      set('longplay_collector_up', { collector: name }, kept === null ? 0 : 1);
    });
  };

  const scrape = async (): Promise<string> => {
    await Promise.all(collectors.map(run => run()));
    return await register.metrics();
  };

  return {
    count: (name, labels, by = 1) => metric<Counter>(name).inc(labels, by),
    set,
    move: (name, labels, by) => metric<Gauge>(name).inc(labels, by),
    observe: (name, labels, value) => metric<Histogram>(name).observe(labels, value),
    collect,
    contentType: register.contentType,
    text: () => {
      // Two at once would take each other's gauges away.
      open ??= scrape().finally(() => {
        open = null;
      });
      return open;
    },
  };
}

function make(name: MetricName, register: Registry): Counter | Gauge | Histogram {
  const { type, help, labels, buckets = [] }: MetricDefinition = metricsCatalogue[name];
  const configuration = { name, help, labelNames: [...labels], registers: [register] };
  if (type === 'counter') return new Counter(configuration);
  if (type === 'gauge') return new Gauge(configuration);
  return new Histogram({ ...configuration, buckets: [...buckets] });
}
