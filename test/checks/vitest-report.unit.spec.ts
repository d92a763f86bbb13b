import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { countsOf } from './vitest-report.ts';

const folder = mkdtempSync(join(tmpdir(), 'longplay-report-'));
afterAll(() => rmSync(folder, { recursive: true }));

function report(...suites: { status: string; tests: string[]; said?: string }[]): string {
  const path = join(folder, 'report.json');
  const testResults = suites.map(({ status, tests, said }, index) => ({
    name: `suite-${index}`,
    status,
    message: tests.length === 0 ? said : '',
    assertionResults: tests.map((test, number) => ({
      fullName: `test ${number}`,
      status: test,
      failureMessages: test === 'failed' && said !== undefined ? [said] : [],
    })),
  }));
  writeFileSync(path, JSON.stringify({ testResults }));
  return path;
}

describe('countsOf', () => {
  it('counts each test, and skipped ones apart', () => {
    const path = report({ status: 'passed', tests: ['passed', 'skipped', 'passed'] });
    expect(countsOf(path, 0)).toEqual({ passed: 2, failed: 0, skipped: 1, failures: [] });
  });

  it('counts a suite that failed before its first test as one failure', () => {
    const path = report({ status: 'failed', tests: [] }, { status: 'failed', tests: ['failed', 'passed'] });
    expect(countsOf(path, 1)).toMatchObject({ passed: 1, failed: 2, failures: ['test 0', 'suite-0'] });
  });

  it('tells below its name what a test died of, or a suite, without colours and not without end', () => {
    const said = `\u001B[31mError\u001B[39m: expected 1\n${'x'.repeat(1_000)}\n${'    at somewhere\n    at node_modules/vitest\n'.repeat(50)}`;
    const path = report({ status: 'failed', tests: ['failed', 'passed'], said }, { status: 'failed', tests: [], said });
    const [test, suite] = countsOf(path, 1).failures.map(failure => failure.split('\n'));
    expect(test?.slice(0, 2)).toEqual(['test 0', '    Error: expected 1']);
    expect(test).toHaveLength(13);
    expect(test?.join()).not.toContain('node_modules');
    expect(Math.max(...(test ?? []).map(line => line.length))).toBe(404);
    expect(suite?.slice(0, 2)).toEqual(['suite-1', '    Error: expected 1']);
  });

  it('counts a suite whose tests passed and whose clean-up failed', () => {
    expect(countsOf(report({ status: 'failed', tests: ['passed'] }), 1)).toMatchObject({ passed: 1, failed: 1 });
  });

  it('counts an exit code that no test explains', () => {
    expect(countsOf(report({ status: 'passed', tests: ['passed'] }), 1)).toMatchObject({ passed: 1, failed: 1 });
    expect(countsOf(join(folder, 'never-written.json'), 1)).toMatchObject({ passed: 0, failed: 1 });
  });

  it('counts a run without any test as a failure', () => {
    expect(countsOf(report(), 0)).toMatchObject({ passed: 0, failed: 1 });
  });
});
