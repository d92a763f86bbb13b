import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { createCodec } from '../../runtime/codec/codec.ts';
import { createKafkajsLog } from '../../runtime/log/kafkajs/log.ts';
import { createLogger } from '../../runtime/observe/logger.ts';
import { createSchemaRegistry } from '../../runtime/registry/client.ts';
import { runProcessor } from '../../runtime/tasks/processor-run.ts';
import { bareEngine } from '../../runtime/tasks/testing/bare.ts';
import { parseSchemaFile, schemaText } from '../../schemas/load.ts';
import type { TopicDefinition } from '../../schemas/topic-definition.ts';
import { topics } from '../../schemas/topics.ts';
import type { Operation } from '../../schemas/types/operations.ts';
import type { Product } from '../../schemas/types/products.ts';
import { catalogue } from '../../streams/catalogue/processor.ts';
import { hospitalOptions } from '../../test/hospital/tally.ts';
import { main } from '../longplay.ts';
import { caseOf, valueWith } from './testing/cases.ts';

const url = inject('registryUrl');
const brokers = inject('kafkaBrokers');
const registry = createSchemaRegistry({ url });
const log = createKafkajsLog({ brokers, clientId: 'retire-spec', logger: createLogger({ level: 'warn' }) });
const stamp = Date.now().toString(36);
afterAll(() => log.close());

async function longplay(prefix: string, ...argv: string[]) {
  const printed = { stdout: '', stderr: '' };
  const stream = (to: 'stdout' | 'stderr') => {
    const write = (text: string) => {
      printed[to] += text;
    };
    return { write } as unknown as NodeJS.WriteStream;
  };
  const env = {
    KAFKA_BROKERS: brokers.join(','),
    SCHEMA_REGISTRY_URL: url,
    DATABASE_URL: inject('databaseUrl'),
    LONGPLAY_PREFIX: prefix,
  };
  const exitCode = await main(argv, { env, stdout: stream('stdout'), stderr: stream('stderr') });
  return { exitCode, ...printed };
}

const append = async (topic: string, records: readonly (readonly [key: string, value: Buffer])[]) => {
  const writer = await log.writer();
  await writer.append(records.map(([key, value]) => ({ topic, key: Buffer.from(key), value })));
  await writer.close();
};
const put = (topic: string, records: readonly (readonly [key: string, id: number])[]) =>
  append(
    topic,
    records.map(([key, id]) => [key, valueWith(id)] as const),
  );

async function softDelete(subject: string, version: number): Promise<void> {
  const response = await fetch(`${url}/subjects/${subject}/versions/${version}`, { method: 'DELETE' });
  expect(response.status).toBe(200);
}

type Registered = { readonly id: number; readonly text: string };

/**
 * Three versions, and a topic that is cleaned at once. The first lacks a field; the second, which its owner writes as long
 * as the program is not replaced, has it with a default; in the file it has none, so that records of the first are in the way.
 */
async function shop(prefix: string) {
  const topic = `${prefix}.products`;
  const schema = parseSchemaFile('products');
  const register = async (text: string): Promise<Registered> => ({
    id: await registry.register(`${topic}-value`, text),
    text,
  });
  const withFields = (fields: readonly object[]) => register(JSON.stringify({ ...schema, fields }));
  const old = await withFields(schema.fields.filter(({ name }) => name !== 'status'));
  const before = await withFields(
    schema.fields.map(field => (field.name === 'status' ? { ...field, default: 'ACTIVE' } : field)),
  );
  const now = await register(schemaText({ schema: 'products' }));
  const cleaned = {
    'cleanup.policy': 'compact',
    'segment.ms': '100',
    'min.cleanable.dirty.ratio': '0.001',
    'min.compaction.lag.ms': '0',
  };
  const named = ['product-requests', 'catalogue.outcomes', 'catalogue.operations', 'catalogue.hospital'];
  await log.admin.createTopics([
    { name: topic, partitions: 1, replication: 1, config: cleaned },
    ...named.map(name => ({ name: `${prefix}.${name}`, partitions: 1, replication: 1, config: {} })),
  ]);
  return { topic, old, before, now, operations: `${prefix}.catalogue.operations` };
}

/** As far as this version knows fields. */
function productOf(sku: string, text: string): object {
  const actor = { kind: 'SHOP', id: '' } as const;
  const product: Product = {
    event: { id: `products/${sku}/1`, type: 'longplay.product.put', time: 0, causes: [], correlationId: sku, actor },
    sku,
    version: 1,
    status: 'ACTIVE',
    title: `Title of ${sku}`,
    artist: '',
    album: null,
    genre: null,
    format: 'LP',
    price: null,
    requests: [],
    history: [],
    historyDropped: 0,
    deadlines: [],
    effects: [],
  };
  const fields = new Set<string>(JSON.parse(text).fields.map((field: { name: string }) => field.name));
  return Object.fromEntries(Object.entries(product).filter(([name]) => fields.has(name)));
}

/** The owner of products, as it was deployed with this version of the schema. */
async function startOwner(prefix: string, products: Registered) {
  const codec = createCodec({ schemas: registry });
  const textOf = (name: string) =>
    name === 'products' ? products.text : schemaText(topics.find(topic => topic.name === name) as TopicDefinition);
  const ids = new Map<string, number>([['products', products.id]]);
  for (const name of ['catalogue.outcomes', 'catalogue.hospital']) {
    ids.set(name, await registry.register(`${prefix}.${name}-value`, textOf(name)));
  }
  // It has written, so that it does not guess where it has read to.
  const input = (name: string) => ({ topic: `${prefix}.${name}`, partition: 0, offset: 0n, metadata: '' });
  await log.admin.commit(`${prefix}.catalogue`, ['product-requests', 'catalogue.operations'].map(input));
  return await runProcessor(
    bareEngine(log, {
      prefix,
      wire: {
        reader: name => codec.reader(textOf(name)),
        writer: name => codec.writer(textOf(name), ids.get(name) as number),
      },
      processors: new Set(['catalogue']),
      hospital: hospitalOptions(),
    }),
    catalogue,
  );
}

async function valuesIn<V>(topic: string, schema: string): Promise<V[]> {
  const reader = createCodec({ schemas: registry }).reader<V>(schemaText({ schema }));
  const found: V[] = [];
  for await (const { records } of log.readPartition({ from: { topic, partition: 0, offset: 0n } })) {
    await reader.prepare(records.map(({ value }) => value));
    for (const { value } of records) if (value !== null) found.push(reader.decode(value));
  }
  return found;
}

const operationsIn = (topic: string) => valuesIn<Operation>(topic, 'operations');

describe('given a record of a version that was deleted in the registry', () => {
  it('when its owner has written it anew and the cleaner has passed, then the check that had named it passes', async () => {
    const prefix = `retire-${stamp}`;
    const { topic, old, before, operations } = await shop(prefix);
    const write = ({ id, text }: Registered, ...keys: string[]) => {
      const encoder = createCodec({ schemas: registry }).writer<object>(text, id);
      return append(
        topic,
        keys.map(key => [key, encoder.encode(productOf(key, text))] as const),
      );
    };
    await write(old, 'a', 'b');
    await write(before, 'b');
    await softDelete(`${topic}-value`, 1);
    const check = () => longplay(prefix, 'schemas', 'check', 'products', '--against', 'topics');
    expect(await check()).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining(
        `${topic} holds 2 live records of the deleted version 1 (id ${old.id}), 1 of them the newest of their key, the first in partition 0 at offset 0 (key a).`,
      ),
    });

    const dry = await longplay(prefix, 'schemas', 'retire', 'products', '1', '--dry-run');
    expect(dry.stdout).toMatch(
      /2 live records, 1 of them the newest of their key\.\ncatalogue would write 1 of them anew/,
    );
    expect([dry.exitCode, await operationsIn(operations)]).toEqual([0, []]);

    const owner = await startOwner(prefix, before);
    let done = false;
    const retiring = longplay(prefix, 'schemas', 'retire', 'products', '1', '--patience', '45').finally(() => {
      done = true;
    });
    // The cleaner leaves the newest segment, so that more has to come.
    for (let more = 0; !done; more++) {
      await write(before, `more-${more}`);
      await sleep(300);
    }
    const { exitCode, stdout, stderr } = await retiring;
    await owner.stop();
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/is dead: no record is written with it\.\n$/);
    expect(await operationsIn(operations)).toMatchObject([
      { type: 'REPUBLISH', republish: { key: null, schemaIds: [old.id] }, event: { actor: { kind: 'OPERATOR' } } },
    ]);
    expect(await check()).toMatchObject({ exitCode: 0 });
    const rewritten = (await valuesIn<Product>(topic, 'products')).find(({ sku }) => sku === 'a');
    expect(rewritten).toMatchObject({ version: 2, title: 'Title of a', event: { actor: { kind: 'OPERATOR' } } });
  }, 120_000);
});

describe('given records of an old version', () => {
  it('when nobody writes them anew, then they are left, and who was asked is named', async () => {
    const prefix = `left-${stamp}`;
    const { topic, old } = await shop(prefix);
    await put(topic, [['a', old.id]]);
    const { exitCode, stdout } = await longplay(prefix, 'schemas', 'retire', 'products', '1', '--patience', '0');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('catalogue has 1 record still to write anew');
  });

  it('when another topic holds them too, or it is what is written now, then it is refused', async () => {
    const prefix = `elsewhere-${stamp}`;
    const { topic, old, operations } = await shop(prefix);
    await put(topic, [['a', old.id]]);
    await log.admin.createTopics([{ name: `${prefix}.orders`, partitions: 1, replication: 1, config: {} }]);
    await put(`${prefix}.orders`, [['a', old.id]]);
    const refused = await longplay(prefix, 'schemas', 'retire', 'products', '1');
    expect(refused).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining(`${prefix}.orders holds 1 live record`),
    });
    expect(await operationsIn(operations)).toEqual([]);
    expect(await longplay(prefix, 'schemas', 'retire', 'products', '3')).toMatchObject({ exitCode: 2 });
    expect(await longplay(prefix, 'schemas', 'retire', 'order-requests', '1')).toMatchObject({ exitCode: 2 });
  });

  it('when only an open case of the hospital holds one, then the check fails with its place, and it cannot be retired', async () => {
    const prefix = `parked-${stamp}`;
    const { topic, old, now } = await shop(prefix);
    await put(topic, [['a', now.id]]);
    const hospital = `${prefix}.orders.hospital`;
    const text = schemaText({ schema: 'hospital' });
    const cases = createCodec({ schemas: registry }).writer(text, await registry.register(`${hospital}-value`, text));
    const parked = caseOf('case-1', { topic: 'products', offset: 7, value: valueWith(old.id) });
    await log.admin.createTopics([{ name: hospital, partitions: 1, replication: 1, config: {} }]);
    const writer = await log.writer();
    await writer.append([{ topic: hospital, key: Buffer.from(parked.caseId), value: cases.encode(parked) }]);
    await writer.close();

    const held = `${hospital} holds 1 open case with a record of ${topic} of `;
    const check = await longplay(prefix, 'schemas', 'check', 'products', '--against', 'topics');
    expect(check.exitCode).toBe(1);
    expect(check.stdout).toContain(
      `${held}registry version 1 (id ${old.id}), the first in partition 0 at offset 7 (key k).`,
    );
    expect(await longplay(prefix, 'schemas', 'retire', 'products', '1')).toMatchObject({
      exitCode: 1,
      stdout: `${held}schema id ${old.id} (heal or discard them): it cannot go.\n`,
    });
  });
});
