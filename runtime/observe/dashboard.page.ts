import { dashboardRows } from './dashboard.ts';
import type { Row } from './dashboard-panels.ts';

type Panel = Row['panels'][number];
type Place = { readonly x: number; readonly y: number; readonly w: number; readonly h: number };

const COLUMNS = 24;
const HIGH = 8;
const LOW = 4;

const source = { type: 'prometheus', uid: '$datasource' };

/** docs/reference/watching/dashboard.json, as Grafana imports it: any data source of Prometheus, chosen at the top. */
export function dashboard(): string {
  const panels: object[] = [];
  let y = 0;
  for (const row of dashboardRows) {
    panels.push({
      id: panels.length + 1,
      type: 'row',
      title: row.title,
      collapsed: false,
      panels: [],
      gridPos: place(0, y, COLUMNS, 1),
    });
    y += 1;
    let x = 0;
    let high = 0;
    for (const panel of row.panels) {
      const { wide = 8 } = panel;
      if (x + wide > COLUMNS) {
        x = 0;
        y += high;
      }
      high = panel.count === true ? LOW : HIGH;
      panels.push(panelOf(panels.length + 1, panel, place(x, y, wide, high)));
      x += wide;
    }
    y += high;
  }
  return `${JSON.stringify({ ...head, panels }, null, 2)}\n`;
}

const place = (x: number, y: number, w: number, h: number): Place => ({ x, y, w, h });

function panelOf(id: number, { title, says, unit, ask, count = false }: Panel, gridPos: Place): object {
  const steps = [
    { color: 'green', value: null },
    { color: 'red', value: 1 },
  ];
  return {
    id,
    type: count ? 'stat' : 'timeseries',
    title,
    description: says,
    datasource: source,
    gridPos,
    fieldConfig: {
      defaults: { unit, min: 0, ...(count && { thresholds: { mode: 'absolute', steps } }) },
      overrides: [],
    },
    options: count
      ? {
          reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
          colorMode: 'background',
          graphMode: 'none',
        }
      : { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi', sort: 'desc' } },
    targets: ask.map(({ ask: expr, legend }, n) => ({
      refId: String.fromCharCode(65 + n),
      datasource: source,
      expr,
      legendFormat: legend,
      ...(count && { instant: true }),
    })),
  };
}

const head = {
  title: 'Longplay',
  uid: 'longplay',
  description: 'Generated from runtime/observe/dashboard.ts by `npm run generate`.',
  tags: ['longplay'],
  schemaVersion: 39,
  version: 1,
  editable: true,
  graphTooltip: 1,
  timezone: 'browser',
  refresh: '30s',
  time: { from: 'now-1h', to: 'now' },
  templating: {
    list: [
      { name: 'datasource', label: 'Data source', type: 'datasource', query: 'prometheus', refresh: 1, hide: 0 },
      {
        name: 'instance',
        label: 'Process',
        type: 'query',
        datasource: source,
        query: { query: 'label_values(longplay_build_info, instance)', refId: 'instances' },
        refresh: 2,
        sort: 1,
        multi: true,
        includeAll: true,
        allValue: '.*',
        current: { text: 'All', value: '$__all' },
        hide: 0,
      },
    ],
  },
  annotations: { list: [] },
} as const;
