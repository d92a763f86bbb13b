import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { buildApp } from '../../api/app.ts';
import { createRequestSender } from '../../api/requests/sender.ts';
import { specAuth } from '../../api/testing/callers.ts';
import { progressGroup, refuseHalfImported } from '../../runtime/backup/mark.ts';
import { openDoor } from '../../runtime/drain/door.ts';
import { createKafkajsLog } from '../../runtime/log/kafkajs/log.ts';
import { createLogger } from '../../runtime/observe/logger.ts';
import { createMemoryVault } from '../../runtime/vault/memory.ts';
import { topics } from '../../schemas/topics.ts';
import { createShopTopics } from '../../test/topology/shop.ts';
import { namesOf } from '../load/names.ts';
import { planOrder } from '../load/plan.ts';
import { openForBusiness, openWorld, recordsOf, rowsOf, type World } from './testing/drill.ts';

/**
 * The restore drill: a shop with open orders is exported while it works, imported under another prefix with twice the
 * partitions, and goes on. The commands as people call them, on a real broker, registry and Postgres.
 */
const stamp = Date.now().toString(36);
const [before, after] = [`drill-${stamp}`, `drill-${stamp}-2`];
const SEED = 7;
const [PLACED, LATER] = [40, 20];
const log = createKafkajsLog({
  brokers: inject('kafkaBrokers'),
  clientId: before,
  logger: createLogger({ level: 'silent' }),
});
const names = namesOf(SEED);
const declinedIds = new Set(
  Array.from({ length: PLACED + LATER }, (_, index) => planOrder(names, index))
    .filter(({ customerId }) => customerId.startsWith('declined-'))
    .map(({ orderId }) => orderId),
);
const declined = (id: string) => [...declinedIds].some(orderId => id.startsWith(`${orderId}/`));
const load = (orders: number, ...more: string[]) => [
  ...['load', '--orders', String(orders), '--rate', '60', '--seed', String(SEED), '--json'],
  ...more,
];

let world: World;
let shop: Awaited<ReturnType<typeof openForBusiness>>;
let rows: Record<string, unknown[]>;
let records: Record<string, unknown>;

beforeAll(async () => {
  const servers = { brokers: inject('kafkaBrokers'), registryUrl: inject('registryUrl') };
  world = await openWorld({ ...servers, databaseUrl: inject('databaseUrl') }, before);
  await createShopTopics(log, before);
  shop = await openForBusiness(log, world, before, declined);
});

afterAll(async () => {
  await shop.close();
  await log.close();
  await world.close();
});

const patience = { timeout: 120_000, interval: 5 };
const dir = () => world.folder('export');
const target = (more: Record<string, string> = {}) => world.envOf(after, { LONGPLAY_PARTITIONS: '6', ...more });

describe('the restore drill', () => {
  it('given a shop with open orders, when it is exported, then writes get 503 until the end, and reads are answered', async () => {
    // Nobody packs: what is not rejected stays open.
    const loaded = await world.run(world.envOf(before), ...load(PLACED, '--no-warehouse', '--patience', '5'));
    expect(JSON.parse(loaded.printed)).toMatchObject({ placed: PLACED });
    expect(JSON.parse(loaded.printed).atRest).toBeLessThan(PLACED / 2);
    const app = await apiOf(before);

    const doomed = world.start(world.envOf(before), 'log', 'export', dir(), '--json');
    await vi.waitFor(() => expect(existsSync(join(dir(), 'manifest.json'))).toBe(true), patience);
    doomed.kill('SIGKILL');
    await doomed.exited;
    const exporting = world.start(world.envOf(before), 'log', 'export', dir(), '--hold', '--json');
    await vi.waitFor(() => expect(exporting.printed()).toContain('\n'), { timeout: 120_000, interval: 100 });
    const report = JSON.parse(exporting.printed());
    expect(report).toMatchObject({ done: true, strays: 0 });
    expect(report.records).toBeGreaterThan(PLACED * 10);
    expect(report.copied).toBeLessThan(report.records);
    const refused = await app.put();
    expect(refused.statusCode).toBe(503);
    expect(refused.headers['retry-after']).toBe('5');
    expect(refused.json()).toMatchObject({ code: 'LP_API_DRAINING' });
    expect((await app.read()).statusCode).toBe(200);

    records = await recordsOf(log, before);
    exporting.kill('SIGINT');
    expect(await exporting.exited).toBe(0);
    await shop.shown();
    rows = await rowsOf(world.sql, before);
    expect(rows.orders?.length).toBe(PLACED);
    await vi.waitFor(async () => expect((await app.put()).statusCode).toBe(202), { timeout: 30_000, interval: 200 });
    await app.close();
    // The old one ends here: two installations must not act on the same orders.
    await shop.close();
  }, 240_000);

  it('given the export, when a byte of a file is another or its end is missing, then the import names the file and the place, and nothing is there', async () => {
    const copy = world.folder('copy');
    cpSync(dir(), copy, { recursive: true });
    const folder = join(copy, 'topics', 'orders');
    const file = join(folder, readdirSync(folder).find(name => name.endsWith('.seg')) as string);
    const bytes = readFileSync(file);
    const changed = Buffer.from(bytes);
    changed.writeUInt8((changed[60] as number) ^ 1, 60);
    const nowhere = world.envOf(`${after}-none`, { LONGPLAY_PARTITIONS: '6' });
    for (const [content, said] of [
      [changed, `${file} is damaged at byte 8: `],
      [bytes.subarray(0, 60), `${file} is damaged at byte 60: `],
    ] as const) {
      writeFileSync(file, content);
      const refused = await world.run(nowhere, 'log', 'import', copy);
      expect(refused.exitCode).toBe(2);
      expect(refused.said).toContain('error LP_BACKUP_DAMAGED');
      expect(refused.said).toContain(said);
    }
    expect(await log.admin.describeTopics(topics.map(({ name }) => `${after}-none.${name}`))).toEqual([]);
  });

  it('given a vault without the keys, when it is imported, then it is refused', async () => {
    const { said, exitCode } = await world.run(
      { ...target(), ...(await emptyDatabase()) },
      ...['log', 'import', dir()],
    );
    expect(said).toContain('error LP_RESTORE_KEYS_MISSING');
    expect(exitCode).toBe(2);
  });

  it('given an import that is killed, when it is run again, then it ends what was begun, nothing twice, and only then the shop may start', async () => {
    const doomed = world.start(target(), 'log', 'import', dir(), '--json');
    const all = topics.map(({ name }) => `${after}.${name}`);
    await vi.waitFor(async () => expect(await log.admin.describeTopics(all)).toHaveLength(all.length), patience);
    // One request: it writes for a second or so.
    const began = () => log.admin.committed(progressGroup(after), all);
    await vi.waitFor(async () => expect(await began()).not.toEqual([]), patience);
    doomed.kill('SIGKILL');
    await doomed.exited;
    expect(doomed.printed(), 'the import was over before it was killed').toBe('');
    const [first] = topics.map(({ name }) => name) as [string];
    await expect(refuseHalfImported({ log, prefix: after }, first)).rejects.toThrow('is being imported');

    const again = await world.run(target(), 'log', 'import', dir(), '--json');
    expect(again.said).not.toContain('error');
    const report = JSON.parse(again.printed);
    expect(report).toMatchObject({ done: true, from: before, to: after, partitions: 6 });
    expect(report.written).toBeLessThan(report.records);
    expect(report.written).toBeGreaterThan(0);
    await refuseHalfImported({ log, prefix: after }, first);
    expect(await recordsOf(log, after)).toEqual(records);
    const twice = await world.run(target(), 'log', 'import', dir());
    expect(twice.said).toContain('error LP_RESTORE_TARGET_NOT_EMPTY');
  }, 180_000);

  it('given the import with twice the partitions, when the shop starts, then every read model is as before, row by row', async () => {
    shop = await openForBusiness(log, world, after, declined);
    await shop.shown();
    expect(await rowsOf(world.sql, after)).toEqual(rows);
  }, 120_000);

  it('when the warehouse works and new orders come, then the open and the new ones come to rest, and the books are right', async () => {
    const loaded = await world.run(target(), ...load(PLACED + LATER, '--patience', '60'));
    const summary = JSON.parse(loaded.printed);
    expect(summary).toMatchObject({ held: true, placed: LATER, known: PLACED, atRest: PLACED + LATER });
    expect(summary.laws).toMatchObject({ complete: true, broken: 0 });
    expect(summary.states.DELIVERED).toBeGreaterThan(PLACED / 2);
    expect(loaded.exitCode).toBe(0);
    expect(shop.shop.alarms).toEqual([]);
  }, 240_000);
});

async function emptyDatabase(): Promise<Record<string, string>> {
  const url = new URL(world.envOf(after).DATABASE_URL as string);
  const name = `${url.pathname.slice(1)}_empty`;
  await world.sql`create database ${world.sql(name)}`;
  url.pathname = `/${name}`;
  return { DATABASE_URL: url.href };
}

/** The API of an installation, as far as this needs it. */
async function apiOf(prefix: string) {
  const logger = createLogger({ level: 'silent' });
  const vault = createMemoryVault();
  const door = await openDoor({ sql: world.sql, prefix, name: 'the API', logger });
  const requests = createRequestSender({ log, prefix, wire: shop.wire, vault, source: '/api', door });
  const health = { check: async () => ({ ready: true, servers: {} }) };
  const app = buildApp({ logger, auth: specAuth, health, shop: { requests, sql: world.sql, vault, prefix } });
  await app.ready();
  const payload = { title: 'T', artist: 'A', format: 'MP3', price: { amount: 1, currency: 'USD' } };
  return {
    put: () => app.inject({ method: 'PUT', url: '/products/late', headers: { 'idempotency-key': 'late' }, payload }),
    read: () => app.inject({ method: 'GET', url: '/orders' }),
    close: async () => {
      await app.close();
      await requests.close();
      await door.close();
    },
  };
}
