/** A question of a panel; `legend`: how each line is named. */
type Query = { readonly ask: string; readonly legend: string };

type Panel = {
  readonly title: string;
  /** What an unusual value means. */
  readonly says: string;
  /** Grafana's name. */
  readonly unit: string;
  readonly ask: readonly Query[];
  /** A number in place of a graph: green at 0, red above. */
  readonly count?: boolean;
  /** Of the 24 columns. Default 8. */
  readonly wide?: number;
};

export type Row = { readonly title: string; readonly panels: readonly Panel[] };

export const INSTANCE = 'instance=~"$instance"';

export const q = (ask: string, legend: string): Query => ({ ask, legend });
export const count = (title: string, ask: string, says: string): Panel => {
  return { title, says, unit: 'short', ask: [q(ask, title)], count: true, wide: 4 };
};

export const quantiles = (metric: string, by: string, more = ''): Query[] =>
  [0.5, 0.99].map(share =>
    q(
      `histogram_quantile(${share}, sum by (le, ${by}) (rate(${metric}_bucket{${more}${more && ','}${INSTANCE}}[$__rate_interval])))`,
      `{{${by}}} ${share === 0.5 ? 'half' : '99 %'}`,
    ),
  );

export const rate = (metric: string, by: string, more = ''): string =>
  `sum by (${by}) (rate(${metric}{${more}${more && ','}${INSTANCE}}[$__rate_interval]))`;
