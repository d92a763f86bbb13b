import { expect, it } from 'vitest';
import { createMetrics } from './metrics.ts';
import { type FlowSeen, showFlow } from './metrics-flow.ts';

const step = { from: 'PLACED', to: 'CONFIRMED', ledBy: 'payments', count: 4, meanMs: 150, p50Ms: 80, p95Ms: null };
const histogram = [
  { upToMs: 100, count: 3 },
  { upToMs: 1_000, count: 0 },
  { upToMs: null, count: 1 },
];
const seen: FlowSeen = {
  states: [
    { state: 'PLACED', count: 3, oldest: new Date(40_000) },
    { state: 'DELIVERED', count: 9, oldest: null },
  ],
  overdue: [{ step: 'authorise', owedBy: 'payments', count: 2 }],
  reasons: { stopped: 2, waiting: 0 },
  steps: [{ ...step, histogram }],
  watch: {
    lookedAt: 95_000,
    roundAt: 40_000,
    provedUpTo: 90_000,
    checked: { orders: 12, skus: 4 },
    broken: { money: 1, goods: 0 },
    raised: { stuck: 1, laws: 1 },
  },
};

async function textOf(one: FlowSeen): Promise<string[]> {
  const metrics = createMetrics({ process: false });
  const now = () => 100_000;
  showFlow(metrics, async () => one, now);
  return (await metrics.text()).split('\n').filter(line => /^longplay_(flow|law)_/.test(line));
}

it('given how orders go on, then it is shown by state, by step and by why', async () => {
  expect(await textOf(seen)).toEqual(
    expect.arrayContaining([
      'longplay_flow_orders{state="PLACED"} 3',
      'longplay_flow_oldest_age_seconds{state="PLACED"} 60',
      'longplay_flow_overdue_steps{step="authorise",owed_by="payments"} 2',
      'longplay_flow_stuck_orders{reason="stopped"} 2',
      'longplay_flow_steps{from="PLACED",to="CONFIRMED",led_by="payments"} 4',
      'longplay_flow_step_seconds{from="PLACED",to="CONFIRMED",led_by="payments",of="mean"} 0.15',
      'longplay_flow_steps_within{from="PLACED",to="CONFIRMED",led_by="payments",seconds="0.1"} 3',
      'longplay_flow_steps_within{from="PLACED",to="CONFIRMED",led_by="payments",seconds="1"} 3',
      'longplay_law_last_check_age_seconds{of="look"} 5',
      'longplay_law_last_check_age_seconds{of="round"} 60',
      'longplay_law_last_check_age_seconds{of="proof"} 10',
      'longplay_law_checked{what="skus"} 4',
      'longplay_law_violations{law="money"} 1',
      'longplay_flow_alarm{what="laws"} 1',
    ]),
  );
});

it('given what cannot be told, then it is left out: the age at an end, a quantile beyond a day, laws nobody looked at', async () => {
  const lines = await textOf({ ...seen, watch: null });
  for (const no of ['age_seconds{state="DELIVERED"}', 'of="p95"', 'longplay_law_', 'longplay_flow_alarm']) {
    expect([no, lines.filter(line => line.includes(no))]).toEqual([no, []]);
  }
});
