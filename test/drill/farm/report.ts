import { machineLoad } from '../../chaos/report.ts';

export type FarmReport = {
  readonly held: boolean;
  readonly positions: number;
  readonly poison: number;
  /** From the quotes until all were priced or given up, with the bug. */
  readonly seconds: number;
  /** Workers that ended under a job. */
  readonly lost: number;
  readonly attempts: readonly number[];
  readonly groups: number;
  /** From the group retry until all were priced, seconds. */
  readonly healedIn: number;
  readonly workers: number;
  readonly counts: {
    readonly asked: number;
    readonly priced: number;
    readonly overtaken: number;
    readonly failed: number;
  };
  readonly problems: readonly string[];
};

export function farmText(report: FarmReport): string {
  const { positions, poison, seconds, lost, attempts, groups, healedIn, counts, problems } = report;
  const { asked, priced, overtaken, failed } = counts;
  return `
${positions} positions, of which ${poison} abort their worker; load ${machineLoad()}
with the bug               ${seconds.toFixed(1)} s, ${lost} workers lost, ${attempts} attempts of each, ${groups} group of cases
corrected, a group retry   ${healedIn.toFixed(1)} s
asked                      ${asked} = ${priced} priced + ${overtaken} overtaken + ${failed} failed
${problems.length === 0 ? '\nEverything held.' : `\nDid not hold:\n${problems.map(one => `  ${one}`).join('\n')}`}
`;
}
