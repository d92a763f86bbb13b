import { machineLoad } from '../../chaos/report.ts';
import type { Folded } from '../fold.ts';
import type { Written } from './history.ts';

export type Rebuilt = {
  readonly state: string;
  readonly seconds: number;
  readonly records: number;
  readonly total: number;
  readonly percent: number;
  /** Null where there was nothing to compare with. */
  readonly differences: number | null;
};

export type CompactedReport = Written & {
  readonly held: boolean;
  readonly events: number;
  readonly keys: number;
  readonly folded: Folded;
  /** From nothing, and beside a live generation. */
  readonly first: Rebuilt;
  readonly second: Rebuilt;
  /** The most memory that the projector's process has had, MB; null where it was not measured. */
  readonly peakMb: number | null;
  readonly problems: readonly string[];
};

export function compactedText(report: CompactedReport): string {
  const { events, keys, offsets, cleanedIn, folded, first, second, peakMb, problems } = report;
  const line = (name: string, { state, seconds, records, percent, differences }: Rebuilt): string =>
    `${name.padEnd(26)}${state}, ${seconds} s, ${records} records, ${percent} %` +
    `${differences === null ? '' : `, ${differences} differences`}`;
  return `
${events} facts of ${keys} orders: ${offsets} offsets, ${folded.records} records left, cleaned ${cleanedIn} s after the last; load ${machineLoad()}
${line('rebuilt from nothing', first)}
${line('rebuilt beside a live one', second)}
rows against a fresh fold   ${folded.rows} rows, ${folded.differences} differences
most memory                ${peakMb === null ? 'not measured' : `${Math.round(peakMb)} MB`}
${problems.length === 0 ? '\nEverything held.' : `\nDid not hold:\n${problems.map(one => `  ${one}`).join('\n')}`}
`;
}
