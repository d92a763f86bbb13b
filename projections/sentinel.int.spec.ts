import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { createKafkajsLog } from '../runtime/log/kafkajs/log.ts';
import type { Log } from '../runtime/log/port.ts';
import { createLogger } from '../runtime/observe/logger.ts';
import { connectPostgres, type Sql } from '../runtime/postgres/connect.ts';
import { loadCodes } from '../runtime/projector/code.ts';
import { generationsOf, liveOf } from '../runtime/projector/generations.ts';
import { generationSchema, viewsSchema } from '../runtime/projector/names.ts';
import { type Projector, startProjector } from '../runtime/projector/projector.ts';
import { sweep } from '../runtime/projector/sentinel/sweep.ts';
import { projectionStatus } from '../runtime/projector/status.ts';
import { catalogueWire, createShopTopics, type Shown } from '../test/topology/shop.ts';
import { customerOrders } from './customer-orders/projection.ts';
import { orders } from './orders/projection.ts';
import { append, orderRecord } from './testing/histories.ts';
import { soon, untilRead } from './testing/rebuilding.ts';

const wire = catalogueWire();
const logger = createLogger({ level: 'silent' });
const projections = [orders as never, customerOrders as never];
const keys = Array.from({ length: 200 }, (_, n) => `o-${n}`);
const BUCKETS = 4;
const prefix = `sentinel-${Date.now().toString(36)}`;
let sql: Sql;
let log: Log;
let shown: Shown;
let projector: Projector;

beforeAll(async () => {
  sql = connectPostgres({ url: inject('databaseUrl'), tls: 'disable', name: 'sentinel spec' });
  log = createKafkajsLog({ brokers: inject('kafkaBrokers'), clientId: 'sentinel-spec', logger });
  shown = { log, prefix, wire };
  await createShopTopics(log, prefix, 2);
  await append(
    log,
    keys.flatMap(key => [1, 2].map(version => orderRecord(shown, key, version))),
  );
  projector = await startProjector({
    log,
    sql,
    prefix,
    wire,
    logger,
    projections,
    sentinel: { pause: 50, rate: 1_000_000, buckets: BUCKETS },
  });
  await untilRead(shown, sql);
  await untilRead(shown, sql, 'customer-orders');
});

afterAll(async () => {
  await projector.stop();
  await log.close();
  await sql.end({ timeout: 5 });
});

/** All parts of all keys, at once. */
async function sweepAll(name: string) {
  const where = { sql, control: viewsSchema(prefix) };
  const codes = await loadCodes(projections, wire);
  const live = liveOf(await generationsOf(where, name), name);
  if (live === undefined) throw new Error(`${name} has no live generation.`);
  const options = { ...where, log, prefix, buckets: BUCKETS, rate: 1_000_000, signal: new AbortController().signal };
  const looks = [];
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    looks.push(await sweep(options, { generation: live, code: await codes.of(where, live) }, bucket));
  }
  return looks;
}

describe('the sentinel', () => {
  it.each(['orders', 'customer-orders'])(
    'given rows that are right, also while they change, then it finds all keys of %s and no difference',
    async name => {
      let writing = true;
      const writer = (async () => {
        for (let version = 3; writing; version++)
          await append(
            log,
            keys.slice(0, 20).map(key => orderRecord(shown, key, version)),
          );
      })();
      const looks = await sweepAll(name);
      writing = false;
      await writer;
      expect(looks.reduce((sum, { keys: found }) => sum + found, 0)).toBe(keys.length);
      expect(looks.filter(({ differences }) => differences > 0)).toEqual([]);
    },
  );

  it('given a wrong row and one too many, then it finds them by itself, and status tells', async () => {
    const schema = generationSchema(prefix, 'orders', 1);
    await untilRead(shown, sql);
    await sql`update ${sql(schema)}.orders set total_amount = 1 where order_id in ('o-100', 'o-101', 'o-102')`;
    const looks = await sweepAll('orders');
    expect(looks.reduce((sum, { differences }) => sum + differences, 0)).toBe(3);
    await vi.waitFor(async () => {
      const [status] = await projectionStatus({ sql, log, prefix }, [orders as never]);
      expect(status?.drift?.differences).toBeGreaterThan(0);
      expect(status?.drift?.samples[0]).toMatchObject({ kind: 'different', columns: { total_amount: { live: '1' } } });
    }, soon);
  });

  it('given a wrong total, then it finds it, and goes on telling of it while other parts are well', async () => {
    const totals = sql`${sql(generationSchema(prefix, 'customer-orders', 1))}.customer_orders_totals`;
    await sql`update ${totals} set orders = orders + 1 where partition = 0`;
    const looks = await sweepAll('customer-orders');
    // Each part of the keys looks at the totals of one partition.
    expect(looks.map(({ differences }) => differences > 0)).toEqual(looks.map(({ bucket }) => bucket % 2 === 0));
    expect(looks.flatMap(one => one.samples)[0]?.columns).toHaveProperty('orders');
    await vi.waitFor(async () => {
      const [status] = await projectionStatus({ sql, log, prefix }, [customerOrders as never]);
      expect(status?.drift).toMatchObject({ seen: BUCKETS, trimmed: false });
      expect(status?.drift?.differences).toBeGreaterThan(1);
    }, soon);
    await sql`update ${totals} set orders = orders - 1 where partition = 0`;
    await vi.waitFor(async () => {
      const [status] = await projectionStatus({ sql, log, prefix }, [customerOrders as never]);
      expect(status?.drift).toMatchObject({ differences: 0, seen: BUCKETS });
    }, soon);
  });
});
