import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { createKafkajsLog } from '../runtime/log/kafkajs/log.ts';
import type { Log } from '../runtime/log/port.ts';
import { createLogger } from '../runtime/observe/logger.ts';
import { connectPostgres, type Sql } from '../runtime/postgres/connect.ts';
import { viewsSchema } from '../runtime/projector/names.ts';
import { type Projector, startProjector } from '../runtime/projector/projector.ts';
import {
  askFor,
  findOperation,
  type Operation,
  type OperationKind,
  type OperationOptions,
} from '../runtime/projector/rebuild/operations.ts';
import { progressOf, sumOf } from '../runtime/projector/rebuild/progress.ts';
import { catalogueWire, createShopTopics, type Shown } from '../test/topology/shop.ts';
import { dailySales } from './daily-sales/projection.ts';
import { orders } from './orders/projection.ts';
import { append, foldedOrders, lagOf, orderRecord, ordersIn } from './testing/histories.ts';

const wire = catalogueWire();
const logger = createLogger({ level: process.env.LOG_LEVEL === 'debug' ? 'debug' : 'silent' });
const soon = { timeout: 30_000, interval: 50 };
let sql: Sql;
let log: Log;
let count = 0;

beforeAll(() => {
  sql = connectPostgres({ url: inject('databaseUrl'), tls: 'disable', name: 'rebuild spec' });
  log = createKafkajsLog({ brokers: inject('kafkaBrokers'), clientId: 'rebuild-spec', logger });
});

afterAll(async () => {
  await log.close();
  await sql.end({ timeout: 5 });
});

async function shop(): Promise<Shown> {
  const prefix = `rebuild-${Date.now().toString(36)}-${++count}`;
  await createShopTopics(log, prefix, 3);
  return { log, prefix, wire };
}

const start = ({ prefix }: Shown): Promise<Projector> =>
  startProjector({ log, sql, prefix, wire, logger, projections: [orders as never, dailySales as never] });

const untilRead = (shown: Shown) => vi.waitFor(async () => expect(await lagOf(shown, sql, 'orders')).toBe(0n), soon);

async function ended(
  shown: Shown,
  kind: OperationKind,
  options: OperationOptions = {},
  name = 'orders',
): Promise<Operation> {
  const where = { sql, control: viewsSchema(shown.prefix) };
  const { id } = await askFor(where, name, kind, options);
  return await vi.waitFor(async () => {
    const now = await findOperation(where, id);
    expect(now?.finishedAt).not.toBeNull();
    return now as Operation;
  }, soon);
}

const keys = Array.from({ length: 200 }, (_, n) => `o-${n}`);

describe('a rebuild', () => {
  it('given writes and readers the whole time, then no query fails, no order goes back, and none is lost', async () => {
    const shown = await shop();
    await append(
      log,
      keys.flatMap(key => [1, 2, 3].map(version => orderRecord(shown, key, version))),
    );
    const projector = await start(shown);
    await untilRead(shown);
    let version = 3;
    let writing = true;
    const writer = (async () => {
      while (writing && version < 400) {
        version++;
        await append(
          log,
          keys.slice(0, 50).map(key => orderRecord(shown, key, version)),
        );
      }
    })();
    const seen = new Map<string, number>();
    const backwards: string[] = [];
    let reads = 0;
    const reader = (async () => {
      while (writing) {
        const rows = await sql<{ order_id: string; version: string }[]>`
          select order_id, version from ${sql(viewsSchema(shown.prefix))}.orders`;
        reads++;
        if (rows.length !== keys.length) backwards.push(`${rows.length} rows`);
        for (const { order_id, version: now } of rows) {
          if (Number(now) < (seen.get(order_id) ?? 0)) backwards.push(`${order_id} ${seen.get(order_id)} ${now}`);
          seen.set(order_id, Number(now));
        }
      }
    })();
    const first = await ended(shown, 'rebuild');
    const second = await ended(shown, 'rebuild');
    const back = await ended(shown, 'rollback');
    writing = false;
    await Promise.all([writer, reader]);
    expect(first).toMatchObject({ state: 'done', error: null, report: { live: 2, proof: { differences: 0 } } });
    expect(second).toMatchObject({ state: 'done', report: { live: 3 } });
    expect(back).toMatchObject({ state: 'done', report: { live: 2 } });
    expect(backwards).toEqual([]);
    expect(reads).toBeGreaterThan(10);
    await untilRead(shown);
    expect(await ordersIn(sql, shown.prefix)).toEqual(await foldedOrders(shown));
    const sum = sumOf(await progressOf({ sql, control: viewsSchema(shown.prefix) }, first.id));
    expect(sum.share).toBe(1);
    expect(sum.records).toBe(sum.total);
    expect(projector.problems()).toEqual([]);
    await projector.stop();
  });
});
