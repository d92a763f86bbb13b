import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { projections } from '../../projections/catalogue.ts';
import { append, orderRecord } from '../../projections/testing/histories.ts';
import { untilRead } from '../../projections/testing/rebuilding.ts';
import { createKafkajsLog } from '../../runtime/log/kafkajs/log.ts';
import type { Log } from '../../runtime/log/port.ts';
import { createLogger } from '../../runtime/observe/logger.ts';
import { connectPostgres, type Sql } from '../../runtime/postgres/connect.ts';
import { generationSchema } from '../../runtime/projector/names.ts';
import { type Projector, startProjector } from '../../runtime/projector/projector.ts';
import { createSchemaRegistry } from '../../runtime/registry/client.ts';
import { createShopTopics } from '../../test/topology/shop.ts';
import { createWire, registeredIds } from '../connect/wire.ts';
import { main } from '../longplay.ts';

const logger = createLogger({ level: 'silent' });
const prefix = `verbs-${Date.now().toString(36)}`;
const home = mkdtempSync(join(tmpdir(), 'longplay-verbs-'));
let sql: Sql;
let log: Log;
let projector: Projector;

async function longplay(...argv: string[]) {
  const printed = { stdout: '', stderr: '' };
  const stream = (name: 'stdout' | 'stderr') =>
    ({
      write: (text: string) => {
        printed[name] += text;
      },
    }) as unknown as NodeJS.WriteStream;
  const env = {
    KAFKA_BROKERS: inject('kafkaBrokers').join(','),
    SCHEMA_REGISTRY_URL: inject('registryUrl'),
    DATABASE_URL: inject('databaseUrl'),
    LONGPLAY_PREFIX: prefix,
    LONGPLAY_HOME: home,
    LOG_LEVEL: 'error',
  };
  const exitCode = await main(['projections', ...argv], { env, stdout: stream('stdout'), stderr: stream('stderr') });
  return { exitCode, ...printed };
}

beforeAll(async () => {
  sql = connectPostgres({ url: inject('databaseUrl'), tls: 'disable', name: prefix });
  log = createKafkajsLog({ brokers: inject('kafkaBrokers'), clientId: prefix, logger });
  const registry = createSchemaRegistry({ url: inject('registryUrl') });
  const wire = createWire(registry, prefix, await registeredIds(registry, prefix, ['orders']));
  await createShopTopics(log, prefix, 1);
  expect(await longplay('status')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('LP_PROJECTION_NEVER_RUN'),
  });
  await append(
    log,
    Array.from({ length: 30 }, (_, n) => orderRecord({ log, prefix, wire }, `o-${n}`, 1)),
  );
  projector = await startProjector({ log, sql, prefix, wire, logger, projections });
  for (const { name } of projections) await untilRead({ log, prefix, wire }, sql, name);
});

afterAll(async () => {
  await projector.stop();
  await log.close();
  await sql.end({ timeout: 5 });
  rmSync(home, { recursive: true });
});

describe('longplay projections', () => {
  it('tells how all stand', async () => {
    const { exitCode, stdout } = await longplay('status');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^PROJECTION .*\norders +1 +0 +0\.0 +0 +- +today’s/);
    const all = JSON.parse((await longplay('status', '--json')).stdout).projections;
    expect(all).toHaveLength(projections.length);
    expect(all[0]).toMatchObject({ name: 'orders', todaysCode: true, partitions: [{ lag: 0 }] });
  });

  it('rebuilds, in lines of JSON where nobody watches, and rolls back', async () => {
    const { exitCode, stdout, stderr } = await longplay('rebuild', 'orders');
    expect([exitCode, stderr]).toEqual([0, '']);
    const lines = stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(lines.at(-1)).toMatchObject({ state: 'done', progress: { percent: 100, total: 30 }, report: { live: 2 } });
    const back = await longplay('rollback', 'orders', '--json');
    expect([back.exitCode, JSON.parse(back.stdout)]).toMatchObject([0, { kind: 'rollback', report: { live: 1 } }]);
    expect(await longplay('drop', 'orders')).toMatchObject({ exitCode: 0, stdout: 'orders gives up 2.\n' });
  });

  it('answers no where the rows are not what the log says, and heals a key', async () => {
    await sql`update ${sql(generationSchema(prefix, 'orders', 1))}.orders set status = 'WRONG' where order_id = 'o-3'`;
    const { exitCode, stdout } = await longplay('verify', 'orders', '--json');
    expect([exitCode, JSON.parse(stdout)]).toMatchObject([
      1,
      { state: 'different', report: { proof: { differences: 1 } } },
    ]);
    const dry = await longplay('rebuild', 'orders', '--key', 'o-3', '--dry-run');
    expect(dry).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/\n {2}- orders \{.*"WRONG".*\n {2}\+ orders/),
    });
    const document = JSON.parse((await longplay('rebuild', 'orders', '--key', 'o-3', '--dry-run', '--json')).stdout);
    expect(document).toMatchObject({ records: 1, todaysCode: true, error: null, cases: [] });
    expect([document.before, document.after]).toMatchObject([[{ status: 'WRONG' }], [{ order_id: 'o-3', version: 1 }]]);
    expect(await longplay('rebuild', 'orders', '--key', 'o-3')).toMatchObject({ exitCode: 0 });
    const clean = JSON.parse((await longplay('rebuild', 'orders', '--key', 'o-3', '--dry-run', '--json')).stdout);
    expect([clean.before, clean.after]).toEqual([document.after, document.after]);
    expect(await longplay('rebuild', 'orders', '--dry-run')).toMatchObject({ exitCode: 2 });
    expect(await longplay('verify', 'orders')).toMatchObject({ exitCode: 0 });
  });

  it('shows an error beside the outcome, and could not run where nothing of this name is there', async () => {
    const failed = await longplay('swap', 'orders');
    expect(failed).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/^error LP_PROJECTION_NOTHING_READY: /),
    });
    expect(await longplay('rebuild', 'ordres')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('There are: '),
    });
    expect(await longplay('rebuild', 'orders', '--accept-differences')).toMatchObject({ exitCode: 2 });
    expect(await longplay('cancel', 'orders')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('NOTHING_OPEN'),
    });
  });

  it('pauses and resumes', async () => {
    expect(await longplay('pause', 'orders', '--reason', 'a look')).toMatchObject({
      exitCode: 0,
      stdout: 'orders is paused.\n',
    });
    expect((await longplay('status')).stdout).toMatch(/ {2}paused since .*: a look/);
    expect((await longplay('resume', 'orders')).stdout).toBe('orders goes on.\n');
  });
});
