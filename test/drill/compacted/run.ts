import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createKafkajsLog } from '../../../runtime/log/kafkajs/log.ts';
import { createLogger } from '../../../runtime/observe/logger.ts';
import { connectPostgres } from '../../../runtime/postgres/connect.ts';
import type { Stack } from '../../../runtime/stack/types.ts';
import { startChild } from '../../chaos/child.ts';
import type { Say } from '../../chaos/run.ts';
import type { CompactedDrill } from '../options.ts';
import { withServers } from '../servers.ts';
import { drillCompacted } from './drill.ts';
import type { CompactedReport } from './report.ts';

const program = fileURLToPath(new URL('../../../bench/rebuild/projector.ts', import.meta.url));

/** On a broker and a Postgres of its own, with the projector in a process of its own, whose memory is watched. */
export async function runCompacted(
  { events, keys }: CompactedDrill,
  say: Say,
  signal: AbortSignal,
): Promise<CompactedReport> {
  const drill = async (stack: Stack, home: string): Promise<CompactedReport> => {
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
    }
  };
  return await withServers(say, drill, { kafkaConfig: { 'log.cleaner.backoff.ms': '500' } });
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
