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
  { title: 'Process', of: ['build', 'collector', 'trace'] },
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

[\`alerts.yml\`](watching/alerts.yml) has rules for Prometheus, each with what to do, and [\`dashboard.json\`](watching/dashboard.json)
is a dashboard for Grafana: [watching it](../guide/watching.md).`;
