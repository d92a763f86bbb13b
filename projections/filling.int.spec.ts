import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { buildApp } from '../api/app.ts';
import { createRequestSender } from '../api/requests/sender.ts';
import { specAuth } from '../api/testing/callers.ts';
import { createKafkajsLog } from '../runtime/log/kafkajs/log.ts';
import type { Log } from '../runtime/log/port.ts';
import { createLogger } from '../runtime/observe/logger.ts';
import { connectPostgres, type Sql } from '../runtime/postgres/connect.ts';
import { viewsSchema } from '../runtime/projector/names.ts';
import { resumeProjection } from '../runtime/projector/pause.ts';
import { startProjector } from '../runtime/projector/projector.ts';
import { projectionStatus } from '../runtime/projector/status.ts';
import { createMemoryVault } from '../runtime/vault/memory.ts';
import { catalogueWire, createShopTopics, type Shown } from '../test/topology/shop.ts';
import { customerOrders } from './customer-orders/projection.ts';
import { customers } from './customers/projection.ts';
import { orders } from './orders/projection.ts';
import { append, orderFact, orderRecord } from './testing/histories.ts';
import { operator, soon, untilRead } from './testing/rebuilding.ts';

const wire = catalogueWire();
const logger = createLogger({ level: 'silent' });
const prefix = `fill-${Date.now().toString(36)}`;
const where = () => ({ sql, control: viewsSchema(prefix) });
const keys = Array.from({ length: 40 }, (_, n) => `o-${n}`);
const { customerId } = orderFact('o-0', 1);
let sql: Sql;
let log: Log;
let shown: Shown;

beforeAll(async () => {
  sql = connectPostgres({ url: inject('databaseUrl'), tls: 'disable', name: prefix });
  log = createKafkajsLog({ brokers: inject('kafkaBrokers'), clientId: prefix, logger });
  shown = { log, prefix, wire };
  await createShopTopics(log, prefix, 2);
});

afterAll(async () => {
  await log.close();
  await sql.end({ timeout: 5 });
});

const start = (...projections: readonly unknown[]) =>
  startProjector({ log, sql, prefix, wire, logger, projections: projections as never, sentinel: null });

async function api() {
  const vault = createMemoryVault();
  const requests = createRequestSender({ log, prefix, wire, vault, source: '/api' });
  const health = { check: async () => ({ ready: true, servers: {} }) };
  const app = buildApp({ logger, auth: specAuth, health, shop: { requests, sql, vault, prefix } });
  await app.ready();
  return {
    ask: async () => {
      const { statusCode, headers, body } = await app.inject({ url: `/customers/${customerId}/orders` });
      return { status: statusCode, retryAfter: headers['retry-after'], body: JSON.parse(body) };
    },
    close: async () => {
      await app.close();
      await requests.close();
    },
  };
}

const stands = async () =>
  (await projectionStatus({ sql, log, prefix }, [orders, customerOrders] as never)).map(one => one.filling);

describe('a read model of an installation', () => {
  it('without history is shown at once', async () => {
    const projector = await start(orders, customers);
    expect(await sql`select from ${sql(viewsSchema(prefix))}.orders`).toHaveLength(0);
    await projector.stop();
  });

  it('with history, when it is new, is hidden until it is filled, across restarts; the others are not', async () => {
    await append(
      log,
      keys.flatMap(key => [1, 2].map(version => orderRecord(shown, key, version))),
    );
    const { ask, close } = await api();
    await sql`insert into ${sql(viewsSchema(prefix))}.paused (projection) values ('customer-orders')`;
    const first = await start(orders, customers, customerOrders);
    await untilRead(shown, sql);
    const { total = 0 } = (await stands())[1] ?? {};
    expect(total).toBe(2 * keys.length);
    expect(await stands()).toEqual([null, { passed: 0, total }]);
    const refused = await ask();
    expect(refused).toMatchObject({ status: 503, retryAfter: '5', body: { code: 'LP_API_VIEWS_FILLING' } });
    expect(refused.body.detail).toBe('Being filled from the log: customer-orders (0 %).');
    await first.stop();

    const again = await start(orders, customers, customerOrders);
    expect((await ask()).status).toBe(503);
    await resumeProjection(where(), 'customer-orders');
    const seen = new Set<string>();
    const answer = await vi.waitFor(async () => {
      const { status, body } = await ask();
      seen.add(status === 200 ? `${body.orders} orders` : String(status));
      expect(status).toBe(200);
      return body;
    }, soon);
    expect(answer.orders).toBe(keys.length);
    // Nobody has seen a part of it.
    expect([...seen].filter(one => one !== '503')).toEqual([`${keys.length} orders`]);
    expect(await stands()).toEqual([null, null]);
    const rebuilt = await operator(sql, shown, 'customer-orders').ended('rebuild');
    expect(rebuilt).toMatchObject({ state: 'done', report: { proof: { differences: 0 }, live: 2 } });
    expect((await ask()).status).toBe(200);
    await Promise.all([again.stop(), close()]);
  });

  it('that is rebuilt before it is filled is shown from then on', async () => {
    const other = `${prefix}-2`;
    await createShopTopics(log, other, 2);
    const its = { ...shown, prefix: other };
    await append(log, [orderRecord(its, 'a', 1)]);
    const control = viewsSchema(other);
    await startProjector({ log, sql, prefix: other, wire, logger, projections: [], sentinel: null }).then(one =>
      one.stop(),
    );
    await sql`insert into ${sql(control)}.paused (projection) values ('orders')`;
    const projector = await startProjector({
      ...{ log, sql, prefix: other, wire, logger },
      projections: [orders as never],
      sentinel: null,
    });
    await expect(sql`select from ${sql(control)}.orders`).rejects.toThrow(/does not exist/);
    const { ended } = operator(sql, its);
    expect(await ended('rebuild', { accept: 'it is new' })).toMatchObject({ state: 'done', report: { live: 2 } });
    expect(await sql`select from ${sql(control)}.orders`).toHaveLength(1);
    await vi.waitFor(async () => expect(await sql`select from ${sql(control)}.filling`).toHaveLength(0), soon);
    expect(await sql`select from ${sql(control)}.orders`).toHaveLength(1);
    await projector.stop();
  });
});
