import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { orders } from '../../projections/orders/projection.ts';
import { append, foldedOrders, orderRecord, ordersIn } from '../../projections/testing/histories.ts';
import { operator, untilRead } from '../../projections/testing/rebuilding.ts';
import { createKafkajsLog } from '../../runtime/log/kafkajs/log.ts';
import type { Log } from '../../runtime/log/port.ts';
import { createLogger } from '../../runtime/observe/logger.ts';
import { connectPostgres, type Sql } from '../../runtime/postgres/connect.ts';
import { bundleOf, storeBundle } from '../../runtime/projector/bundle.ts';
import { viewsSchema } from '../../runtime/projector/names.ts';
import { startProjector } from '../../runtime/projector/projector.ts';
import { operationsOf } from '../../runtime/projector/rebuild/operations.ts';
import { catalogueWire, createShopTopics, type Shown } from '../../test/topology/shop.ts';
import { offerRebuilds } from './other-code.ts';

const wire = catalogueWire();
const silent = createLogger({ level: 'silent' });
const prefix = `other-code-${Date.now().toString(36)}`;
let sql: Sql;
let log: Log;
let shown: Shown;

beforeAll(async () => {
  sql = connectPostgres({ url: inject('databaseUrl'), tls: 'disable', name: prefix });
  log = createKafkajsLog({ brokers: inject('kafkaBrokers'), clientId: prefix, logger: silent });
  shown = { log, prefix, wire };
  await createShopTopics(log, prefix, 1);
});

afterAll(async () => {
  await log.close();
  await sql.end({ timeout: 5 });
});

const start = () => startProjector({ log, sql, prefix, wire, logger: silent, projections: [orders as never] });

/** As if the live generation had been built by code that wrote another status. */
async function builtYesterday(): Promise<string> {
  const where = { sql, control: viewsSchema(prefix) };
  const bundle = await bundleOf(orders as never, wire.schema);
  const code = bundle.code.replace('status:order.status', 'status:`OLD`');
  expect(code).not.toBe(bundle.code);
  await storeBundle(where, 'orders', { ...bundle, fingerprint: 'yesterday', code });
  await sql`update ${sql(where.control)}.generation set fingerprint = 'yesterday'`;
  return bundle.fingerprint;
}

describe('a read model that was built by other code than today’s', () => {
  it('is told at the start, with the remedy, and rebuilt where that was asked for', async () => {
    await (await start()).stop();
    const today = await builtYesterday();
    await append(log, [orderRecord(shown, 'a', 1)]);
    const projector = await start();
    await untilRead(shown, sql);
    const statuses = async () => (await ordersIn(sql, prefix)).map(row => (row as { status: string }).status);
    expect(await statuses()).toEqual(['OLD']);
    const where = { sql, control: viewsSchema(prefix) };
    const logger = { warn: vi.fn() };

    await offerRebuilds(where, projector.otherCode, { autoRebuild: false, logger });
    expect(logger.warn.mock.calls).toEqual([
      [
        { projection: 'orders', generation: 1, fingerprint: 'yesterday', today },
        'The read model orders was built by other code than today’s. It goes on being fed by the code that built it; longplay projections rebuild orders builds it anew.',
      ],
    ]);
    expect(await operationsOf(where, 'orders', { open: false })).toEqual([]);
    expect(await statuses()).toEqual(['OLD']);

    await offerRebuilds(where, projector.otherCode, { autoRebuild: true, logger });
    // What two processes that start at the same moment ask for is done once.
    await offerRebuilds(where, projector.otherCode, { autoRebuild: true, logger });
    const [asked, ...more] = await operationsOf(where, 'orders', { open: false });
    expect(more).toEqual([]);
    const accepted = `--auto-rebuild: the code has changed from yesterday to ${today}`;
    expect(asked).toMatchObject({ kind: 'rebuild', options: { accept: accepted } });
    expect(await operator(sql, shown).until(asked?.id as number)).toMatchObject({
      state: 'done',
      error: null,
      report: { accepted, live: 2, proof: { differences: 1 } },
    });
    expect(await ordersIn(sql, prefix)).toEqual(await foldedOrders(shown));
    await projector.stop();
    const next = await start();
    expect(next.otherCode).toEqual([]);
    await next.stop();
  });
});
