import { count, INSTANCE, q, quantiles, type Row, rate } from './dashboard-panels.ts';

/** What the dashboard shows, row by row (docs/reference/watching/dashboard.json). */
export const dashboardRows: readonly Row[] = [
  {
    title: 'Does anybody have to act?',
    panels: [
      count(
        'Processors that stand still',
        'sum(longplay_task_state{state="stopped"}) + sum(longplay_processor_failed)',
        'Orders wait for them. GET /health/ready says why.',
      ),
      count(
        'Stopped by the storm breaker',
        'sum(longplay_case_task_halted{why="breaker"})',
        'Their program is at fault: correct it, then resume.',
      ),
      count('Open cases', 'sum(longplay_case_open)', 'Records that could not be processed: longplay hospital list.'),
      count(
        'Overdue steps',
        'sum(max by (step, owed_by) (longplay_flow_overdue_steps)) or vector(0)',
        'Orders whose next step is past its deadline.',
      ),
      count('Broken laws', 'sum(max by (law) (longplay_law_violations)) or vector(0)', 'The books do not agree.'),
      count(
        'Rows that drifted',
        'sum(max by (projection) (longplay_projection_drift_differences)) or vector(0)',
        'Rows that are not what the log says, as the sentinel found.',
      ),
    ],
  },
  {
    title: 'Orders',
    panels: [
      {
        title: 'Facts a second, by topic',
        says: 'What happens in the shop.',
        unit: 'cps',
        wide: 12,
        ask: [q(rate('longplay_task_records_written_total', 'topic'), '{{topic}}')],
      },
      {
        title: 'Orders, by where they stand',
        says: 'One line that grows: somebody owes them a step.',
        unit: 'short',
        wide: 12,
        ask: [q('max by (state) (longplay_flow_orders)', '{{state}}')],
      },
      {
        title: 'Overdue steps, by who owes them',
        says: 'Anything but 0.',
        unit: 'short',
        ask: [q('max by (step, owed_by) (longplay_flow_overdue_steps)', '{{step}} by {{owed_by}}')],
      },
      {
        title: 'Stuck orders, by why',
        says: 'Anything but 0.',
        unit: 'short',
        ask: [q('max by (reason) (longplay_flow_stuck_orders)', '{{reason}}')],
      },
      {
        title: 'Oldest order, by where it stands',
        says: 'A line that grows as time does.',
        unit: 's',
        ask: [q('max by (state) (longplay_flow_oldest_age_seconds)', '{{state}}')],
      },
    ],
  },
  {
    title: 'API',
    panels: [
      {
        title: 'Requests a second',
        says: 'By answer: 4xx is the client’s, 5xx is ours.',
        unit: 'reqps',
        ask: [q(rate('longplay_http_requests_total', 'status'), '{{status}}')],
      },
      {
        title: 'Time to answer a read',
        says: 'Half of them, and all but one in a hundred.',
        unit: 's',
        ask: quantiles('longplay_http_request_duration_seconds', 'method', 'method="GET",route!~".*/events|none"'),
      },
      {
        title: 'Refusals a second, by route',
        says: '401, 403, 409, 422, 429 and the like.',
        unit: 'reqps',
        ask: [q(rate('longplay_http_requests_total', 'route, status', 'status=~"4.."'), '{{status}} {{route}}')],
      },
      {
        title: 'Under way',
        says: 'Near its limit, more is refused with 503.',
        unit: 'short',
        ask: [q(`sum by (instance) (longplay_http_requests_under_way{${INSTANCE}})`, '{{instance}}')],
      },
      {
        title: 'Doors that are closed',
        says: '1 while an export drains the shop.',
        unit: 'short',
        ask: [q('max by (door) (longplay_door_closed)', '{{door}}')],
      },
    ],
  },
  {
    title: 'Processors',
    panels: [
      {
        title: 'Lag, offsets',
        says: 'A line that grows: it does not keep up, or stands still.',
        unit: 'short',
        ask: [q('sum by (processor) (longplay_task_lag_offsets)', '{{processor}}')],
      },
      {
        title: 'Records taken a second',
        says: 'What each reads.',
        unit: 'cps',
        ask: [q(rate('longplay_task_records_taken_total', 'processor'), '{{processor}}')],
      },
      {
        title: 'Time of a transaction',
        says: 'The broker’s part.',
        unit: 's',
        ask: quantiles('longplay_task_transaction_duration_seconds', 'processor'),
      },
      {
        title: 'Transactions that failed a second',
        says: 'By kind. Some at a rebalance are none to worry about.',
        unit: 'cps',
        ask: [q(rate('longplay_task_transaction_failures_total', 'processor, kind'), '{{processor}} {{kind}}')],
      },
      {
        title: 'Takeovers a second',
        says: 'Steadily more than 0: members come and go.',
        unit: 'cps',
        ask: [q(rate('longplay_task_takeovers_total', 'processor'), '{{processor}}')],
      },
      {
        title: 'Alarms of decisions, in an hour',
        says: 'Each asks for a person.',
        unit: 'short',
        ask: [q('sum by (processor, code) (increase(longplay_task_alarms_total[1h]))', '{{processor}} {{code}}')],
      },
    ],
  },
  {
    title: 'Message hospital',
    panels: [
      {
        title: 'Open cases',
        says: 'Those that queue behind one included.',
        unit: 'short',
        ask: [q('sum by (processor) (longplay_case_open)', '{{processor}}')],
      },
      {
        title: 'Oldest case',
        says: 'A key that stands still for as long.',
        unit: 's',
        ask: [q('max by (processor) (longplay_case_oldest_age_seconds)', '{{processor}}')],
      },
      {
        title: 'What happens there, a second',
        says: 'Admitted, queued, healed, back, discarded.',
        unit: 'cps',
        ask: [q(rate('longplay_case_events_total', 'processor, what'), '{{processor}} {{what}}')],
      },
    ],
  },
  {
    title: 'Providers',
    panels: [
      {
        title: 'Effects a second',
        says: 'By how they ended. A failed one is tried again.',
        unit: 'cps',
        ask: [q(rate('longplay_effects_total', 'kind, status'), '{{kind}} {{status}}')],
      },
      {
        title: 'Time of a call',
        says: 'Half of them, and all but one in a hundred.',
        unit: 's',
        ask: quantiles('longplay_gateway_call_duration_seconds', 'gateway'),
      },
      {
        title: 'Circuits',
        says: '1: open, the provider is away. 0.5: it is tried.',
        unit: 'short',
        ask: [q('max by (gateway) (longplay_gateway_circuit)', '{{gateway}}')],
      },
    ],
  },
  {
    title: 'Read models',
    panels: [
      {
        title: 'How old what they show is',
        says: 'Age of the oldest record that is not shown yet.',
        unit: 's',
        ask: [q('max by (projection) (longplay_projection_lag_seconds)', '{{projection}}')],
      },
      {
        title: 'Rows a second',
        says: 'Written or deleted.',
        unit: 'cps',
        ask: [q(rate('longplay_projector_rows_total', 'projection'), '{{projection}}')],
      },
      {
        title: 'Time of a batch in Postgres',
        says: 'Half of them, and all but one in a hundred.',
        unit: 's',
        ask: quantiles('longplay_projector_batch_duration_seconds', 'projection'),
      },
      {
        title: 'Rebuilds',
        says: 'How much of the log is loaded; missing where none is under way.',
        unit: 'percentunit',
        ask: [
          q(
            'max by (projection, operation) (longplay_projection_operation_progress_ratio)',
            '{{operation}} {{projection}}',
          ),
        ],
      },
      {
        title: 'Rows that drifted',
        says: 'Anything but 0: longplay projections verify.',
        unit: 'short',
        ask: [q('max by (projection) (longplay_projection_drift_differences)', '{{projection}}')],
      },
      {
        title: 'Partitions that stand still, and open cases',
        says: 'Anything but 0.',
        unit: 'short',
        ask: [
          q('max by (projection) (longplay_projection_partitions_failed)', '{{projection}} partitions'),
          q('max by (projection) (longplay_projection_open_cases)', '{{projection}} cases'),
        ],
      },
    ],
  },
  {
    title: 'Processes',
    panels: [
      {
        title: 'Processor time, cores',
        says: 'One process uses little more than one.',
        unit: 'short',
        ask: [q(`rate(process_cpu_seconds_total{${INSTANCE}}[$__rate_interval])`, '{{instance}}')],
      },
      {
        title: 'Event loop, 99 % of its turns',
        says: 'Above half a second everything waits.',
        unit: 's',
        ask: [q(`nodejs_eventloop_lag_p99_seconds{${INSTANCE}}`, '{{instance}}')],
      },
      {
        title: 'Memory',
        says: 'Resident, and the heap that is in use.',
        unit: 'bytes',
        ask: [
          q(`process_resident_memory_bytes{${INSTANCE}}`, '{{instance}} resident'),
          q(`nodejs_heap_size_used_bytes{${INSTANCE}}`, '{{instance}} heap'),
        ],
      },
      {
        title: 'Spans of traces a second',
        says: 'Dropped or failed: the collector does not take them.',
        unit: 'cps',
        ask: [q(rate('longplay_trace_spans_total', 'result'), '{{result}}')],
      },
      {
        title: 'Collectors that do not answer',
        says: '0: what it asks for is missing here.',
        unit: 'short',
        ask: [q(`min by (collector, instance) (longplay_collector_up{${INSTANCE}})`, '{{collector}} {{instance}}')],
      },
      {
        title: 'Versions',
        says: 'More than one at a time: a release is under way.',
        unit: 'short',
        ask: [q('count by (version, node) (longplay_build_info)', '{{version}} on Node {{node}}')],
      },
    ],
  },
];
