import { styleText } from 'node:util';
import { acceptanceLine } from '../../schemas/check/acceptances.ts';
import type { Finding } from '../../schemas/check/finding.ts';
import { githubLine } from '../../schemas/check/render/github.ts';
import { reportOf } from '../../schemas/check/render/json.ts';
import { type Format, render } from '../../schemas/check/render/render.ts';
import { type Paint, summaryOf } from '../../schemas/check/render/text.ts';
import { counted } from './history.ts';
import type { LevelAdvice } from './readers/level.ts';
import type { Matrix } from './readers/matrix.ts';
import { adviceText, matrixText } from './readers/print.ts';
import { covers } from './readers/usage.ts';

export type CheckResult = {
  readonly findings: readonly Finding[];
  /** Names of all schemas that were checked. */
  readonly subjects: readonly string[];
  readonly sources: readonly string[];
  /** Sources that were not to be reached, and why. */
  readonly left: readonly string[];
  /** Where the sources contradict each other. */
  readonly notes: readonly string[];
  /** Records that cannot be read, whatever the rules say. */
  readonly problems: readonly string[];
  /** Records that were looked at; null: none were to be. */
  readonly scanned: number | null;
  readonly readers: readonly Matrix[];
  readonly levels: readonly LevelAdvice[];
  /** Whether what is in order is printed too. */
  readonly details: boolean;
};

/** What a check found, for a person or a program. */
export function checkText(result: CheckResult, format: Format, terminal: boolean): string {
  const { findings, subjects, sources, left, notes, problems, scanned, readers, levels } = result;
  if (format === 'json') {
    return `${JSON.stringify({ ...reportOf(findings), sources, left, notes, problems, scanned, readers, levels }, null, 2)}\n`;
  }
  const said = render(format, findings, { subjects, problems, left, ...(terminal && { paint: colours }) });
  if (format === 'junit') return said;
  if (format === 'github') {
    const lines = [
      ...problems.map(text => githubLine('error', 'record-unreadable', text)),
      ...left.map(text => githubLine('warning', 'not-compared', `Not compared with ${text}`)),
      ...notes.map(text => githubLine('notice', 'note', text)),
    ];
    return said + lines.join('');
  }
  const lines = [
    ...problems.map(text => `error: ${text}`),
    ...notes.map(text => `note: ${text}`),
    ...left.map(text => `not compared with ${text}`),
  ];
  const records = scanned === null ? '' : ` (${counted(scanned, 'record')})`;
  const summary = `${counted(subjects.length, 'schema')} checked against ${sources.join(', ') || 'nothing'}${records}: ${summaryOf(findings)}${problems.length > 0 ? `, ${counted(problems.length, 'unreadable kind')}` : ''}`;
  if (format === 'markdown') return `${said}\n${[...lines, summary].map(line => `- ${line}\n`).join('')}`;
  return `${said}${acceptanceHelp(findings)}${readersText(result)}${[...lines, summary].map(line => `${line}\n`).join('')}`;
}

/** Where a schema has changed or somebody breaks; with details, everybody. */
function readersText({ readers, levels, details }: CheckResult): string {
  const matrices = readers.filter(
    ({ deploy, cells }) => details || deploy !== null || cells.some(({ breaks }) => breaks.length > 0),
  );
  const advice = levels.filter(
    ({ needed, set, satisfied }) => details || !covers(set, needed) || !covers(satisfied, needed),
  );
  return [...matrices.map(matrixText), ...advice.map(adviceText)].join('');
}

/** The lines that would accept what nobody has accepted. */
function acceptanceHelp(findings: readonly Finding[]): string {
  const open = findings.filter(
    ({ severity, accepted, rule }) => severity === 'warning' && accepted === null && rule !== 'acceptance-stale',
  );
  if (open.length === 0) return '';
  const lines = open.flatMap(finding => acceptanceLine(finding, 'OWNER', 'REASON').trimEnd().split('\n'));
  return `To accept a warning, put its lines into schemas/accepted-warnings, with who answers for it and why:\n${lines.map(line => `  ${line}\n`).join('')}`;
}

const styles = { place: 'bold', error: 'red', warning: 'yellow', rule: 'gray', fix: 'green' } as const;

const colours: Paint = (role, text) => styleText(styles[role], text, { validateStream: false });
export const paintFor = (terminal: boolean): Paint | undefined => (terminal ? colours : undefined);
