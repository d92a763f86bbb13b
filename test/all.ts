import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checksOf } from './checks/checks.ts';
import { run } from './checks/run.ts';
import { countsOf } from './checks/vitest-report.ts';

/**
 * `npm test`: every check, then every test, with output as it comes. The last line is `N passed, N failed`; a check
 * counts as one, a test as one, a suite that cannot be loaded as one failure. `--checks` runs the checks only.
 */
const base = join(import.meta.dirname, '..');
// Hundreds of programs are started: what one of them has compiled, the others need not.
process.env.NODE_COMPILE_CACHE ??= join(base, 'node_modules/.cache/longplay');
const print = (line: string) => process.stdout.write(`${line}\n`);
const total = { passed: 0, failed: 0 };
const failures: string[] = [];

const checks = checksOf(base);
const checking = async () => {
  for (let check = checks.shift(); check !== undefined; check = checks.shift()) {
    let said = '';
    const passed = await check
      .run(text => {
        said += text;
      })
      .catch(error => {
        said += String(error?.stack ?? error);
        return false;
      });
    print(`\n── ${check.name}${said === '' ? '' : `\n${said.trimEnd()}`}`);
    total[passed ? 'passed' : 'failed'] += 1;
    if (!passed) failures.push(check.name);
  }
};
// Two at a time: each takes one core.
await Promise.all([checking(), checking()]);

if (!process.argv.includes('--checks')) {
  const reports = mkdtempSync(join(tmpdir(), 'longplay-test-'));
  // One project after the other: each takes the whole of a small machine.
  for (const project of ['unit', 'int', 'e2e']) {
    print(`\n── ${project} tests (vitest)`);
    const report = join(reports, `${project}.json`);
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const exitCode = await run('vitest', ['run', '--project', project, ...reporters], { cwd: base });
    const counts = countsOf(report, exitCode);
    total.passed += counts.passed;
    total.failed += counts.failed;
    failures.push(...counts.failures.map(name => `${project}: ${name}`));
    if (counts.skipped > 0) print(`${counts.skipped} skipped`);
  }
  rmSync(reports, { recursive: true });
}

if (failures.length > 0) print(`\nFailed:\n${failures.map(name => `  ${name}`).join('\n')}`);
print(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
