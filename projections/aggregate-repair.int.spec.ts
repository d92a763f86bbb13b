import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createKafkajsLog } from '../runtime/log/kafkajs/log.ts';
import type { Log } from '../runtime/log/port.ts';
import { createLogger } from '../runtime/observe/logger.ts';
import { connectPostgres, type Sql } from '../runtime/postgres/connect.ts';
import { generationSchema, viewsSchema } from '../runtime/projector/names.ts';
import { startProjector } from '../runtime/projector/projector.ts';
import { catalogueWire, createShopTopics } from '../test/topology/shop.ts';
import { customerOrders } from './customer-orders/projection.ts';
import { append, orderRecord } from './testing/histories.ts';
import { operator, untilRead } from './testing/rebuilding.ts';

const wire = catalogueWire();
const logger = createLogger({ level: process.env.LOG_LEVEL === 'debug' ? 'debug' : 'silent' });
const keys = Array.from({ length: 30 }, (_, n) => `o-${n}`);
let sql: Sql;
let log: Log;

beforeAll(() => {
  sql = connectPostgres({ url: inject('databaseUrl'), tls: 'disable', name: 'aggregate repair spec' });
  log = createKafkajsLog({ brokers: inject('kafkaBrokers'), clientId: 'aggregate-repair-spec', logger });
});

afterAll(async () => {
  await log.close();
  await sql.end({ timeout: 5 });
});

describe('the sums of an aggregate', () => {
  it('are proved against the log, and right again after wrong rows, whichever table they are in', async () => {
    const prefix = `agr-${Date.now().toString(36)}`;
    const shown = { log, prefix, wire };
    await createShopTopics(log, prefix, 2);
    const name = 'customer-orders';
    const projector = await startProjector({ log, sql, prefix, wire, logger, projections: [customerOrders as never] });
    const { ended } = operator(sql, shown, name);
    const rows = async () => await sql`select * from ${sql(viewsSchema(prefix))}.customer_orders`;
    const seen = (amount: number) => [{ customer_id: 'customer-1', orders: '30', amount: String(amount) }];

    for (const version of [1, 2, 1, 3])
      await append(
        log,
        keys.map(key => orderRecord(shown, key, version)),
      );
    await untilRead(shown, sql, name);
    expect(await rows()).toMatchObject(seen(30 * 300));
    expect(await ended('verify')).toMatchObject({ state: 'done', report: { proof: { differences: 0 } } });

    const schema = sql(generationSchema(prefix, name, 1));
    // Out of step with each other: what the contribution says now was never in the totals.
    await sql`update ${schema}.customer_orders_contributions
      set contributions = '[{"customer_id":"nobody","currency":"USD","orders":1,"open":1,"delivered":0,"returned":0,"cancelled":0,"rejected":0,"amount":77}]'
      where key = 'o-5'`;
    await sql`update ${schema}.customer_orders_totals set amount = amount + 1, orders = orders + 1`;
    const found = await ended('verify');
    expect(found).toMatchObject({ state: 'different', error: null });
    expect(found.report?.proof?.tables.map(({ table, different }) => [table, different])).toEqual([
      ['customer_orders_contributions', 1],
      ['customer_orders_totals', 2],
    ]);
    // A key of each partition.
    expect(await ended('heal', { key: 'o-5' })).toMatchObject({ state: 'done', report: { healed: { rows: 1 } } });
    for (const key of keys.slice(0, 4)) await ended('heal', { key });
    expect(await ended('verify')).toMatchObject({ state: 'done', report: { proof: { differences: 0 } } });
    expect(await rows()).toMatchObject(seen(30 * 300));

    await append(log, [orderRecord(shown, 'o-5', 4), orderRecord(shown, 'o-6', 2)]);
    await untilRead(shown, sql, name);
    expect(await rows()).toMatchObject(seen(30 * 300 + 100));

    expect(await ended('rebuild')).toMatchObject({ state: 'done', report: { proof: { differences: 0 } } });
    await append(log, [orderRecord(shown, 'o-7', 5)]);
    await untilRead(shown, sql, name);
    expect(await rows()).toMatchObject(seen(30 * 300 + 300));
    await projector.stop();
  }, 180_000);
});
