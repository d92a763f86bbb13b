#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Longplay, type Ready, start, temporaryHome } from '../e2e/longplay.ts';

/**
 * `npm run schemathesis -- [--requests N] [--seed N] [--keep]`: a shop of its own on free ports, asked by schemathesis (PyPI), which
 * makes requests of the OpenAPI document, valid and not, and runs all of its checks on the answers. Needs Python 3.10 or later;
 * what it installs lies in a folder that is removed. `--requests`: about so many, default 2,000. `--keep`: leave the folder with
 * report and log. Exit code 0: nothing was found; 1: something was; 2: it could not run.
 */
const VERSION = '4.32.5';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '20261121' },
    workers: { type: 'string', default: '1' },
    keep: { type: 'boolean', default: false },
  },
});
const here = import.meta.dirname;
const home = temporaryHome();
let shop: Longplay | undefined;

try {
  process.exitCode = await run();
} catch (error) {
  process.stderr.write(`${(error as Error).stack}\n`);
  process.exitCode = 2;
} finally {
  await shop?.stop();
  if (values.keep) process.stdout.write(`kept: ${home}\n`);
  else rmSync(home, { recursive: true, force: true });
}

async function run(): Promise<number> {
  const environment = join(home, 'python');
  await must('python3', ['-m', 'venv', environment]);
  await must(join(environment, 'bin/pip'), ['install', '--quiet', `schemathesis==${VERSION}`]);
  const ready = await startShop();
  const operations = await operationsOf(ready);
  // The coverage phase makes what the document asks for, whatever the number; the other phases share the rest.
  const each = Math.max(1, Math.round(Number(values.requests) / operations / 2));
  process.stdout.write(`${operations} operations at ${ready.api}, ${each} examples each and phase\n`);
  const report = join(home, 'report');
  const code = await ask(
    join(environment, 'bin/st'),
    [
      ...['--config-file', join(here, 'schemathesis.toml'), '--no-color', 'run', `${ready.api}/openapi.json`],
      ...['--checks', 'all', '--max-examples', String(each), '--seed', values.seed, '--workers', values.workers],
      ...['--continue-on-failure', '--report', 'junit', '--report-dir', report, '--generation-database', 'none'],
    ],
    { LONGPLAY_KEY: ready.key },
  );
  // That a read model cannot be switched is told as an error too, and is none of the API's.
  const faults = (shop?.lines ?? []).filter(
    ({ level, part }) => level === 'fatal' || (level === 'error' && part === 'api'),
  );
  for (const line of faults) process.stdout.write(`${JSON.stringify(line)}\n`);
  process.stdout.write(
    (shop?.errors ?? [])
      .slice(0, 20)
      .map(line => `${line}\n`)
      .join(''),
  );
  process.stdout.write(`${faults.length} errors in the shop's log\n`);
  return code === 0 && faults.length === 0 ? 0 : 1;
}

async function startShop(): Promise<Ready> {
  const data = join(home, 'shop');
  const downloads = join(here, '../../.longplay/downloads');
  mkdirSync(data);
  if (existsSync(downloads)) symlinkSync(downloads, join(data, 'downloads'));
  shop = start('node', ['cli/bin.js', 'up', '--auto-warehouse'], {
    LONGPLAY_HOME: data,
    LONGPLAY_API_LIMIT_CLIENT: '0',
    LONGPLAY_API_LIMIT_ADDRESS: '0',
  });
  return await shop.ready();
}

async function operationsOf({ api }: Ready): Promise<number> {
  const { paths } = (await (await fetch(`${api}/openapi.json`)).json()) as { paths: Record<string, object> };
  return Object.values(paths).flatMap(item => Object.keys(item)).length;
}

async function must(command: string, parameters: string[]): Promise<void> {
  const code = await ask(command, parameters);
  if (code !== 0) throw new Error(`${command} ${parameters.join(' ')} ended with ${code}`);
}

async function ask(command: string, parameters: string[], env: Record<string, string> = {}): Promise<number | null> {
  const child = spawn(command, parameters, { stdio: 'inherit', env: { ...process.env, ...env }, cwd: home });
  const [code] = (await once(child, 'close')) as [number | null];
  return code;
}
