#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Longplay, start, temporaryHome } from '../e2e/longplay.ts';
import { settingsFor, sharedDownloads, startServers } from '../setup/servers.ts';
import { type Cluster, startCluster } from './brokers.ts';

/**
 * `npm run cluster -- [--orders N] [--rate R] [--contract]`: a shop on three brokers, each record kept three times, two processes
 * with all processors. While `longplay load` places its orders, a broker is killed and comes back, and then each one in
 * turn is stopped and started, as for an upgrade. The load checks the books. Exit code 0: they are right. `--contract`: before that,
 * the log's contract on these brokers.
 */
const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: '600' },
    rate: { type: 'string', default: '20' },
    contract: { type: 'boolean', default: false },
  },
});
const home = temporaryHome();
const stops: (() => Promise<unknown>)[] = [];
const began = Date.now();

try {
  process.exitCode = await run();
} catch (error) {
  process.stderr.write(`${(error as Error).stack}\n`);
  process.exitCode = 2;
} finally {
  for (const stop of stops.reverse()) await stop();
  rmSync(home, { recursive: true, force: true });
}

async function run(): Promise<number> {
  const cluster = await startCluster({ home, downloads: sharedDownloads, brokers: 3, onProgress: () => {} });
  stops.push(cluster.stop);
  say(`three brokers: ${cluster.addresses.join(', ')}`);
  if (values.contract && !(await contractHolds(cluster))) return 1;
  const stack = await startServers(join(home, 'servers'), {
    start: { kafka: false, registry: true, postgres: true },
    externalKafka: [...cluster.addresses],
  });
  stops.push(() => stack.stop());
  const env = {
    LONGPLAY_HOME: join(home, 'longplay'),
    ...settingsFor(stack),
    KAFKA_BROKERS: cluster.addresses.join(','),
    PAYMENT_URL: 'stand-in',
    MAIL_URL: 'stand-in',
    LONGPLAY_API_AUTH: 'off',
  };
  const programs = new Map<string, Longplay>();
  for (const command of ['up', 'streams']) {
    const program = start(process.execPath, ['cli/bin.js', command], env);
    programs.set(command, program);
    stops.push(() => program.stop());
    const { seconds } = await program.ready();
    say(`longplay ${command} is ready after ${seconds} s`);
  }

  const load = start(process.execPath, ['cli/bin.js', 'load', '--orders', values.orders, '--rate', values.rate], env);
  stops.push(() => load.stop('SIGKILL'));
  const loading = Number(values.orders) / Number(values.rate);
  const ended = load.exit();
  await Promise.race([befall(cluster, loading * 1_000), ended]);
  const code = await ended;
  process.stdout.write(`${load.output.join('\n')}\n${load.errors.join('\n')}\n`);
  for (const [name, { lines }] of programs) tellComplaints(name, lines);
  say(`longplay load has ended with ${code}`);
  return code === 0 ? 0 : 1;
}

async function contractHolds({ addresses }: Cluster): Promise<boolean> {
  const specs = ['vitest', 'run', '--project', 'int', 'test/contract/kafkajs.int.spec.ts'];
  const env = { ...process.env, KAFKA_BROKERS: addresses.join(',') };
  const [code] = await once(spawn('npx', specs, { env, stdio: 'inherit' }), 'close');
  say(`the log's contract ${code === 0 ? 'holds' : 'does not hold'}`);
  return code === 0;
}

/** All of it within the time in which orders are placed. */
async function befall({ brokers }: Cluster, time: number): Promise<void> {
  const [first] = brokers;
  await sleep(time / 6);
  say('broker 1 is killed');
  await first?.restart('kill');
  say('broker 1 is back');
  for (const [n, broker] of brokers.entries()) {
    await sleep(time / 6);
    say(`broker ${n + 1} is stopped`);
    await broker.restart('graceful');
    say(`broker ${n + 1} is back`);
  }
}

/** Each kind of warning and error, and how often it came. */
function tellComplaints(name: string, lines: Longplay['lines']): void {
  const kinds = new Map<string, number>();
  for (const { level, msg, code } of lines) {
    if (!['warn', 'error', 'fatal'].includes(level)) continue;
    const kind = `${level} ${code ?? msg}`;
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  for (const [kind, count] of kinds) process.stdout.write(`${name}, ${count} times: ${kind}\n`);
}

function say(what: string): void {
  process.stdout.write(`${((Date.now() - began) / 1_000).toFixed(1).padStart(6)} s  ${what}\n`);
}
