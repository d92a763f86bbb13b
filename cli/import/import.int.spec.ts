import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createRequestSender } from '../../api/requests/sender.ts';
import { createKafkajsLog } from '../../runtime/log/kafkajs/log.ts';
import { createLogger } from '../../runtime/observe/logger.ts';
import { createSchemaRegistry } from '../../runtime/registry/client.ts';
import { realClock } from '../../runtime/tasks/engine.ts';
import { createMemoryVault } from '../../runtime/vault/memory.ts';
import { topics } from '../../schemas/topics.ts';
import { createShopTopics, type Shop, startShop } from '../../test/topology/shop.ts';
import { createWire, registeredIds } from '../connect/wire.ts';
import { main } from '../longplay.ts';
import { startWarehouse, type Warehouse } from '../warehouse/warehouse.ts';
import { customer, order, product } from './testing/import-into.ts';

/** The commands as people call them, with Kafka, registry and the vault in Postgres, beside a shop that runs. */
const prefix = `import-${Date.now().toString(36)}`;
const logger = createLogger({ level: 'warn' });
const log = createKafkajsLog({ brokers: inject('kafkaBrokers'), clientId: prefix, logger });
const home = mkdtempSync(join(tmpdir(), 'longplay-import-'));
const env = {
  KAFKA_BROKERS: inject('kafkaBrokers').join(','),
  SCHEMA_REGISTRY_URL: inject('registryUrl'),
  DATABASE_URL: inject('databaseUrl'),
  PAYMENT_URL: 'stand-in',
  LONGPLAY_PREFIX: prefix,
  LONGPLAY_HOME: home,
  LONGPLAY_REPLICATION: '1',
};
let shop: Shop;
let warehouse: Warehouse;
let closeSender: () => Promise<void>;

beforeAll(async () => {
  const registry = createSchemaRegistry({ url: inject('registryUrl'), auth: null });
  const names = topics.map(({ name }) => name);
  const wire = createWire(registry, prefix, await registeredIds(registry, prefix, names));
  await createShopTopics(log, prefix);
  shop = await startShop(log, prefix, wire, effect => ({ status: 'done', reference: `ref-${effect.id}` }));
  const sender = createRequestSender({ log, prefix, wire, vault: createMemoryVault(), source: '/test' });
  const delays = { pack: 10, dispatch: 10, deliver: 10 };
  warehouse = startWarehouse({ log, prefix, wire, sender, clock: realClock, logger, delays });
  closeSender = () => sender.close();
});

afterAll(async () => {
  await warehouse.stop();
  await closeSender();
  await shop.stop();
  await log.close();
  rmSync(home, { recursive: true });
});

/** Runs a command; `until` ends its output, as `head` does. */
async function longplay(argv: readonly string[], until = (_: string) => false) {
  let printed = '';
  let breakPipe: (error: NodeJS.ErrnoException) => void = () => undefined;
  const stdout = {
    on: (_: string, listener: typeof breakPipe) => {
      breakPipe = listener;
    },
    write: (text: string) => {
      printed += text;
      if (until(printed)) breakPipe(Object.assign(new Error('broken'), { code: 'EPIPE' }));
      return true;
    },
  };
  const said: string[] = [];
  const stderr = { write: (text: string) => said.push(text) };
  const exitCode = await main(argv, { env, stdout: stdout as never, stderr: stderr as never });
  return { exitCode, printed, said: said.join('') };
}

async function imported(kind: string, lines: readonly unknown[]) {
  const path = join(home, `${kind}.ndjson`);
  writeFileSync(path, lines.map(line => JSON.stringify(line)).join('\n'));
  const { exitCode, printed, said } = await longplay(['import', kind, path, '--wait', '--timeout', '60', '--json']);
  // A slow machine is told of the progress.
  expect(said).not.toContain('error');
  return { exitCode, ...JSON.parse(printed) };
}

describe('the commands beside a shop that runs', () => {
  it('given files of everything, when they are imported twice, then orders are delivered once, and tail tells how', async () => {
    const stock = [1, 2].map(n => ({ sku: `track-${n}`, quantity: 4 }));
    const orders = [order(1, 1), order(2, 2), order(3, 2)];
    for (const sent of [true, false]) {
      expect(await imported('products', [product(1), product(2)])).toMatchObject({
        exitCode: 0,
        accepted: sent ? 2 : 0,
      });
      expect(await imported('customers', [customer(1)])).toMatchObject({ exitCode: 0, accepted: sent ? 1 : 0 });
      expect(await imported('stock', stock)).toMatchObject({ exitCode: 0, repeated: sent ? 0 : 2 });
      expect(await imported('orders', orders)).toMatchObject({
        exitCode: 0,
        done: true,
        repeated: sent ? 0 : 3,
        orders: { atRest: 3, states: { DELIVERED: 3 }, ordered: { USD: 604 }, captured: { USD: 604 }, refunded: {} },
      });
    }
    expect(shop.alarms).toEqual([]);

    const story = ['tail', '--order', 'invoice-1', '--from', 'beginning'];
    const told = await longplay(story, text => /shipments +invoice-1 v\d+ +DELIVERED/.test(text));
    expect(told).toMatchObject({ exitCode: 0, said: '' });
    expect(told.printed).toMatch(/order-requests +invoice-1 +PLACE[\s\S]*payments +invoice-1 v1 +REQUESTED/);
    expect(told.printed).not.toContain('undecodable');

    const listed = await longplay(['topics', 'list', '--json']);
    const { topics: all } = JSON.parse(listed.printed);
    expect(all.find((one: { name: string }) => one.name === 'customers')).toMatchObject({
      kind: 'facts',
      partitions: 3,
    });
  }, 180_000);

  it('given a line that is wrong and one that is right, then the exit code is 1 and the right one is in', async () => {
    const told = await imported('products', [product(7), { sku: 'x' }]);
    expect(told).toMatchObject({ exitCode: 1, done: false, accepted: 1, refused: 1, refusals: [{ line: 2 }] });
  }, 60_000);
});
