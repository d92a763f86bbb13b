import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createKafkajsLog } from '../../../runtime/log/kafkajs/log.ts';
import { createLogger } from '../../../runtime/observe/logger.ts';
import { connectPostgres } from '../../../runtime/postgres/connect.ts';
import { startStack } from '../../../runtime/stack/stack.ts';
import { startChild } from '../../chaos/child.ts';
import type { Say } from '../../chaos/run.ts';
import type { CompactedDrill } from '../options.ts';
import { drillCompacted } from './drill.ts';
import type { CompactedReport } from './report.ts';

const downloads = fileURLToPath(new URL('../../../.longplay/downloads', import.meta.url));
const program = fileURLToPath(new URL('../../../bench/rebuild/projector.ts', import.meta.url));

/** On a broker and a Postgres of its own, with the projector in a process of its own, whose memory is watched. */
export async function runCompacted(
  { events, keys }: CompactedDrill,
  say: Say,
  signal: AbortSignal,
): Promise<CompactedReport> {
  const home = mkdtempSync(join(tmpdir(), 'longplay-drill-'));
  // As root, Postgres runs as another user, who must be able to enter.
  chmodSync(home, 0o755);
  const stack = await startStack({
    home,
    downloads,
    start: { kafka: true, registry: false, postgres: true },
    ports: { kafka: 0, postgres: 0 },
    kafkaConfig: { 'log.cleaner.backoff.ms': '500' },
    onProgress: ({ part, text }) => part === 'download' && say(text),
  });
  const brokers = stack.kafkaBrokers ?? [];
  const url = stack.databaseUrl ?? '';
  const prefix = 'drill';
  const logger = createLogger({ level: 'error', format: 'pretty' });
  const log = createKafkajsLog({ brokers, clientId: prefix, logger });
  const sql = connectPostgres({ url, tls: 'disable', name: prefix });
  const startProjector = async () => {
    for (const folder of ['run', 'child-logs']) mkdirSync(join(home, folder), { recursive: true });
    const env = { PREFIX: prefix, BROKERS: brokers.join(','), DATABASE: url };
    const folders = { run: join(home, 'run'), logs: join(home, 'child-logs') };
    const child = await startChild({ name: 'projector', args: [program], env, ...folders });
    await child.said(line => (line === 'ready' ? true : null));
    return { peakMb: () => peakOf(child.pid), stop: async () => void (await child.kill()) };
  };
  try {
    return await drillCompacted({ brokers, log, sql, prefix, events, keys, startProjector, say, signal });
  } finally {
    await log.close();
    await sql.end({ timeout: 5 });
    await stack.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

/** MB; null where the system does not tell. */
function peakOf(pid: number): number | null {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kilobytes === undefined ? null : Number(kilobytes) / 1_000;
  } catch {
    return null;
  }
}
