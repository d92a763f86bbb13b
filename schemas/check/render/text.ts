import { type Finding, placeOf } from '../finding.ts';

/** What a part of a line is, for a caller that gives it a colour. */
export type Role = 'place' | 'error' | 'warning' | 'rule' | 'fix';

/** Answers the text, perhaps with colour around it. */
export type Paint = (role: Role, text: string) => string;

/** One line for each finding: `file:line:col: sentence [rule]`. */
export function renderText(findings: readonly Finding[], paint: Paint = (_, text) => text): string {
  return findings.map(finding => `${line(finding, paint)}\n`).join('');
}

function line(finding: Finding, paint: Paint): string {
  const { severity, accepted } = finding;
  const kind = accepted === null ? severity : `accepted by ${accepted.owner} (${accepted.reason})`;
  const parts = [
    `${paint('place', placeOf(finding))}:`,
    ...(severity === 'error' ? [] : [`${paint('warning', kind)}:`]),
    severity === 'error' ? paint('error', finding.sentence) : finding.sentence,
    ...fixWords(finding).map(words => paint('fix', words)),
    paint('rule', `[${finding.rule}]`),
  ];
  return parts.join(' ');
}

/** At most two ways out: a list of all is for the long forms. */
export function fixWords({ fixes }: Finding): string[] {
  const offered = fixes.slice(0, 2).map(fix => fix.sentence);
  return offered.length === 0 ? [] : [`Fix: ${offered.join('; or ')}.`];
}

/** `2 errors, 1 warning, 1 accepted`. */
export function summaryOf(findings: readonly Finding[]): string {
  const { errors, warnings, accepted } = countsOf(findings);
  const counted = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;
  return `${counted(errors, 'error')}, ${counted(warnings, 'warning')}${accepted > 0 ? `, ${accepted} accepted` : ''}`;
}

export type Counts = { readonly errors: number; readonly warnings: number; readonly accepted: number };

/** An accepted warning counts as accepted only. */
export function countsOf(findings: readonly Finding[]): Counts {
  const accepted = findings.filter(finding => finding.accepted !== null).length;
  const errors = findings.filter(finding => finding.severity === 'error').length;
  return { errors, warnings: findings.length - errors - accepted, accepted };
}
