import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { wireOf } from '../../../bench/rebuild/orders.ts';
import { orders } from '../../../projections/orders/projection.ts';
import { createKafkajsLog } from '../../../runtime/log/kafkajs/log.ts';
import type { Log } from '../../../runtime/log/port.ts';
import { createLogger } from '../../../runtime/observe/logger.ts';
import { connectPostgres, type Sql } from '../../../runtime/postgres/connect.ts';
import { startProjector } from '../../../runtime/projector/projector.ts';
import { drillCompacted } from './drill.ts';
import { compactedText } from './report.ts';

const prefix = `compacted-${Date.now().toString(36)}`;
const logger = createLogger({ level: 'silent' });
const brokers = inject('kafkaBrokers');
let log: Log;
let sql: Sql;

beforeAll(() => {
  log = createKafkajsLog({ brokers, clientId: prefix, logger });
  sql = connectPostgres({ url: inject('databaseUrl'), tls: 'disable', name: prefix });
});

afterAll(async () => {
  await log.close();
  await sql.end({ timeout: 5 });
});

it('given a topic that was compacted, with markers, tombstones and aborted transactions, then a rebuild ends at 100 % with the rows of the log', async () => {
  const report = await drillCompacted({
    ...{ brokers, log, sql, prefix },
    events: 5_000,
    keys: 1_000,
    startProjector: async () => {
      const projections = [orders as never];
      const projector = await startProjector({ log, sql, prefix, wire: wireOf(), logger, projections, sentinel: null });
      return { stop: () => projector.stop(), peakMb: () => null };
    },
    say: () => undefined,
    signal: new AbortController().signal,
  });
  expect(report.held, compactedText(report)).toBe(true);
  expect(report.folded.rows).toBe(990);
}, 150_000);
