import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parser } from '@prometheus-io/lezer-promql';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createMetrics } from './metrics.ts';
import { type MetricDefinition, metricsCatalogue } from './metrics-catalogue.ts';

const path = (name: string): string => fileURLToPath(new URL(`../../docs/${name}`, import.meta.url));
const read = (name: string): string => readFileSync(path(name), 'utf8');

/** What an expression asks for: metrics, each with the labels that it matches, and the labels that it groups by. */
type Asked = { readonly metrics: { readonly name: string; readonly labels: string[] }[]; readonly groups: string[] };

/** By Prometheus' own grammar. Throws where it finds an error. */
function askedBy(expression: string): Asked {
  const text = expression.replaceAll('$__rate_interval', '5m');
  const metrics: { name: string; labels: string[] }[] = [];
  const groups: string[] = [];
  const tree = parser.parse(text);
  tree.iterate({
    enter: ({ type, from, to, node }) => {
      if (type.isError) throw new Error(`${expression}: no PromQL at ${from}: ${text.slice(from, to + 10)}`);
      if (type.name === 'VectorSelector') {
        const labels = [...text.slice(from, to).matchAll(/([a-z_]+)\s*(?:=~|!~|!=|=)\s*"/g)].map(([, label]) => label);
        const name = node.getChild('Identifier');
        expect(name, expression).not.toBeNull();
        metrics.push({ name: text.slice(name?.from, name?.to), labels: labels as string[] });
      }
      if (type.name === 'GroupingLabels') groups.push(...text.slice(from + 1, to - 1).split(/[\s,]+/));
    },
  });
  expect(metrics, expression).not.toEqual([]);
  return { metrics, groups: groups.filter(label => label !== '') };
}

/** What a scrape adds, and what a histogram has. */
const always = ['job', 'instance', 'le'];

const known: Readonly<Record<string, Pick<MetricDefinition, 'labels'>>> = {
  up: { labels: [] },
  ...metricsCatalogue,
};

async function expectAnswerable(expression: string): Promise<void> {
  const { metrics, groups } = askedBy(expression);
  const named: string[] = [...always];
  for (const { name, labels } of metrics) {
    if (/^(process|nodejs)_/.test(name)) {
      expect(await ofProcess, expression).toContain(`# TYPE ${name} `);
      continue;
    }
    const definition = known[name.replace(/_(bucket|sum|count)$/, '')] ?? known[name];
    expect(definition, `${name} of ${expression}`).toBeDefined();
    const its = [...(definition?.labels ?? []), ...always];
    expect(its, expression).toEqual(expect.arrayContaining(labels));
    named.push(...its);
  }
  expect(named, expression).toEqual(expect.arrayContaining(groups));
}

const ofProcess = createMetrics().text();

type Rule = {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
};

const alerts: Rule[] = parse(read('reference/watching/alerts.yml')).groups.flatMap(
  ({ rules }: { rules: Rule[] }) => rules,
);

const anchors = (page: string): string[] =>
  [...page.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );

describe('the alerts', () => {
  it.each(alerts.map(rule => [rule.alert, rule] as const))('%s can be asked, and says what to do', async (_, rule) => {
    await expectAnswerable(rule.expr);
    expect(rule.labels.severity).toMatch(/^(critical|warning|info)$/);
    if (rule.for !== undefined) expect(rule.for).toMatch(/^\d+[mh]$/);
    const { summary, description, runbook = '' } = rule.annotations;
    expect([summary, description]).toEqual([expect.any(String), expect.any(String)]);
    const labels = [...`${summary}${description}`.matchAll(/\$labels\.([a-z_]+)/g)].map(([, label]) => label);
    const { groups, metrics } = askedBy(rule.expr);
    const left =
      groups.length > 0 ? groups : metrics.flatMap(({ name }) => [...(known[name]?.labels ?? []), ...always]);
    expect(left).toEqual(expect.arrayContaining(labels));
    const [page = '', anchor] = runbook.split('#');
    const titles = anchors(read(page.replace('docs/', '')));
    if (anchor !== undefined) expect(titles, runbook).toContain(anchor);
  });

  it('tell that nobody looks at the laws, also where nobody ever has: a round takes as long as there are orders', () => {
    const { expr = '' } = alerts.find(({ alert }) => alert === 'LongplayLawsUnchecked') ?? {};
    const look = 'max(longplay_law_last_check_age_seconds{of="look"})';
    expect(expr).toBe(`${look} > 300 or absent(${look})`);
  });

  it('have a name each, and a test that they fire and that they do not', () => {
    const names = alerts.map(({ alert }) => alert);
    expect(new Set(names).size).toBe(names.length);
    const tests = parse(read('reference/watching/alerts.test.yml')).tests as { name: string }[];
    const fire = JSON.stringify(tests.find(({ name }) => name.startsWith('everything is wrong')));
    const gone = JSON.stringify(tests.find(({ name }) => name.startsWith('no process')));
    expect(names.filter(name => !fire.includes(`\\"${name}\\"`) && !gone.includes(`\\"${name}\\"`))).toEqual([]);
  });
});

const promtool = (...parameters: string[]) =>
  spawnSync('promtool', parameters, { cwd: path('reference/watching'), encoding: 'utf8' });

/** Why Prometheus cannot be asked here: no package of npm brings it. Empty: it can. */
function withoutPromtool(): string {
  const { error, stdout } = promtool('--version');
  const [, major, minor] = /version (\d+)\.(\d+)/.exec(stdout ?? '') ?? [];
  if (error !== undefined || major === undefined) return ': left out, since there is no promtool on the PATH';
  return Number(major) * 1_000 + Number(minor) < 2_042 ? `: left out, since promtool ${major}.${minor} is too old` : '';
}
const note = withoutPromtool();

describe.skipIf(note !== '')(`the alerts as Prometheus itself takes them${note}`, () => {
  it('are rules that it reads', () => {
    const { status, stdout, stderr } = promtool('check', 'rules', 'alerts.yml');
    expect([status, stdout + stderr]).toEqual([0, expect.stringContaining(`${alerts.length} rules found`)]);
  });

  it('fire where their tests say so, and nowhere else', { timeout: 60_000 }, () => {
    const { status, stdout, stderr } = promtool('test', 'rules', 'alerts.test.yml');
    expect([status, stdout + stderr]).toEqual([0, expect.stringContaining('SUCCESS')]);
  });
});

type Target = { readonly expr: string; readonly refId: string; readonly datasource: { readonly uid: string } };
type Shown = {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly Target[];
};

describe('the dashboard', () => {
  const { panels, templating } = JSON.parse(read('reference/watching/dashboard.json')) as {
    panels: Shown[];
    templating: { list: { name: string; type: string }[] };
  };

  it('asks what can be answered, of a data source that is chosen', async () => {
    expect(templating.list).toMatchObject([{ name: 'datasource', type: 'datasource' }, { name: 'instance' }]);
    for (const { type, targets = [], title } of panels) {
      expect(targets.length > 0, title).toBe(type !== 'row');
      expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
      for (const { expr, datasource } of targets) {
        expect(datasource.uid).toBe('$datasource');
        await expectAnswerable(expr);
      }
    }
  });

  it('has each panel once, and none over another', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const taken = new Map<string, string>();
    for (const { title, gridPos } of panels) {
      const { x, y, w, h } = gridPos;
      expect(x + w, title).toBeLessThanOrEqual(24);
      for (let column = x; column < x + w; column++) {
        for (let line = y; line < y + h; line++) {
          expect(taken.get(`${column}/${line}`), title).toBeUndefined();
          taken.set(`${column}/${line}`, title);
        }
      }
    }
  });
});
