import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createKafkajsLog } from '../runtime/log/kafkajs/log.ts';
import type { Log } from '../runtime/log/port.ts';
import { createLogger } from '../runtime/observe/logger.ts';
import { connectPostgres, type Sql } from '../runtime/postgres/connect.ts';
import { viewsSchema } from '../runtime/projector/names.ts';
import { type Projector, startProjector } from '../runtime/projector/projector.ts';
import { progressOf, sumOf } from '../runtime/projector/rebuild/progress.ts';
import { catalogueWire, createShopTopics, type Shown } from '../test/topology/shop.ts';
import { dailySales } from './daily-sales/projection.ts';
import { orders } from './orders/projection.ts';
import { append, foldedOrders, orderRecord, ordersIn } from './testing/histories.ts';
import { operator, untilRead } from './testing/rebuilding.ts';

const wire = catalogueWire();
const logger = createLogger({ level: process.env.LOG_LEVEL === 'debug' ? 'debug' : 'silent' });
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

const keys = Array.from({ length: 200 }, (_, n) => `o-${n}`);

describe('a rebuild', () => {
  it('given writes and readers the whole time, then no query fails, no order goes back, and none is lost', async () => {
    const shown = await shop();
    await append(
      log,
      keys.flatMap(key => [1, 2, 3].map(version => orderRecord(shown, key, version))),
    );
    const projector = await start(shown);
    await untilRead(shown, sql);
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
    const { ended } = operator(sql, shown);
    const first = await ended('rebuild');
    const second = await ended('rebuild');
    const back = await ended('rollback');
    writing = false;
    await Promise.all([writer, reader]);
    expect(first).toMatchObject({ state: 'done', error: null, report: { live: 2, proof: { differences: 0 } } });
    expect(second).toMatchObject({ state: 'done', report: { live: 3 } });
    expect(back).toMatchObject({ state: 'done', report: { live: 2 } });
    expect(backwards).toEqual([]);
    expect(reads).toBeGreaterThan(10);
    await untilRead(shown, sql);
    expect(await ordersIn(sql, shown.prefix)).toEqual(await foldedOrders(shown));
    const sum = sumOf(await progressOf({ sql, control: viewsSchema(shown.prefix) }, first.id));
    expect(sum.share).toBe(1);
    expect(sum.records).toBe(sum.total);
    expect(projector.problems()).toEqual([]);
    await projector.stop();
  }, 180_000);
});
