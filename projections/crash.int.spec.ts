import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { COMPACTABLE } from '../runtime/log/kafkajs/testing/compaction.ts';
import { kafkajsHarness } from '../runtime/log/kafkajs/testing/harness.ts';
import type { Log } from '../runtime/log/port.ts';
import { createLogger } from '../runtime/observe/logger.ts';
import { connectPostgres, type Sql } from '../runtime/postgres/connect.ts';
import { startProjector } from '../runtime/projector/projector.ts';
import { progressOf, sumOf } from '../runtime/projector/rebuild/progress.ts';
import { catalogueWire, createShopTopics, type Shown } from '../test/topology/shop.ts';
import { orders } from './orders/projection.ts';
import { append, foldedOrders, orderRecord, ordersIn } from './testing/histories.ts';
import { operator, soon, untilRead } from './testing/rebuilding.ts';

const wire = catalogueWire();
const logger = createLogger({ level: process.env.LOG_LEVEL === 'debug' ? 'debug' : 'silent' });
const harness = kafkajsHarness({ brokers: inject('kafkaBrokers') });
const children: ChildProcess[] = [];
let sql: Sql;
let log: Log;
let count = 0;

beforeAll(async () => {
  sql = connectPostgres({ url: inject('databaseUrl'), tls: 'disable', name: 'crash spec' });
  log = (await harness.open('crash-spec')).log;
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

afterAll(async () => {
  await harness.close();
  await sql.end({ timeout: 5 });
});

function named(): Shown {
  return { log, wire, prefix: `crash-${Date.now().toString(36)}-${++count}` };
}

async function child({ prefix }: Shown): Promise<ChildProcess> {
  const env = {
    ...process.env,
    PREFIX: prefix,
    BROKERS: inject('kafkaBrokers').join(','),
    DATABASE: inject('databaseUrl'),
  };
  const file = fileURLToPath(new URL('./testing/projector-process.ts', import.meta.url));
  const started = spawn(process.execPath, [file], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(started);
  await once(started.stdout, 'data');
  return started;
}

const start = ({ prefix }: Shown) =>
  startProjector({ log, sql, prefix, wire, logger, projections: [orders as never], gatherBytes: 20_000 });

describe('a projector that is killed in the middle of a rebuild', () => {
  it('is taken over by another one, which goes on where it was written last', async () => {
    const shown = named();
    await createShopTopics(log, shown.prefix, 3);
    const keys = Array.from({ length: 300 }, (_, n) => `o-${n}`);
    for (const version of [1, 2, 3, 4, 5, 6])
      await append(
        log,
        keys.map(key => orderRecord(shown, key, version)),
      );
    const { ask, until, where } = operator(sql, shown);
    const first = await child(shown);
    await untilRead(shown, sql);
    const { id } = await ask('rebuild', { throttle: 600 });
    await vi.waitFor(async () => {
      const parts = await progressOf(where, id);
      expect(parts.some(one => one.savedRecords > 0)).toBe(true);
    }, soon);
    first.kill('SIGKILL');
    const saved = sumOf(await progressOf(where, id));
    expect(saved.share).toBeLessThan(1);
    await append(
      log,
      keys.map(key => orderRecord(shown, key, 7)),
    );
    const second = await start(shown);
    const ended = await until(id);
    expect(ended).toMatchObject({ state: 'done', error: null, report: { live: 2, proof: { differences: 0 } } });
    const done = sumOf(await progressOf(where, id));
    expect(done).toMatchObject({ share: 1, records: done.total });
    await untilRead(shown, sql);
    expect(await ordersIn(sql, shown.prefix)).toEqual(await foldedOrders(shown));
    await second.stop();
  });
});

describe('a topic with everything that takes up offsets', () => {
  it('is rebuilt to its end, and progress reaches 100 percent exactly', async () => {
    const shown = named();
    const topic = `${shown.prefix}.orders`;
    await log.admin.createTopics([{ name: topic, partitions: 2, replication: 1, config: COMPACTABLE }]);
    await createShopTopics(log, shown.prefix, 2);
    const keys = Array.from({ length: 40 }, (_, n) => `o-${n}`);
    const versions = (list: readonly number[]) =>
      list.flatMap(version => keys.map(key => orderRecord(shown, key, version)));
    const foreign = await harness.foreign(`${shown.prefix}-tx`);
    for (const [version, end] of [
      [1, 'commit'],
      [2, 'commit'],
      [90, 'abort'],
      [3, 'commit'],
    ] as const) {
      // A broker that has just come up makes its transaction log first.
      await vi.waitFor(() => foreign.begin(), soon);
      await foreign.append(versions([version]));
      await foreign[end]();
    }
    await append(log, versions([4, 5]));
    await append(
      log,
      ['o-3', 'o-4'].map(key => ({ topic, key: Buffer.from(key), value: null })),
    );
    await append(log, [orderRecord(shown, 'o-4', 1)]);
    await compacted(shown, topic);
    await foreign.begin();
    await foreign.append([orderRecord(shown, 'o-1', 91)]);
    await foreign.abort();
    await foreign.close();
    const projector = await start(shown);
    await untilRead(shown, sql);
    const { ended, where } = operator(sql, shown);
    const rebuilt = await ended('rebuild');
    expect(rebuilt).toMatchObject({ state: 'done', error: null, report: { proof: { differences: 0 } } });
    const parts = await progressOf(where, rebuilt.id);
    const sum = sumOf(parts);
    expect(sum).toMatchObject({ share: 1, records: sum.total });
    const offsets = parts.reduce((all, { start: from, until }) => all + Number(until - from), 0);
    expect(sum.records).toBeLessThan(offsets);
    const rows = await ordersIn(sql, shown.prefix);
    expect(rows.length).toBe(keys.length - 1 + 2);
    expect(rows).toEqual(await foldedOrders(shown));
    await projector.stop();
  });
});

/** Lets the cleaner through all that was written: an order of each partition's own is written twice, and is left once. */
async function compacted(shown: Shown, topic: string): Promise<void> {
  const marks = [0, 1].map(partition => ({ ...orderRecord(shown, `mark-${partition}`, 1), partition }));
  await append(log, marks);
  await append(log, marks);
  await vi.waitFor(
    async () => {
      await append(log, marks);
      const values = new Map<string, number>();
      for (const { partition, start: offset } of await log.admin.offsets(topic)) {
        for await (const { records } of log.readPartition({ from: { topic, partition, offset } })) {
          const keys = records.filter(({ value }) => value !== null).map(({ key }) => String(key));
          for (const key of keys) values.set(key, (values.get(key) ?? 0) + 1);
        }
      }
      // The tombstones may lie in a later segment: nothing of o-3 is left, and of o-4 what came after its own.
      expect(['o-3', 'o-4', 'o-7', 'o-8'].map(key => values.get(key) ?? 0)).toEqual([0, 1, 1, 1]);
    },
    { timeout: 45_000, interval: 1_200 },
  );
}
