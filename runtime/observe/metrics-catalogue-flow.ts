import type { MetricDefinition } from './metrics-catalogue.ts';

/** How what flows through a shop goes on, and whether its laws hold: a part of the catalogue. */
export const flowMetrics = {
  longplay_flow_orders: {
    type: 'gauge',
    help: 'Orders that stand in a state now, by their newest facts.',
    labels: ['state'],
  },
  longplay_flow_oldest_age_seconds: {
    type: 'gauge',
    help: 'For how long the oldest order has been in a state that is no end.',
    labels: ['state'],
  },
  longplay_flow_overdue_steps: {
    type: 'gauge',
    help: 'Steps of orders that are overdue, by who owes them; missing where none is. `GET /flow/stuck` says which.',
    labels: ['step', 'owed_by'],
  },
  longplay_flow_stuck_orders: {
    type: 'gauge',
    help: 'Orders one of whose steps is overdue, by why: parked behind a case, a processor stopped, paused or behind, or only waiting for somebody; unknown beyond the first thousands.',
    labels: ['reason'],
  },
  longplay_flow_steps: {
    type: 'gauge',
    help: 'Steps that orders have taken, by what led to them, as far as the log still tells; less after an order was deleted.',
    labels: ['from', 'to', 'led_by'],
  },
  longplay_flow_step_seconds: {
    type: 'gauge',
    help: 'How long a step takes, of all orders: mean, p50 and p95; a quantile beyond a day is missing.',
    labels: ['from', 'to', 'led_by', 'of'],
  },
  longplay_flow_steps_within: {
    type: 'gauge',
    help: 'Of `longplay_flow_steps` those that took no longer than so many seconds.',
    labels: ['from', 'to', 'led_by', 'seconds'],
  },
  longplay_flow_alarm: {
    type: 'gauge',
    help: 'Alarms that are raised: of overdue steps (stuck), and of broken laws (laws).',
    labels: ['what'],
  },
  longplay_law_last_check_age_seconds: {
    type: 'gauge',
    help: 'Time since somebody looked for broken laws (look: every 5 s, in one process), since all orders were held to the laws (round), and since the state of the log up to which all is read whom the laws concern (proof): where that grows, somebody is paused or behind, and no new violation is told. Missing until they were.',
    labels: ['of'],
  },
  longplay_law_checked: {
    type: 'gauge',
    help: 'Orders, and skus, that were held to the laws in the last whole round.',
    labels: ['what'],
  },
  longplay_law_violations: {
    type: 'gauge',
    help: 'Orders and skus that break a law, and stay so while all read on, up to 500 of each law (versions: keys whose facts did not count on within the last day); anything but 0 waits for a person.',
    labels: ['law'],
  },
} as const satisfies Record<string, MetricDefinition>;
