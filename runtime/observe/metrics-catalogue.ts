import { flowMetrics } from './metrics-catalogue-flow.ts';

/** What a metric is, and what it is told apart by. */
export type MetricDefinition = {
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** One sentence, with the unit and what a value means that is out of the ordinary. */
  readonly help: string;
  /** Of few values each: never an id, a key or a text of somebody's. */
  readonly labels: readonly string[];
  /** Of a histogram, in its unit. */
  readonly buckets?: readonly number[];
};

/** From what a local transaction takes to what a stuck server takes, seconds. */
const durations = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

const task = ['processor', 'partition'] as const;

/**
 * Every metric of Longplay. Whoever measures something new adds it here, runs `npm run generate` for the reference, and has
 * it counted or set by `Metrics` (metrics.ts), which refuses names and labels that are not here.
 */
export const metricsCatalogue = {
  longplay_build_info: {
    type: 'gauge',
    help: '1, by the versions of Longplay and of Node that run.',
    labels: ['version', 'node'],
  },
  longplay_collector_up: {
    type: 'gauge',
    help: 'Whether what a collector asks for was answered for this scrape; where it is 0, its metrics are missing.',
    labels: ['collector'],
  },

  longplay_trace_spans_total: {
    type: 'counter',
    help: 'Spans of traces: exported; dropped, since the collector does not take them as fast as they are made; or failed, since it refused them or was away.',
    labels: ['result'],
  },

  longplay_case_events_total: {
    type: 'counter',
    help: 'What happened in the message hospital: cases admitted, queued behind one, healed, back again, discarded, superseded or forgotten, and storms that tripped the breaker.',
    labels: [...task, 'what'],
  },
  longplay_case_open: {
    type: 'gauge',
    help: 'Cases that are not closed, those that queue behind one included; anything but 0 waits for somebody.',
    labels: task,
  },
  longplay_case_blocked_keys: {
    type: 'gauge',
    help: 'Keys that wait, and cases that block nobody.',
    labels: task,
  },
  longplay_case_oldest_age_seconds: {
    type: 'gauge',
    help: 'How long the oldest case has been open, seconds; 0 where none is.',
    labels: task,
  },
  longplay_case_task_halted: {
    type: 'gauge',
    help: 'Whether the task takes no inputs because it was paused, or because the storm breaker has stopped it (then somebody has to resume it).',
    labels: [...task, 'why'],
  },

  longplay_http_requests_total: {
    type: 'counter',
    help: 'Requests that the API has answered; the route is its pattern, `none` where there is none.',
    labels: ['method', 'route', 'status'],
  },
  longplay_http_request_duration_seconds: {
    type: 'histogram',
    help: 'Time from a request to the end of its answer; a wait that the client has asked for counts.',
    labels: ['method', 'route'],
    buckets: durations,
  },
  longplay_http_requests_under_way: {
    type: 'gauge',
    help: 'Requests that the API has begun and not answered yet; beyond its limit it refuses more with 503.',
    labels: [],
  },
  longplay_door_closed: {
    type: 'gauge',
    help: '1 while an export drains the shop, and this process takes no writes for it.',
    labels: ['door'],
  },

  longplay_task_state: {
    type: 'gauge',
    help: '1 at the state that a task is in: taking-over, running or stopped. A stopped one waits for a person.',
    labels: [...task, 'state'],
  },
  longplay_task_keys: { type: 'gauge', help: 'Keys that a task keeps a state of.', labels: task },
  longplay_task_lag_offsets: {
    type: 'gauge',
    help: 'Offsets from where a task reads to the ends of its inputs: records, and the markers of transactions.',
    labels: task,
  },
  longplay_task_records_taken_total: {
    type: 'counter',
    help: 'Records that were delivered to a task; after a takeover some come again.',
    labels: task,
  },
  longplay_task_records_written_total: {
    type: 'counter',
    help: 'Records in transactions of a task that were committed, by topic: its facts, requests and outcomes.',
    labels: [...task, 'topic'],
  },
  longplay_task_transaction_duration_seconds: {
    type: 'histogram',
    help: 'Time that a transaction takes which is committed, without its decisions. The count is that of transactions.',
    labels: ['processor'],
    buckets: durations,
  },
  longplay_task_transaction_failures_total: {
    type: 'counter',
    help: 'Transactions that failed, by kind: fenced (another process has the partition), retriable, unavailable, outcome-unknown, fatal. Its task takes the partition over anew, or stops.',
    labels: [...task, 'kind'],
  },
  longplay_task_takeovers_total: {
    type: 'counter',
    help: 'Times that a partition was taken over by fencing its transactional id off; the start counts as one.',
    labels: task,
  },
  longplay_task_alarms_total: {
    type: 'counter',
    help: 'Alarms of decisions, by code: something that a person has to see to.',
    labels: ['processor', 'code'],
  },
  longplay_task_transitions_total: {
    type: 'counter',
    help: 'Steps that histories note, by what happened, such as OVERTAKEN of prices; of one key and transaction, as many as its history has room for.',
    labels: ['processor', 'what'],
  },
  longplay_processor_failed: {
    type: 'gauge',
    help: '1 where a whole processor stands still in this process.',
    labels: ['processor'],
  },

  longplay_effects_under_way: {
    type: 'gauge',
    help: 'Effects that run now: payments, mails and the like, with their tries and pauses.',
    labels: ['kind'],
  },
  longplay_effects_total: {
    type: 'counter',
    help: 'Effects that have ended, by status: done, refused or failed; a failed one is tried again later.',
    labels: ['kind', 'status'],
  },
  longplay_effect_duration_seconds: {
    type: 'histogram',
    help: 'Time from the start of an effect to its answer, with all tries and pauses.',
    labels: ['kind'],
    buckets: durations,
  },
  longplay_gateway_calls_total: {
    type: 'counter',
    help: 'Calls to a provider, by what came of them; the codes are those of a failed effect.',
    labels: ['gateway', 'step', 'result'],
  },
  longplay_gateway_call_duration_seconds: {
    type: 'histogram',
    help: 'Time that a call to a provider takes.',
    labels: ['gateway'],
    buckets: durations,
  },
  longplay_gateway_circuit: {
    type: 'gauge',
    help: 'How the circuit breaker before a provider stands: 0 closed, 0.5 half-open, 1 open; missing until it has opened once.',
    labels: ['gateway'],
  },
  longplay_gateway_alarms_total: {
    type: 'counter',
    help: 'What a gateway has met that waiting does not heal, by code.',
    labels: ['gateway', 'code'],
  },

  ...flowMetrics,

  longplay_projection_live_generation: {
    type: 'gauge',
    help: 'Number of the generation that readers ask.',
    labels: ['projection'],
  },
  longplay_projection_generations: {
    type: 'gauge',
    help: 'Generations that there are, by state: building, ready, live, previous or dropping.',
    labels: ['projection', 'state'],
  },
  longplay_projection_lag_offsets: {
    type: 'gauge',
    help: 'Offsets from where the live generation stands to the ends of its topics: records, and the markers of transactions.',
    labels: ['projection'],
  },
  longplay_projection_lag_seconds: {
    type: 'gauge',
    help: 'Age of the oldest record that the live generation does not show yet; 0 where it shows all.',
    labels: ['projection'],
  },
  longplay_projection_applied_records: {
    type: 'gauge',
    help: 'Records that were applied since the live generation began, whichever process did it; less after a swap.',
    labels: ['projection'],
  },
  longplay_projection_partitions_failed: {
    type: 'gauge',
    help: 'Partitions of the live generation that stand still, or do not begin, with an error.',
    labels: ['projection'],
  },
  longplay_projection_open_cases: {
    type: 'gauge',
    help: 'Records that the live generation could not project: their keys are stale.',
    labels: ['projection'],
  },
  longplay_projection_paused: {
    type: 'gauge',
    help: '1 where somebody has paused the projection.',
    labels: ['projection'],
  },
  longplay_projection_drift_age_seconds: {
    type: 'gauge',
    help: 'Time since the sentinel looked last; missing until it has. It looks at one projection every 30 s, so that each has its turn within minutes.',
    labels: ['projection'],
  },
  longplay_projection_drift_keys: {
    type: 'gauge',
    help: 'Keys at which the sentinel looked then.',
    labels: ['projection'],
  },
  longplay_projection_drift_differences: {
    type: 'gauge',
    help: 'Rows that were not what the log says then. Anything but 0 is worth a `longplay projections verify`.',
    labels: ['projection'],
  },
  longplay_projection_operation: {
    type: 'gauge',
    help: '1 for what was asked last of a projection (rebuild, verify, swap, rollback, heal), by the state that it is in.',
    labels: ['projection', 'operation', 'state'],
  },
  longplay_projection_operation_progress_ratio: {
    type: 'gauge',
    help: 'How much of the log an operation that is under way has loaded, 0 to 1; missing where none is.',
    labels: ['projection', 'operation'],
  },
  longplay_projector_batches_total: {
    type: 'counter',
    help: 'Batches that this process has written to a projection, of all generations that it feeds.',
    labels: ['projection'],
  },
  longplay_projector_records_total: {
    type: 'counter',
    help: 'Records in those batches.',
    labels: ['projection'],
  },
  longplay_projector_rows_total: {
    type: 'counter',
    help: 'Rows that they wrote or deleted; of a key that changes more than once in a batch only the last row is written.',
    labels: ['projection'],
  },
  longplay_projector_batch_duration_seconds: {
    type: 'histogram',
    help: 'Time that Postgres takes for a batch, with its position.',
    labels: ['projection'],
    buckets: durations,
  },
} as const satisfies Record<string, MetricDefinition>;

export type MetricName = keyof typeof metricsCatalogue;
type Named<T extends MetricDefinition['type']> = {
  [N in MetricName]: (typeof metricsCatalogue)[N]['type'] extends T ? N : never;
}[MetricName];

export type CounterName = Named<'counter'>;
export type GaugeName = Named<'gauge'>;
export type HistogramName = Named<'histogram'>;

export type LabelsOf<N extends MetricName> = Readonly<
  Record<(typeof metricsCatalogue)[N]['labels'][number], string | number>
>;
