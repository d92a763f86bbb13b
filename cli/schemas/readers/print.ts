import type { LevelAdvice } from './level.ts';
import type { Cell, Matrix } from './matrix.ts';
import { covers } from './usage.ts';

const orders = {
  'any order': 'deploy in any order',
  'readers first': 'deploy its readers first, then its writer',
  'writer first': 'deploy its writer first, then its readers',
  'not without a stop': 'stop its readers before its writer is deployed: neither order is safe',
} as const;

/** Writers down, readers across. `ok`, what breaks, or what a reader sees the default of. */
export function matrixText({ schema, readers, cells, deploy }: Matrix): string {
  const rows = [...Map.groupBy(cells, ({ writer, reading }) => `${worded(writer)}, as ${worded(reading)}`)];
  const lines = rows.map(([label, row]) => {
    const said = Map.groupBy(row, cellText);
    const parts = [...said].map(([text, same]) =>
      said.size === 1 ? `${text} for all` : `${text} for ${same.map(({ reader }) => reader).join(', ')}`,
    );
    return `  records of ${label} reads them: ${parts.join('; ')}\n`;
  });
  const order = deploy === null ? '' : `  ${orders[deploy]}\n`;
  return `${schema}, read by ${readers.join(', ') || 'nobody'}\n${lines.join('')}${order}`;
}

const worded = (label: string): string => (/^\d+$/.test(label) ? `version ${label}` : label);

function cellText({ breaks, defaults, reading }: Cell): string {
  if (breaks.length > 0) return `cannot be read (${breaks.map(path => path || 'the value').join(', ')})`;
  if (defaults.length === 0) return 'ok';
  return `${reading === 'this schema' ? 'ok, with the defaults of' : 'silently loses'} ${defaults.join(', ')}`;
}

export function adviceText({ schema, topics, needed, why, satisfied, set }: LevelAdvice): string {
  const verdict = !covers(set, needed)
    ? ` Set it to ${needed}.`
    : set === needed
      ? ''
      : ' That is more than is needed.';
  const named = topics.length === 1 && topics[0] === schema ? schema : `${schema} in ${topics.join(', ')}`;
  return `${named}: needs ${needed} (${why}); its history satisfies ${satisfied}; it is set to ${set}.${verdict}\n`;
}
