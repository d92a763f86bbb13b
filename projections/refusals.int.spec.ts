import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { createKafkajsLog } from '../runtime/log/kafkajs/log.ts';
import type { Log } from '../runtime/log/port.ts';
import { createLogger } from '../runtime/observe/logger.ts';
import { connectPostgres, type Sql } from '../runtime/postgres/connect.ts';
import { viewsSchema } from '../runtime/projector/names.ts';
import { projectorPositions, storedPositions } from '../runtime/projector/positions.ts';
import { type Projector, startProjector } from '../runtime/projector/projector.ts';
import { catalogueWire, createShopTopics, type Shown } from '../test/topology/shop.ts';
import { orders } from './orders/projection.ts';
import { requests } from './requests/projection.ts';
import { append, lagOf, orderRecord, ordersIn } from './testing/histories.ts';

const wire = catalogueWire();
const logger = createLogger({ level: 'silent' });
const soon = { timeout: 30_000, interval: 50 };
let sql: Sql;
let log: Log;
let count = 0;

beforeAll(() => {
  sql = connectPostgres({ url: inject('databaseUrl'), tls: 'disable', name: 'projector refusals spec' });
  log = createKafkajsLog({ brokers: inject('kafkaBrokers'), clientId: 'projector-spec', logger });
});

afterAll(async () => {
  await log.close();
  await sql.end({ timeout: 5 });
});

async function shop(): Promise<Shown> {
  const prefix = `refuse-${Date.now().toString(36)}-${++count}`;
  await createShopTopics(log, prefix, 2);
  return { log, prefix, wire };
}

const start = ({ prefix }: Shown): Promise<Projector> =>
  startProjector({ log, sql, prefix, wire, logger, projections: [orders as never, requests as never] });

const untilRead = (shown: Shown) => vi.waitFor(async () => expect(await lagOf(shown, sql, 'orders')).toBe(0n), soon);

const at = (shown: Shown, partition: number, orderId: string, version = 1) => ({
  ...orderRecord(shown, orderId, version),
  partition,
});

async function filled(): Promise<Shown> {
  const shown = await shop();
  await append(log, [at(shown, 0, 'a'), at(shown, 1, 'b')]);
  const projector = await start(shown);
  await untilRead(shown);
  await projector.stop();
  return shown;
}

async function expectRefusal(shown: Shown, text: RegExp): Promise<void> {
  const projector = await start(shown);
  await vi.waitFor(() => expect(projector.problems().join('\n')).toMatch(text), soon);
  await projector.stop();
}

describe('a topic that does not exist', () => {
  it('ends the start, and no table is made for it', async () => {
    const shown = { log, wire, prefix: `nowhere-${Date.now().toString(36)}` };
    await expect(start(shown)).rejects.toThrow(/do not exist.*orders/);
    expect(await projectorPositions(sql, shown.prefix)).toBeNull();
  });
});

describe('positions that do not fit the log', () => {
  it('are refused where the topic was made anew', async () => {
    const shown = await filled();
    const topic = `${shown.prefix}.orders`;
    const idOf = async (): Promise<string | undefined> => (await log.admin.describeTopics([topic]))[0]?.id;
    const before = await idOf();
    await log.admin.deleteTopics([topic]);
    await vi.waitFor(async () => {
      await log.admin.createTopics([{ name: topic, partitions: 2, replication: 1, config: {} }]);
      // As long as the one before is still described, nothing was made.
      expect([undefined, before]).not.toContain(await idOf());
    }, soon);
    await expectRefusal(shown, /with the id .*; now it has/);
  });

  it('are refused where they lie beyond the end of the log, and taken as soon as they fit', async () => {
    const shown = await filled();
    const schema = viewsSchema(shown.prefix);
    await sql`update ${sql(schema)}.position set position = 900 where projection = 'orders'`;
    const projector = await start(shown);
    await vi.waitFor(() => expect(projector.problems().join()).toMatch(/up to 900, and the log has 0 to 1/), soon);
    await sql`update ${sql(schema)}.position set position = 1 where projection = 'orders'`;
    await append(log, [at(shown, 0, 'later')]);
    await vi.waitFor(() => expect(projector.problems()).toEqual([]), soon);
    await untilRead(shown);
    expect(await ordersIn(sql, shown.prefix)).toHaveLength(3);
    await projector.stop();
  });

  it('are refused where records were deleted that nobody had read', async () => {
    const shown = await filled();
    const topic = `${shown.prefix}.stock.outcomes`;
    await append(log, [{ topic, partition: 0, key: Buffer.from('x'), value: null }]);
    await log.admin.deleteRecords([{ topic, partition: 0, offset: 1n }]);
    await expectRefusal(shown, /requests on .*stock.outcomes\[0\] was read up to 0, and the log has 1 to 1/);
  });

  it('are refused where they are missing, since the rows are there', async () => {
    const shown = await filled();
    await sql`delete from ${sql(viewsSchema(shown.prefix))}.position where partition = 1`;
    await expectRefusal(shown, /Nothing says up to where orders on .*orders\[1\] was read/);
  });

  it('are no matter where the whole schema was dropped: it is built anew', async () => {
    const shown = await filled();
    await sql`drop schema ${sql(viewsSchema(shown.prefix))} cascade`;
    const projector = await start(shown);
    await untilRead(shown);
    expect(await ordersIn(sql, shown.prefix)).toHaveLength(2);
    await projector.stop();
  });
});

describe('what may be deleted of a topic', () => {
  it('is what every projection has read; nothing before there are any', async () => {
    const unread = await shop();
    expect(await projectorPositions(sql, unread.prefix)).toBeNull();
    const shown = await filled();
    const positions = await projectorPositions(sql, shown.prefix);
    expect(positions).toContainEqual({ topic: `${shown.prefix}.orders`, partition: 1, offset: 1n });
    expect(positions).toContainEqual({ topic: `${shown.prefix}.stock.outcomes`, partition: 0, offset: 0n });
    expect(await storedPositions(sql, viewsSchema(shown.prefix), 'orders')).toHaveLength(2);
  });
});
