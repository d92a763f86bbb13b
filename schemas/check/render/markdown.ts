import { type Finding, placeOf } from '../finding.ts';
import { summaryOf } from './text.ts';

/** A table for a pull request. */
export function renderMarkdown(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'All schemas are compatible.\n';
  const rows = findings.map(row);
  return `${summaryOf(findings)}\n\n| | where | what | fix |\n|---|---|---|---|\n${rows.join('')}`;
}

function row(finding: Finding): string {
  const { severity, accepted, sentence, rule, fixes } = finding;
  const state = accepted === null ? severity : `accepted by ${accepted.owner}: ${accepted.reason}`;
  const ways = fixes.map(fix => fix.sentence).join('<br>');
  const cells = [state, `\`${placeOf(finding)}\``, `${sentence} \`${rule}\``, ways];
  return `| ${cells.map(cell).join(' | ')} |\n`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
