import type { Finding } from '../finding.ts';
import { type Counts, countsOf } from './text.ts';

/** The document of `--format json`; its JSON Schema is docs/reference/schema-findings.schema.json. */
export type Report = {
  /** Of the document's form; another number means that something went or changed its meaning. */
  readonly version: 1;
  readonly findings: readonly Finding[];
  readonly counts: Counts;
};

export function reportOf(findings: readonly Finding[]): Report {
  return { version: 1, findings, counts: countsOf(findings) };
}

export function renderJson(findings: readonly Finding[]): string {
  return `${JSON.stringify(reportOf(findings), null, 2)}\n`;
}
