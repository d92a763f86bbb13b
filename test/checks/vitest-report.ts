import { existsSync, readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

export type Counts = { passed: number; failed: number; skipped: number; failures: string[] };

type Report = {
  testResults: {
    name: string;
    status: string;
    message?: string;
    assertionResults: { fullName: string; status: string; failureMessages?: string[] }[];
  }[];
};

/** Enough of what a test died of to know it where only the end of a long output was kept. */
const LINES = 12;
const WIDTH = 400;

/** Where it happened, but not in which library. */
const FOREIGN = /^\s+at .*(node_modules|node:internal|new Promise)/;

/** A name, and below it, further in, what was said. */
function told(name: string, said: readonly string[]): string {
  const ofIt = (text: string) =>
    stripVTControlCharacters(text)
      .trim()
      .split('\n')
      .filter(line => !FOREIGN.test(line));
  const lines = said.flatMap(text => ofIt(text).slice(0, LINES));
  return [name, ...lines.map(line => `    ${line.slice(0, WIDTH)}`.trimEnd())].join('\n');
}

/**
 * Counts what vitest's JSON report holds, and tells what failed, and how it did. Whatever made vitest fail without a
 * failed test counts as one failure.
 */
export function countsOf(path: string, exitCode: number): Counts {
  const suites = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Report).testResults : [];
  const tests = suites.flatMap(suite => suite.assertionResults);
  const withStatus = (status: string) => tests.filter(test => test.status === status);
  const failures = [
    ...withStatus('failed').map(test => told(test.fullName, test.failureMessages ?? [])),
    // Broken before its first test: an import, a syntax error, a hook.
    ...suites
      .filter(suite => suite.status === 'failed' && suite.assertionResults.every(({ status }) => status !== 'failed'))
      .map(suite => told(suite.name, suite.message ? [suite.message] : [])),
  ];
  const passed = withStatus('passed').length;
  if (exitCode !== 0 && failures.length === 0) failures.push(`vitest ended with exit code ${exitCode}`);
  if (exitCode === 0 && passed === 0) failures.push('no test was run');
  return { passed, failed: failures.length, skipped: tests.length - passed - withStatus('failed').length, failures };
}
