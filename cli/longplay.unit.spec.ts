import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { main } from './longplay.ts';

async function longplay(argv: string[], env: Record<string, string> = {}) {
  const printed = { stdout: '', stderr: '' };
  const stream = (name: 'stdout' | 'stderr') =>
    ({
      write: (text: string) => {
        printed[name] += text;
      },
    }) as unknown as NodeJS.WriteStream;
  const exitCode = await main(argv, { env, stdout: stream('stdout'), stderr: stream('stderr') });
  return { exitCode, ...printed };
}

describe('the command line', () => {
  it('prints its version and its help on standard output', async () => {
    expect(await longplay(['--version'])).toEqual({ exitCode: 0, stdout: `${manifest.version}\n`, stderr: '' });
    const help = await longplay(['--help']);
    expect(help).toMatchObject({ exitCode: 0, stderr: '' });
    expect(help.stdout).toContain('run everything in one process');
    expect((await longplay(['up', '--help'])).stdout).toContain('--fresh');
  });

  it.each([
    [['uo'], /^error LP_CLI_USAGE: Unknown command 'uo' \(Did you mean up\?\)\nremedy: .*--help/],
    [['up', '--frsh'], /^error LP_CLI_USAGE: Unknown option '--frsh' \(Did you mean --fresh\?\)/],
    [['up', 'and', 'away'], /^error LP_CLI_USAGE: Too many arguments/],
    [[], /^error LP_CLI_USAGE: No command was given\./],
    [['orders', 'cancel', 'o-1'], /^error LP_CLI_USAGE: Say why, by --reason\./],
    [['orders', 'cancel', 'o-1', '--reason', ' '], /^error LP_CLI_USAGE: .*It has to be a text of 1 to 2000/],
    [['orders', 'cancel', 'o-1', '--request-id', 'req-1'], /^error LP_CLI_USAGE: .*req- and 32 hexadecimal digits/],
    [['orders', 'return', 'o-1', '--reason', 'x'], /^error LP_CLI_USAGE: Name one of them: --line or --all\./],
    [['orders', 'return', 'o-1', '--all', '--line', '1'], /^error LP_CLI_USAGE: Name one of them/],
  ])('refuses %j with exit code 2 and says what to do', async (argv, message) => {
    const { exitCode, stdout, stderr } = await longplay(argv);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });

  it('lists every wrong setting, without a stack and without secrets', async () => {
    const { exitCode, stderr } = await longplay(['up'], {
      PORT: 'x',
      DATABASE_URL: 'mysql://u:hunter22@db',
      LOG_LEVEL: 'x',
    });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^error LP_CONFIG_INVALID: 3 settings are wrong:\n( {2}.+\n){3}remedy: .+\n$/);
    expect(stderr).not.toContain('hunter22');
  });

  it('shows the stack where LOG_LEVEL asks for details', async () => {
    const { stderr } = await longplay(['up'], { PORT: 'x', LOG_LEVEL: 'debug' });
    expect(stderr).toMatch(/\n {4}at .+settings\.ts/);
  });
});

describe('cli/bin.js', () => {
  const bin = join(import.meta.dirname, 'bin.js');

  it('runs', () => {
    expect(execFileSync(process.execPath, [bin, '--version'], { encoding: 'utf8' })).toBe(`${manifest.version}\n`);
  });

  it('tells an older Node.js in one sentence what is missing', () => {
    const { status, stderr } = spawnAs('Object.defineProperty(process.versions, "node", { value: "20.1.0" });', bin);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^error LP_CLI_NODE_TOO_OLD: This is Node\.js 20\.1\.0, .+\nremedy: .*npm ci.*\n$/);
  });

  it('says that packages are missing', () => {
    const folder = mkdtempSync(join(tmpdir(), 'longplay-bin-'));
    try {
      writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
      writeFileSync(join(folder, 'longplay.ts'), 'import "no-such-package";');
      copyFileSync(bin, join(folder, 'bin.js'));
      const { status, stderr } = spawnSync(process.execPath, [join(folder, 'bin.js')], { encoding: 'utf8' });
      expect(status).toBe(2);
      expect(stderr).toMatch(/^error LP_CLI_NOT_INSTALLED: .*no-such-package.*\nremedy: Run `npm ci`/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  function spawnAs(before: string, file: string) {
    const preload = `data:text/javascript,${encodeURIComponent(before)}`;
    return spawnSync(process.execPath, ['--import', preload, file, '--version'], { encoding: 'utf8' });
  }
});
