import type { Folded } from '../fold.ts';
import type { RebuildDrill } from '../options.ts';
import type { Counts } from './clients.ts';
import type { Frozen } from './freezes.ts';
import type { Kill } from './kills.ts';

export type RebuildReport = {
  readonly held: boolean;
  readonly options: Pick<RebuildDrill, 'rate' | 'kills' | 'seed'>;
  /** Where data and logs were left; null: they are gone. */
  readonly home: string | null;
  readonly seconds: number;
  readonly counts: Counts;
  readonly perSecond: number;
  readonly kills: readonly Kill[];
  readonly frozen: readonly Frozen[];
  /** Times that a projector joined a group: each time its partitions are given anew. */
  readonly joins: number;
  readonly verified: string;
  readonly tables: Readonly<Record<string, Folded>>;
  readonly problems: Readonly<Record<string, readonly string[]>>;
  readonly load: string;
};

export function rebuildText(report: RebuildReport): string {
  const { counts, kills, frozen, tables, problems, options } = report;
  const hits = kills.map(
    ({ wanted, hit, projection, victim, outcome, seconds }, n) =>
      `  ${String(n + 1).padStart(2)}  ${hit.padEnd(12)}${hit === wanted ? '' : `(meant: ${wanted}) `}` +
      `${victim}${outcome === null ? '' : `, rebuild of ${projection}: ${outcome}, ${seconds} s later`}`,
  );
  const zombies = frozen.map(
    ({ victim, hit, seconds, passed, overtaken, outcome }) =>
      `stopped for ${seconds} s in ${hit} and woken: ${victim}; ${passed} offsets were applied meanwhile, ` +
      `${overtaken} of its transactions failed${outcome === null ? '' : `; rebuild: ${outcome}`}`,
  );
  const rows = Object.entries(tables).map(
    ([name, { rows, records, differences, first }]) =>
      `  ${name.padEnd(18)}${String(rows).padStart(8)} rows of ${String(records).padStart(8)} records, ` +
      `${differences} differences${first.map(one => `\n    ${one}`).join('')}`,
  );
  const wrong = Object.entries(problems).map(
    ([what, list]) =>
      `  ${what}: ${list.length}${list
        .slice(0, 5)
        .map(one => `\n    ${one}`)
        .join('')}`,
  );
  return `
seed ${options.seed}: ${counts.placed} orders in ${report.seconds} s, ${report.perSecond}/s (asked: ${options.rate}/s, ${counts.skipped} skipped); load ${report.load}
${counts.queries} queries by GET, ${counts.answers} told an order

killed with -9
${hits.join('\n')}
${zombies.join('\n')}
a projector joined a group ${report.joins} times

verified  ${report.verified}
every table against a fresh fold of the log
${rows.join('\n')}
${wrong.length === 0 ? '\nEverything held.' : `\nDid not hold:\n${wrong.join('\n')}`}
${report.home === null ? '' : `data and logs: ${report.home}\n`}`;
}
