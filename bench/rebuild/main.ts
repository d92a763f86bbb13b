import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { orders } from '../../projections/orders/projection.ts';
import { createKafkajsLog } from '../../runtime/log/kafkajs/log.ts';
import { createLogger } from '../../runtime/observe/logger.ts';
import { connectPostgres } from '../../runtime/postgres/connect.ts';
import type { Control } from '../../runtime/projector/generations.ts';
import { generationSchema, viewsSchema } from '../../runtime/projector/names.ts';
import { dropGenerations, pauseProjection, resumeProjection } from '../../runtime/projector/pause.ts';
import { askFor, findOperation, type Operation } from '../../runtime/projector/rebuild/operations.ts';
import { progressOf, sumOf } from '../../runtime/projector/rebuild/progress.ts';
import { startStack } from '../../runtime/stack/stack.ts';
import { type CpuUse, cpuUse, difference } from '../flow/cpu.ts';
import { type HistoryShape, writeHistory } from './orders.ts';
import { exported, rawCopy } from './raw.ts';

const PARTITIONS = 3;
/** As a rebuild loads by default. */
const CONNECTIONS = 2;

/**
 * `npm run bench -- rebuild [--events N] [--keys N] [--open N] [--rounds N]`: rebuilding and proving orders beside a live
 * generation, in a process of its own, against copying the same rows into Postgres and making their indexes.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      events: { type: 'string', default: '1000000' },
      keys: { type: 'string', default: '200000' },
      open: { type: 'string' },
      rounds: { type: 'string', default: '2' },
    },
  });
  const folder = mkdtempSync(join(tmpdir(), 'longplay-bench-rebuild-'));
  const stack = await startStack({
    home: process.env.LONGPLAY_HOME ?? '.longplay',
    data: 'bench',
    fresh: true,
    start: { kafka: true, registry: false, postgres: true },
    ports: { kafka: 0, postgres: 0 },
    onProgress: ({ text }) => process.stderr.write(`${text}\n`),
  });
  try {
    const servers = { brokers: stack.kafkaBrokers as string[], url: stack.databaseUrl as string, folder };
    const keys = Number(values.keys);
    const shape = { events: Number(values.events), keys, open: Number(values.open ?? keys) };
    await measure(servers, shape, Number(values.rounds));
  } finally {
    await stack.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Servers = { readonly brokers: readonly string[]; readonly url: string; readonly folder: string };

async function measure({ brokers, url, folder }: Servers, shape: HistoryShape, rounds: number): Promise<void> {
  const prefix = 'bench';
  const topic = `${prefix}.orders`;
  const logger = createLogger({ level: 'warn', format: 'pretty' });
  const log = createKafkajsLog({ brokers: [...brokers], clientId: 'bench-rebuild', logger });
  const sql = connectPostgres({ url, tls: 'disable', name: 'bench rebuild' });
  const where = { sql, control: viewsSchema(prefix) };
  const config = { 'cleanup.policy': 'compact', 'min.compaction.lag.ms': '86400000' };
  await log.admin.createTopics([{ name: topic, partitions: PARTITIONS, replication: 1, config }]);
  const projector = await child({ prefix, brokers, url });
  try {
    // The live generation would take the history in slowly; it is built in bulk, without a proof, as after a loss.
    await pauseProjection(where, 'orders', 'bench');
    const { events, keys, open } = shape;
    say(`Writing ${count(events)} facts of ${count(keys)} orders, ${count(open)} under way at a time …`);
    await writeHistory(log, topic, shape);
    const first = await done(where, 'first fill');
    // The empty one before it would take in the history meanwhile, record by record.
    await dropGenerations(where, 'orders');
    await resumeProjection(where, 'orders');
    const table = `"${generationSchema(prefix, 'orders', first.operation.generation as number)}".orders`;
    const files = await exported(url, table, folder, CONNECTIONS);
    const sqlFiles = {
      tableSql: readFileSync(orders.tableSql, 'utf8'),
      indexesSql: readFileSync(orders.indexesSql as URL, 'utf8'),
    };
    for (let round = 1; round <= rounds; round++) {
      const before = await used(projector, () => rawCopy(url, files, sqlFiles));
      const { result, cpu } = await used(projector, () => done(where, `round ${round}`));
      const after = await used(projector, () => rawCopy(url, files, sqlFiles));
      tell(result.operation, result.seconds, (before.result + after.result) / 2, peakOf(projector));
      say(`CPU s: rebuild ${parts(cpu)}; COPY + index ${parts(before.cpu)} and ${parts(after.cpu)}`);
      say(`load average ${loadavg().map(Math.round).join(', ')}`);
    }
  } finally {
    projector.kill('SIGTERM');
    await once(projector, 'exit');
    await log.close();
    await sql.end({ timeout: 5 });
  }
}

async function done(where: Control, name: string): Promise<{ operation: Operation; seconds: number }> {
  const began = performance.now();
  const { id } = await askFor(where, 'orders', 'rebuild', { accept: 'bench' });
  for (;;) {
    const operation = await findOperation(where, id);
    if (operation !== null && operation.finishedAt !== null) {
      const seconds = (performance.now() - began) / 1_000;
      if (operation.state !== 'done') throw new Error(`${name}: ${operation.state}: ${operation.error?.message}`);
      const { share } = sumOf(await progressOf(where, id));
      if (share !== 1) throw new Error(`${name}: progress ended at ${share * 100} %`);
      say(`${name}: ${seconds.toFixed(1)} s ${JSON.stringify(operation.report?.seconds)}`);
      return { operation, seconds };
    }
    await sleep(100);
  }
}

function tell({ report }: Operation, seconds: number, raw: number, peak: number): void {
  const { records = 0, rows = 0, proof, seconds: steps = {} } = report ?? {};
  const built = (steps.loading ?? 0) + (steps.indexing ?? 0);
  const per = (amount: number, time: number): string => count(amount / time).padStart(9);
  say(`
${count(records)} records, ${count(rows)} rows, ${proof?.differences} differences, held ${proof?.heldMs} ms
rebuilt, proved, switched   ${seconds.toFixed(1).padStart(6)} s  ${per(records, seconds)} events/s
loaded with its indexes     ${built.toFixed(1).padStart(6)} s  ${per(records, built)} events/s ${per(rows, built)} rows/s
COPY + index of these rows  ${raw.toFixed(1).padStart(6)} s  ${''.padStart(9)}          ${per(rows, raw)} rows/s
ratio                       ${(raw / built).toFixed(2).padStart(6)}
most memory                 ${count(peak).padStart(6)} MB`);
}

async function child({
  prefix,
  brokers,
  url,
}: {
  prefix: string;
  brokers: readonly string[];
  url: string;
}): Promise<ChildProcess> {
  const env = { ...process.env, PREFIX: prefix, BROKERS: brokers.join(','), DATABASE: url };
  const file = fileURLToPath(new URL('./projector.ts', import.meta.url));
  const started = spawn(process.execPath, [file], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  await once(started.stdout, 'data');
  return started;
}

/** What the parts have used of the cores meanwhile: with other work on them, it tells more than the time. */
async function used<T>({ pid }: ChildProcess, work: () => Promise<T>): Promise<{ result: T; cpu: CpuUse }> {
  const pids = { longplay: [pid as number], servers: process.pid, mail: 0 };
  const before = cpuUse(pids);
  const result = await work();
  return { result, cpu: difference(cpuUse(pids), before) };
}

const parts = ({ longplay, postgres, kafka, load }: CpuUse): string =>
  `projector ${longplay.toFixed(1)}, Postgres ${postgres.toFixed(1)}, broker ${kafka.toFixed(1)}, bench ${load.toFixed(1)}`;

/** The most memory that the process has had so far, MB. */
function peakOf({ pid }: ChildProcess): number {
  const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1_000;
}

const count = (value: number): string => Math.round(value).toLocaleString('en-US');
const say = (text: string): void => void process.stdout.write(`${text}\n`);
