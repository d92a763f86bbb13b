import { afterEach, expect, it, vi } from 'vitest';
import { putProduct } from '../../api/requests/products.ts';
import { createRequestSender } from '../../api/requests/sender.ts';
import { createWire, registeredIds } from '../../cli/connect/wire.ts';
import { products } from '../../projections/products/projection.ts';
import { memoryRegistry } from '../../runtime/backup/testing/place.ts';
import { LongplayError } from '../../runtime/errors.ts';
import { sendOperation } from '../../runtime/hospital/send.ts';
import { openCaseBook } from '../../runtime/hospital/treatment/case-book.ts';
import { dryRuns } from '../../runtime/hospital/treatment/dry-runs.ts';
import { askingOf } from '../../runtime/hospital/treatment/orders.ts';
import { createMemoryBroker } from '../../runtime/log/memory/log.ts';
import type { LogWriter, OutgoingRecord } from '../../runtime/log/port.ts';
import { createLogger } from '../../runtime/observe/logger.ts';
import type { Processor } from '../../runtime/tasks/definition.ts';
import { createMemoryVault } from '../../runtime/vault/memory.ts';
import { topics } from '../../schemas/topics.ts';
import type { Product } from '../../schemas/types/products.ts';
import { createShopTopics, processorsNamed, readAll, type Shop, startShop } from '../topology/shop.ts';

/** An id that the registry has lost. */
const LOST = 4711;
const log = createMemoryBroker().log('spec');
const memory = memoryRegistry(11);
let lost: string | null = null;
const registry = {
  ...memory,
  schemaById: async (id: number) => {
    if (id !== LOST) return await memory.schemaById(id);
    if (lost !== null) return lost;
    throw new LongplayError('LP_REGISTRY_SCHEMA_UNKNOWN', 'It was deleted.');
  },
};
const [catalogue] = processorsNamed('catalogue') as [Processor];
const none = () => ({ status: 'done', reference: '' }) as const;
const soon = { timeout: 20_000, interval: 20 };
const product = { artist: 'Somebody', format: 'LP', price: { amount: 2490, currency: 'USD' } } as const;
let shop: Shop | undefined;
afterEach(() => shop?.stop());

it('given a record of a schema that the registry does not know, then only its key waits; brought back, it heals', async () => {
  await createShopTopics(log, 'p', 1);
  const ids = await registeredIds(
    registry,
    'p',
    topics.map(({ name }) => name),
  );
  const wire = createWire(registry, 'p', ids, { believedAfter: 0, unknownFor: 0 });
  shop = await startShop(log, 'p', wire, none, none, [catalogue]);
  const sender = createRequestSender({ log: losing(), prefix: 'p', wire, vault: createMemoryVault(), source: '/spec' });
  for (const sku of ['lost', 'kept']) {
    await sender.send(putProduct({ id: sku, bodyHash: null, time: 1, actor: null }, sku, { ...product, title: sku }));
  }
  await sender.close();
  const source = { log, prefix: 'p', wire };
  const facts = async () => (await readAll<Product>(source, 'products')).map(({ value }) => value.title);
  const book = await openCaseBook(source, ['catalogue']);
  await vi.waitFor(async () => {
    await book.refresh();
    expect(book.all()).toMatchObject([{ one: { status: 'WAITING', error: { code: 'LP_CODEC_UNDECODABLE' } } }]);
    expect(await facts()).toEqual(['kept']);
  }, soon);
  expect(book.all()[0]?.one.record?.schemaId).toBe(LOST);

  const logger = createLogger({ level: 'silent' });
  const dry = () =>
    dryRuns({ ...source, logger, processors: [catalogue], projections: [products as never] }, ['catalogue'], {
      key: 'lost',
    });
  expect((await dry()).runs).toMatchObject([{ cases: [{ would: 'fail again' }], records: [], rows: [] }]);
  lost = await memory.schemaById(ids.get('p.product-requests-value') as number);
  const healing = await dry();
  expect(healing.runs).toMatchObject([
    { cases: [{ would: 'heal' }], rows: [{ projection: 'products', row: { sku: 'lost' } }] },
  ]);
  expect(await facts()).toEqual(['kept']);

  const order = { what: 'retry-key', processor: 'catalogue', key: 'lost', reason: 'the schema is back' } as const;
  const { processor, partitions, asked } = askingOf(order, book);
  const writer = await log.writer();
  const sending = { writer, prefix: 'p', wire: wire.writer('catalogue.operations') };
  await sendOperation(sending, processor, partitions, asked, { id: 'retry-1', actor: null, now: 1 });
  await writer.close();
  await vi.waitFor(async () => expect(await facts()).toEqual(['kept', 'lost']), soon);
}, 60_000);

/** The log, to which the request of one key comes as if it had been written by the schema that is lost. */
function losing() {
  const renamed = (one: OutgoingRecord): OutgoingRecord => {
    if (one.key?.toString() !== 'lost' || one.value === null) return one;
    const value = Buffer.from(one.value);
    value.writeInt32BE(LOST, 1);
    return { ...one, value };
  };
  return {
    ...log,
    writer: async (): Promise<LogWriter> => {
      const writer = await log.writer();
      return { ...writer, append: records => writer.append(records.map(renamed)) };
    },
  };
}
