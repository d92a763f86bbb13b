import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { putProduct } from '../../api/requests/products.ts';
import { createRequestSender } from '../../api/requests/sender.ts';
import { createWire, registeredIds } from '../../cli/connect/wire.ts';
import { exportLog } from '../../runtime/backup/export.ts';
import { importLog } from '../../runtime/backup/import.ts';
import { exporting, importing, memoryRegistry } from '../../runtime/backup/testing/place.ts';
import { sendOperation } from '../../runtime/hospital/send.ts';
import { openCaseBook } from '../../runtime/hospital/treatment/case-book.ts';
import { caseIn, contentOf } from '../../runtime/hospital/treatment/content.ts';
import { askingOf } from '../../runtime/hospital/treatment/orders.ts';
import { createMemoryBroker } from '../../runtime/log/memory/log.ts';
import type { SchemaRegistry } from '../../runtime/registry/client.ts';
import type { Processor } from '../../runtime/tasks/definition.ts';
import { createMemoryVault } from '../../runtime/vault/memory.ts';
import type { TopicDefinition } from '../../schemas/topic-definition.ts';
import { topics as all } from '../../schemas/topics.ts';
import type { Product } from '../../schemas/types/products.ts';
import { createShopTopics, processorsNamed, readAll, type Shop, startShop } from '../topology/shop.ts';

/** Real schemas and bytes, and two registries that name schemas by other ids, as two installations have them. */
const log = createMemoryBroker().log('spec');
const [catalogue] = processorsNamed('catalogue') as [Processor];
const topics = all.filter(({ name }) => /^(catalogue\.|product)/.test(name));
const names = topics.map(({ name }) => name);
const [here, there] = [memoryRegistry(11), memoryRegistry(900)];
const wireOf = async (registry: SchemaRegistry, prefix: string) =>
  createWire(registry, prefix, await registeredIds(registry, prefix, names));
const none = () => ({ status: 'done', reference: '' }) as const;
const soon = { timeout: 20_000, interval: 20 };
const product = { artist: 'Somebody', format: 'LP', price: { amount: 2490, currency: 'USD' } } as const;
const asking = (id: string) => ({ id, bodyHash: null, time: 1, actor: null });
let folder: string;
let shop: Shop | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'longplay-moved-'));
});
afterEach(async () => {
  await shop?.stop();
  rmSync(folder, { recursive: true });
});

it('given an export with open cases, when it is imported beside another registry, then they are read, and heal in order', async () => {
  const buggy: Processor = {
    ...catalogue,
    decide: () => {
      throw new TypeError('the defect');
    },
  };
  await createShopTopics(log, 'p', 2);
  const wire = await wireOf(here, 'p');
  shop = await startShop(log, 'p', wire, none, none, [buggy]);
  const sender = createRequestSender({ log, prefix: 'p', wire, vault: createMemoryVault(), source: '/spec' });
  for (const title of ['First', 'Second']) await sender.send(putProduct(asking(title), 'lp-1', { ...product, title }));
  await sender.close();
  const book = await openCaseBook({ log, prefix: 'p', wire }, ['catalogue']);
  await vi.waitFor(async () => {
    await book.refresh();
    expect(book.all().map(({ one }) => one.status)).toEqual(['WAITING', 'QUEUED']);
  }, soon);
  await shop.stop();
  const moved = { folder: join(folder, 'export'), topics, processors: [catalogue] };
  await exportLog(exporting({ ...moved, log, registry: here, wire, patience: 20_000 }));

  const codecOf = async (name: string) => {
    const codec = createWire(there, 'q', await registeredIds(there, 'q', [name]));
    return { reader: codec.reader(name) as never, writer: codec.writer(name) };
  };
  const target = {
    partitions: 2,
    casesOf: async (name: string) => (name.endsWith('.hospital') ? await codecOf(name) : null),
    levelOf: (name: string) => (all.find(one => one.name === name) as TopicDefinition).compatibility,
    provision: () => createShopTopics(log, 'q', 2),
  };
  await importLog(importing({ ...moved, ...target, log, registry: there }));

  const source = { log, prefix: 'q', wire: await wireOf(there, 'q') };
  const cases = await openCaseBook(source, ['catalogue']);
  const [front] = cases.all();
  if (front === undefined) throw new Error('There is no case.');
  const one = await caseIn(source, 'catalogue', front.partition, front.one.caseId);
  expect(one?.record?.schemaId).toBeGreaterThanOrEqual(900);
  const content = await contentOf({ ...source, schemas: there }, catalogue, front.partition, one as never);
  expect(content).toMatchObject({ read: { value: { sku: 'lp-1' } }, key: 'lp-1', state: null });

  shop = await startShop(log, 'q', source.wire, none, none, [catalogue]);
  const order = { what: 'retry-key', processor: 'catalogue', key: 'lp-1', reason: 'corrected' } as const;
  const { processor, partitions, asked } = askingOf(order, cases);
  const writer = await log.writer();
  const sending = { writer, prefix: 'q', wire: source.wire.writer('catalogue.operations') };
  await sendOperation(sending, processor, partitions, asked, { id: 'retry-1', actor: null, now: 1 });
  await writer.close();
  await vi.waitFor(async () => {
    await cases.refresh();
    expect(cases.all().map(({ one: { status } }) => status)).toEqual(['HEALED', 'HEALED']);
  }, soon);
  const facts = await readAll<Product>(source, 'products');
  expect(facts.map(({ value }) => [value.title, value.event.causes])).toEqual([['Second', ['First', 'Second']]]);
}, 60_000);
