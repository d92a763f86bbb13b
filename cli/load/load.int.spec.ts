import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createKafkajsLog } from '../../runtime/log/kafkajs/log.ts';
import { createLogger } from '../../runtime/observe/logger.ts';
import { connectPostgres } from '../../runtime/postgres/connect.ts';
import { createSchemaRegistry } from '../../runtime/registry/client.ts';
import { topics } from '../../schemas/topics.ts';
import { createShopTopics, type Shop, startShop } from '../../test/topology/shop.ts';
import { createWire, registeredIds } from '../connect/wire.ts';
import { main } from '../longplay.ts';
import { namesOf } from './names.ts';
import { planOrder } from './plan.ts';

/** The command as people call it, with Kafka, registry and the vault in Postgres, beside a shop that runs. */
const prefix = `load-${Date.now().toString(36)}`;
const logger = createLogger({ level: 'warn' });
const log = createKafkajsLog({ brokers: inject('kafkaBrokers'), clientId: prefix, logger });
const home = mkdtempSync(join(tmpdir(), 'longplay-load-'));
/** A database of its own: a vault takes the keys of one home only, and other specs have other homes. */
const database = new URL(inject('databaseUrl'));
database.pathname = `/${prefix.replaceAll('-', '_')}`;
const env = {
  KAFKA_BROKERS: inject('kafkaBrokers').join(','),
  SCHEMA_REGISTRY_URL: inject('registryUrl'),
  DATABASE_URL: database.href,
  PAYMENT_URL: 'stand-in',
  LONGPLAY_PREFIX: prefix,
  LONGPLAY_HOME: home,
  LONGPLAY_REPLICATION: '1',
};
const SEED = 7;
const ORDERS = 60;
const names = namesOf(SEED);
const declined = new Set(
  Array.from({ length: ORDERS }, (_, index) => planOrder(names, index))
    .filter(({ customerId }) => customerId.startsWith('declined-'))
    .map(({ orderId }) => orderId),
);
let shop: Shop;

beforeAll(async () => {
  const sql = connectPostgres({ url: inject('databaseUrl'), tls: 'disable', name: prefix, connections: 1 });
  await sql`create database ${sql(database.pathname.slice(1))}`;
  await sql.end({ timeout: 5 });
  const registry = createSchemaRegistry({ url: inject('registryUrl'), auth: null });
  const all = topics.map(({ name }) => name);
  const wire = createWire(registry, prefix, await registeredIds(registry, prefix, all));
  await createShopTopics(log, prefix);
  shop = await startShop(log, prefix, wire, effect =>
    effect.kind === 'authorise' && [...declined].some(orderId => effect.id.startsWith(`${orderId}/`))
      ? { status: 'refused', code: 'card-declined' }
      : { status: 'done', reference: `ref-${effect.id}` },
  );
});

afterAll(async () => {
  await shop.stop();
  await log.close();
  rmSync(home, { recursive: true });
});

async function load(...argv: readonly string[]) {
  const printed: string[] = [];
  const said: string[] = [];
  const stdout = { on: () => undefined, write: (text: string) => printed.push(text) > 0 };
  const stderr = { write: (text: string) => said.push(text) > 0 };
  const exitCode = await main(['load', ...argv], { env, stdout: stdout as never, stderr: stderr as never });
  return { exitCode, printed: printed.join(''), said: said.join('') };
}

describe('longplay load', () => {
  it('given a shop that runs, when the same load comes twice, then its orders come to rest once, and the laws hold', async () => {
    const args = ['--orders', String(ORDERS), '--rate', '60', '--seed', String(SEED), '--patience', '30', '--json'];
    const first = await load(...args);
    const summary = JSON.parse(first.printed);
    expect(first.exitCode).toBe(0);
    expect(summary).toMatchObject({ held: true, placed: ORDERS, known: 0, atRest: ORDERS, orders: ORDERS });
    expect(summary.laws).toMatchObject({ complete: true, broken: 0 });
    expect(summary.states.DELIVERED).toBeGreaterThan(ORDERS / 2);
    expect(summary.states).toMatchObject({ CANCELLED: expect.any(Number), REJECTED: expect.any(Number) });
    expect(summary.toConfirmedMs.count).toBeGreaterThan(ORDERS / 2);

    const again = await load(...args);
    expect(again.exitCode).toBe(0);
    const { states, captured, refunded } = summary;
    expect(JSON.parse(again.printed)).toMatchObject({
      held: true,
      placed: 0,
      known: ORDERS,
      states,
      captured,
      refunded,
    });
    expect(shop.alarms).toEqual([]);
  }, 120_000);

  it('given records that cannot be read among the requests, then they are parked, and every order comes to rest', async () => {
    const args = ['--orders', '20', '--rate', '40', '--seed', '8', '--patience', '30', '--poison', '50', '--json'];
    const { exitCode, printed } = await load(...args);
    const { poison, ...summary } = JSON.parse(printed);
    expect(summary).toMatchObject({ held: true, placed: 20, atRest: 20, laws: { complete: true, broken: 0 } });
    expect(exitCode).toBe(0);
    expect(poison).toMatchObject({ written: expect.any(Number), missing: [] });
    expect(poison.parked).toBe(poison.written);
    expect(poison.written).toBeGreaterThan(0);
    expect(shop.alarms).toEqual([]);
  }, 120_000);
});
