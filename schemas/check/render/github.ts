import type { Finding } from '../finding.ts';
import { fixWords } from './text.ts';

/**
 * GitHub's workflow commands: annotations at the line in the pull request
 * (docs.github.com, "Workflow commands for GitHub Actions"). An accepted warning is a notice.
 */
export function renderGithub(findings: readonly Finding[]): string {
  return findings.map(finding => `${annotation(finding)}\n`).join('');
}

/** A sentence without a place. It may hold what others have written, such as a record's key. */
export function githubLine(level: 'error' | 'warning' | 'notice', title: string, text: string): string {
  return `::${level} title=${property(title)}::${data(text)}\n`;
}

function annotation(finding: Finding): string {
  const { severity, accepted, candidate, rule, sentence } = finding;
  const level = severity === 'error' ? 'error' : accepted === null ? 'warning' : 'notice';
  const place =
    candidate === null || candidate.file === null
      ? []
      : [`file=${property(candidate.file)}`, `line=${candidate.line}`, `col=${candidate.column}`];
  const words = [sentence, ...fixWords(finding)].join(' ');
  return `::${level} ${[...place, `title=${property(rule)}`].join(',')}::${data(words)}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
