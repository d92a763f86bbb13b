import { existsSync, readFileSync } from 'node:fs';

export type Counts = { passed: number; failed: number; skipped: number; failures: string[] };

type Report = {
  testResults: {
    name: string;
    status: string;
    assertionResults: { fullName: string; status: string }[];
  }[];
};

/** Counts what vitest's JSON report holds. Whatever made vitest fail without a failed test counts as one failure. */
export function countsOf(path: string, exitCode: number): Counts {
  const suites = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Report).testResults : [];
  const tests = suites.flatMap(suite => suite.assertionResults);
  const withStatus = (status: string) => tests.filter(test => test.status === status);
  const failures = [
    ...withStatus('failed').map(test => test.fullName),
    // Broken before its first test: an import, a syntax error, a hook.
    ...suites
      .filter(suite => suite.status === 'failed' && suite.assertionResults.every(({ status }) => status !== 'failed'))
      .map(suite => suite.name),
  ];
  const passed = withStatus('passed').length;
  if (exitCode !== 0 && failures.length === 0) failures.push(`vitest ended with exit code ${exitCode}`);
  if (exitCode === 0 && passed === 0) failures.push('no test was run');
  return { passed, failed: failures.length, skipped: tests.length - passed - withStatus('failed').length, failures };
}
