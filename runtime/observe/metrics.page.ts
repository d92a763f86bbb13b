import { type MetricDefinition, metricsCatalogue } from './metrics-catalogue.ts';

/** docs/reference/metrics.md, from the catalogue. */
export function metricsPage(): string {
  const all = Object.entries<MetricDefinition>(metricsCatalogue);
  const tables = sections.map(({ title, of, words }) => {
    const rows = all.filter(([name]) => of.includes(areaOf(name))).map(row);
    return [`## ${title}`, ...(words === undefined ? [] : [words]), [...tableHead, ...rows].join('\n')].join('\n\n');
  });
  return `${[head, ...tables, alerts].join('\n\n')}\n`;
}

/** The word after `longplay_`. */
export const areaOf = (name: string): string => name.split('_')[1] ?? '';

export type Section = { readonly title: string; readonly of: readonly string[]; readonly words?: string };

/** Each area of the catalogue is in one of them, which a spec sees to. */
export const sections: readonly Section[] = [
  { title: 'Process', of: ['build', 'collector'] },
  { title: 'API', of: ['http', 'door'] },
  {
    title: 'Processors',
    of: ['task', 'processor'],
    words:
      'Of the tasks of this process: each processor has one for each partition, in the process that has the partition. Topics are named without the installation’s prefix.',
  },
  {
    title: 'Message hospital',
    of: ['case'],
    words: 'Of the tasks of this process; what to do is in [An order is stuck](../guide/an-order-is-stuck.md).',
  },
  { title: 'Effects', of: ['effects', 'effect', 'gateway'] },
  {
    title: 'Flow and laws',
    of: ['flow', 'law'],
    words:
      'Computed from the read models of orders, at most every 10 s: every process that keeps projections shows the same, so take `max without (instance)`. What they mean is in [Orders that are stuck](../guide/flow.md).',
  },
  {
    title: 'Projections',
    of: ['projection'],
    words:
      'Computed from the tables and the log, at most every 10 s: every process that keeps projections shows the same, so take `max by (projection)`.',
  },
  { title: 'Projector', of: ['projector'], words: 'What this process does for projections.' },
];

const tableHead = ['| metric | type | labels | means |', '|---|---|---|---|'];

const row = ([name, { type, labels, help }]: [string, MetricDefinition]): string =>
  `| \`${name}\` | ${type} | ${labels.map(label => `\`${label}\``).join(', ')} | ${help} |`;

const head = `# Metrics

<!-- Generated from runtime/observe/metrics-catalogue.ts by \`npm run generate\`. -->

\`GET /metrics\` answers in Prometheus' text format: at the API to whoever shows a key of scope \`operator\`
([access](api-security.md)), and on \`HEALTH_PORT\` of a process without it to everybody. Each process shows what it does itself, from the first time on that there is something to
count; beside it, under their usual names (\`process_…\`, \`nodejs_…\`), its memory, processor time, event loop and garbage
collection. Labels have few values each: no metric is told apart by an order, a customer or a key.

\`\`\`yaml
scrape_configs:
  - job_name: longplay
    authorization:
      credentials_file: /etc/prometheus/longplay.key
    static_configs:
      - targets: ["127.0.0.1:8080"]
\`\`\``;

const alerts = `## Worth an alert

| expression | says |
|---|---|
| \`longplay_task_state{state="stopped"} == 1\` or \`longplay_processor_failed == 1\` | a processor stands still; \`GET /health/ready\` says why |
| \`sum by (processor, partition) (longplay_task_state{state="running"}) == 0\` for minutes | a takeover does not succeed |
| \`longplay_task_lag_offsets\` that grows for minutes | a processor does not keep up |
| \`max by (projection) (longplay_projection_lag_seconds) > 60\` | readers see what was a minute ago |
| \`max by (step, owed_by) (longplay_flow_overdue_steps) > 0\` | orders wait for somebody longer than is due: \`GET /flow/stuck\` says which, and why |
| \`max by (law) (longplay_law_violations) > 0\` | money, goods or stock are not what they must be: \`GET /flow/laws\` says where |
| \`max(longplay_law_last_check_age_seconds{of="look"}) > 300\` | nobody looks for overdue steps and broken laws any more |
| \`longplay_projection_partitions_failed > 0\` | a projection stands still |
| \`longplay_projection_drift_differences > 0\` | rows are not what the log says: \`longplay projections verify\` |
| \`longplay_projection_drift_age_seconds > 3600\` | the sentinel does not look any more |
| \`longplay_gateway_circuit == 1\`, \`increase(longplay_gateway_alarms_total[1h]) > 0\` | a provider is away, or something waits for a person |
| \`increase(longplay_task_alarms_total[1h]) > 0\` | a decision asks for a person |
| \`sum by (processor) (longplay_case_open) > 0\` | cases wait; those that pass by themselves go within minutes: \`longplay hospital list\` |
| \`longplay_case_task_halted{why="breaker"} == 1\` | the storm breaker has stopped a processor; it goes on after \`longplay streams resume NAME\` |
| \`longplay_collector_up == 0\` | what is asked for at a scrape is not answered |`;
