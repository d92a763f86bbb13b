import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { createCodec } from '../../runtime/codec/codec.ts';
import { createKafkajsLog } from '../../runtime/log/kafkajs/log.ts';
import { createLogger } from '../../runtime/observe/logger.ts';
import { createSchemaRegistry } from '../../runtime/registry/client.ts';
import { parseSchemaFile, schemaText } from '../../schemas/load.ts';
import type { Operation } from '../../schemas/types/operations.ts';
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

const put = async (topic: string, records: readonly (readonly [key: string, id: number])[]) => {
  const writer = await log.writer();
  await writer.append(records.map(([key, id]) => ({ topic, key: Buffer.from(key), value: valueWith(id) })));
  await writer.close();
};

/** A first version that lacks a required field, the one of the file, and a topic that is cleaned at once. */
async function shop(prefix: string) {
  const schema = parseSchemaFile('products');
  const fields = schema.fields.filter(({ name }) => name !== 'status');
  const topic = `${prefix}.products`;
  const old = await registry.register(`${topic}-value`, JSON.stringify({ ...schema, fields }));
  const now = await registry.register(`${topic}-value`, schemaText({ schema: 'products' }));
  const config = {
    'cleanup.policy': 'compact',
    'segment.ms': '100',
    'min.cleanable.dirty.ratio': '0.001',
    'min.compaction.lag.ms': '0',
  };
  const operations = `${prefix}.catalogue.operations`;
  await log.admin.createTopics([
    { name: topic, partitions: 1, replication: 1, config },
    { name: operations, partitions: 1, replication: 1, config: {} },
  ]);
  return { topic, old, now, operations };
}

async function operationsIn(topic: string): Promise<Operation[]> {
  const reader = createCodec({ schemas: registry }).reader<Operation>(schemaText({ schema: 'operations' }));
  const found: Operation[] = [];
  for await (const { records } of log.readPartition({ from: { topic, partition: 0, offset: 0n } })) {
    await reader.prepare(records.map(({ value }) => value));
    for (const { value } of records) if (value !== null) found.push(reader.decode(value));
  }
  return found;
}

describe('given records of an old version', () => {
  it('when its owner writes them anew and the cleaner has passed, then it is dead, and the check passes', async () => {
    const prefix = `retire-${stamp}`;
    const { topic, old, now, operations } = await shop(prefix);
    await put(topic, [
      ['a', old],
      ['b', old],
      ['b', now],
    ]);
    const check = () => longplay(prefix, 'schemas', 'check', 'products', '--against', 'topics');
    expect(await check()).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('2 live records') });

    const dry = await longplay(prefix, 'schemas', 'retire', 'products', '1', '--dry-run');
    expect(dry.stdout).toMatch(
      /2 live records, 1 of them the newest of their key\.\ncatalogue would write 1 of them anew/,
    );
    expect([dry.exitCode, await operationsIn(operations)]).toEqual([0, []]);

    let done = false;
    const retiring = longplay(prefix, 'schemas', 'retire', 'products', '1', '--patience', '45').finally(() => {
      done = true;
    });
    // What the owner does; more records after it, since the cleaner leaves the newest segment.
    while (!done && (await operationsIn(operations)).length === 0) await sleep(100);
    expect(await operationsIn(operations)).toMatchObject([
      { type: 'REPUBLISH', republish: { key: null, schemaIds: [old] }, event: { actor: { kind: 'OPERATOR' } } },
    ]);
    await put(topic, [['a', now]]);
    for (let more = 0; !done; more++) {
      await put(topic, [[`more-${more}`, now]]);
      await sleep(300);
    }
    const { exitCode, stdout, stderr } = await retiring;
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/is dead: no record is written with it\.\n$/);
    expect(await check()).toMatchObject({ exitCode: 0 });
  });

  it('when nobody writes them anew, then they are left, and who was asked is named', async () => {
    const prefix = `left-${stamp}`;
    const { topic, old } = await shop(prefix);
    await put(topic, [['a', old]]);
    const { exitCode, stdout } = await longplay(prefix, 'schemas', 'retire', 'products', '1', '--patience', '0');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('catalogue has 1 record still to write anew');
  });

  it('when another topic holds them too, or it is what is written now, then it is refused', async () => {
    const prefix = `elsewhere-${stamp}`;
    const { topic, old, operations } = await shop(prefix);
    await put(topic, [['a', old]]);
    await log.admin.createTopics([{ name: `${prefix}.orders`, partitions: 1, replication: 1, config: {} }]);
    await put(`${prefix}.orders`, [['a', old]]);
    const refused = await longplay(prefix, 'schemas', 'retire', 'products', '1');
    expect(refused).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining(`${prefix}.orders holds 1 live record`),
    });
    expect(await operationsIn(operations)).toEqual([]);
    expect(await longplay(prefix, 'schemas', 'retire', 'products', '2')).toMatchObject({ exitCode: 2 });
    expect(await longplay(prefix, 'schemas', 'retire', 'order-requests', '1')).toMatchObject({ exitCode: 2 });
  });

  it('when only an open case of the hospital holds one, then the check fails with its place, and it cannot be retired', async () => {
    const prefix = `parked-${stamp}`;
    const { topic, old, now } = await shop(prefix);
    await put(topic, [['a', now]]);
    const hospital = `${prefix}.orders.hospital`;
    const text = schemaText({ schema: 'hospital' });
    const cases = createCodec({ schemas: registry }).writer(text, await registry.register(`${hospital}-value`, text));
    const parked = caseOf('case-1', { topic: 'products', offset: 7, value: valueWith(old) });
    await log.admin.createTopics([{ name: hospital, partitions: 1, replication: 1, config: {} }]);
    const writer = await log.writer();
    await writer.append([{ topic: hospital, key: Buffer.from(parked.caseId), value: cases.encode(parked) }]);
    await writer.close();

    const held = `${hospital} holds 1 open case with a record of ${topic} of `;
    const check = await longplay(prefix, 'schemas', 'check', 'products', '--against', 'topics');
    expect(check.exitCode).toBe(1);
    expect(check.stdout).toContain(
      `${held}registry version 1 (id ${old}), the first in partition 0 at offset 7 (key k).`,
    );
    expect(await longplay(prefix, 'schemas', 'retire', 'products', '1')).toMatchObject({
      exitCode: 1,
      stdout: `${held}schema id ${old} (heal or discard them): it cannot go.\n`,
    });
  });
});
