import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schemaText } from '../../schemas/load.ts';
import { topics } from '../../schemas/topics.ts';
import { createKafkajsLog } from '../log/kafkajs/log.ts';
import type { Log } from '../log/port.ts';
import { createLogger, type Logger } from '../observe/logger.ts';
import { connectPostgres, type Sql } from '../postgres/connect.ts';
import { createSchemaRegistry } from '../registry/client.ts';
import { valueSubject } from '../registry/register.ts';
import { startStack } from '../stack/stack.ts';
import type { Stack } from '../stack/types.ts';
import { localKeyEncryptionKey } from '../vault/key-encryption-key.ts';
import type { Vault } from '../vault/port.ts';
import { openPostgresVault } from '../vault/postgres.ts';
import { createCodec } from './codec.ts';
import { createSealer } from './sealer.ts';

const downloads = fileURLToPath(new URL('../../.longplay/downloads', import.meta.url));
const run = randomBytes(6).toString('hex');

type Json = { [key: string]: unknown };

const topicsWithPeople = topics.filter(topic => schemaText(topic).includes('"personal":true'));

/** A record with every field filled, every personal one with a text that can be searched for. */
function fullRecord(schema: Json, personalTexts: string[]): Json {
  const named = new Map<string, Json>();
  const exampleOf = (type: unknown, name: string, namespace: string): unknown => {
    if (Array.isArray(type))
      return exampleOf(
        type.find(branch => branch !== 'null'),
        name,
        namespace,
      );
    if (typeof type === 'string') {
      const known = named.get(type.includes('.') ? type : `${namespace}.${type}`);
      return known === undefined ? primitives[type] : exampleOf(known, name, namespace);
    }
    const definition = type as Json & { fields: Json[]; symbols: string[] };
    const inner = (definition.namespace as string | undefined) ?? namespace;
    if (definition.name !== undefined) named.set(`${inner}.${definition.name}`, definition);
    switch (definition.type) {
      case 'record':
        return Object.fromEntries(definition.fields.map(field => [field.name, fieldOf(field, name, inner)]));
      case 'enum':
        return definition.symbols.at(-1);
      case 'array':
        return [exampleOf(definition.items, name, inner)];
      case 'map':
        return { key: exampleOf(definition.values, name, inner) };
      default:
        return exampleOf(definition.type, name, inner);
    }
  };
  const fieldOf = (field: Json, path: string, namespace: string): unknown => {
    const place = `${path}.${field.name}`;
    if (field.personal !== true) return exampleOf(field.type, place, namespace);
    const text = `Zoë ${run} personal ${place}`;
    personalTexts.push(text);
    return text;
  };
  return exampleOf(schema, String(schema.name), '') as Json;
}

const primitives: Json = {
  string: `public-${run}`,
  int: 1,
  long: 2,
  boolean: true,
  double: 1.5,
  float: 1.5,
  bytes: Buffer.from('b'),
};

/** Files below a folder, with their bytes; but those that are nothing than reserved room, as Kafka's indexes. */
function* filesIn(folder: string): Generator<{ file: string; bytes: Buffer }> {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const file = join(folder, name);
    // A file that goes away meanwhile holds nothing.
    const stat = statSync(file, { throwIfNoEntry: false });
    if (stat?.isFile() && stat.blocks > 0) yield { file, bytes: readFileSync(file) };
  }
}

/** Of `wanted`, what stands in none of the files. */
function missingIn(folder: string, wanted: readonly string[]): string[] {
  let missing = [...wanted];
  for (const { bytes } of filesIn(folder)) missing = missing.filter(text => !bytes.includes(text));
  return missing;
}

function filesWith(folder: string, wanted: readonly Buffer[]): string[] {
  return [...filesIn(folder)].filter(({ bytes }) => wanted.some(text => bytes.includes(text))).map(({ file }) => file);
}

describe('given records with personal data, written to Kafka, their keys in Postgres, and everything logged', () => {
  let home: string;
  let stack: Stack;
  let log: Log;
  let sql: Sql;
  let vault: Vault;
  let logger: Logger;
  let printed = '';
  const personal: string[] = [];
  const ciphertexts: string[] = [];
  const bytesByTopic = new Map<string, Buffer>();
  const subject = `customer-${run}`;

  beforeAll(async () => {
    // As root, Postgres runs as another user, who must be able to enter.
    home = mkdtempSync(join(tmpdir(), 'longplay-plain-'));
    chmodSync(home, 0o755);
    const start = { kafka: true, registry: true, postgres: true };
    stack = await startStack({
      home,
      downloads,
      start,
      ports: { kafka: 0, registry: 0, postgres: 0 },
      onProgress: () => {},
    });
    logger = createLogger({ level: 'trace', format: 'json', destination: { write: line => (printed += line) } });
    log = createKafkajsLog({ brokers: stack.kafkaBrokers as string[], clientId: 'plain-text', logger });
    sql = connectPostgres({ url: stack.databaseUrl as string, tls: 'disable', name: 'plain-text' });
    const kek = await localKeyEncryptionKey(join(home, 'vault.key'));
    vault = await openPostgresVault({ sql, keyEncryptionKeys: [kek], keepFor: 0 });
    const registry = createSchemaRegistry({ url: stack.registryUrl as string });
    const codec = createCodec({ schemas: registry });
    const writer = await log.writer();
    for (const topic of topicsWithPeople) {
      const name = `${run}.${topic.name}`;
      const text = schemaText(topic);
      await log.admin.createTopics([{ name, partitions: 1, replication: 1, config: {} }]);
      const id = await registry.register(valueSubject(name), text);
      const record = fullRecord(JSON.parse(text), personal);
      record.customerId = subject;
      const sealed = await createSealer<Json>(text, vault).seal(record);
      ciphertexts.push(...(JSON.stringify(sealed).match(/lp1\.[\w-]+/g) ?? []));
      const value = codec.writer<Json>(text, id).encode(sealed);
      bytesByTopic.set(topic.name, value);
      await writer.append([{ topic: name, key: Buffer.from(subject), value }]);
      logEverything(() => codec.writer<Json>(text, id).encode(record), { topic: name, id });
      const reader = codec.reader<Json>(text);
      await reader.prepare([value]);
      logEverything(() => reader.decode(value.subarray(0, -1)), { topic: name });
    }
    await writer.close();
  }, 240_000);

  afterAll(async () => {
    await log?.close();
    await sql?.end();
    await stack?.stop();
    rmSync(home, { recursive: true, force: true });
  });

  /** What a processor would log: the failure, at a level that shows all there is. */
  function logEverything(work: () => unknown, context: Json): void {
    try {
      work();
    } catch (error) {
      logger.error(error);
      logger.error({ ...context, err: error }, 'parked');
      logger.error({ ...context, problem: error, all: { ...(error as object) } }, 'as it is');
      return;
    }
    throw new Error('it should have failed');
  }

  it('then there is something to be found: each personal field of each topic, and its ciphertext in the segments', () => {
    expect(topicsWithPeople.map(topic => topic.name)).toContain('orders');
    expect(personal.length).toBeGreaterThanOrEqual(2 * topicsWithPeople.length);
    expect(ciphertexts).toHaveLength(personal.length);
    expect(missingIn(join(home, 'data', 'kafka'), [...ciphertexts, `public-${run}`])).toEqual([]);
    expect(printed).toContain('LP_CODEC_PERSONAL_PLAINTEXT');
    expect(printed).toContain('LP_CODEC_UNDECODABLE');
  });

  it('then no file of Kafka, the registry or Postgres, and no log, holds any of it in plain text', async () => {
    await sql`checkpoint`;
    const forms = personal.flatMap(text => [
      Buffer.from(text),
      Buffer.from(JSON.stringify(text).slice(1, -1)),
      Buffer.from(text, 'utf16le'),
    ]);
    expect(filesWith(home, forms)).toEqual([]);
    for (const text of personal) expect(printed).not.toContain(text);
  });

  it('then no log holds a ciphertext either, nor a record’s bytes', () => {
    for (const text of ciphertexts) expect(printed).not.toContain(text);
    for (const value of bytesByTopic.values())
      expect(printed).not.toContain(value.subarray(5, 60).toString('base64').slice(0, 40));
    expect(
      filesWith(
        join(home, 'logs'),
        ciphertexts.map(text => Buffer.from(text)),
      ),
    ).toEqual([]);
  });

  it('then no file but the key’s own holds a key that could open it', async () => {
    const secret = (await vault.keysFor([subject])).get(subject)?.secret?.export() as Buffer;
    const kek = Buffer.from(readFileSync(join(home, 'vault.key'), 'utf8').trim(), 'base64');
    const forms = [secret, kek].flatMap(key => [
      key,
      Buffer.from(key.toString('hex')),
      Buffer.from(key.toString('base64')),
    ]);
    expect(filesWith(home, forms)).toEqual([join(home, 'vault.key')]);
    for (const key of [secret, kek]) expect(printed).not.toContain(key.toString('hex'));
  });

  it('then who has the keys reads it, and nobody does once the subject’s is destroyed', async () => {
    const registry = createSchemaRegistry({ url: stack.registryUrl as string });
    const codec = createCodec({ schemas: registry });
    const open = async (name: string) => {
      const text = schemaText(topicsWithPeople.find(topic => topic.name === name) as (typeof topicsWithPeople)[0]);
      const reader = codec.reader<Json>(text);
      const value = await lastValue(`${run}.${name}`);
      await reader.prepare([value]);
      return JSON.stringify(await createSealer<Json>(text, vault).open([reader.decode(value)]));
    };
    const before = await Promise.all(topicsWithPeople.map(topic => open(topic.name)));
    for (const text of personal) expect(before.join('\n')).toContain(text);
    await vault.destroy(subject);
    const after = await Promise.all(topicsWithPeople.map(topic => open(topic.name)));
    for (const text of personal) expect(after.join('\n')).not.toContain(text);
    for (const text of ciphertexts) expect(after.join('\n')).not.toContain(text);
  });

  async function lastValue(topic: string): Promise<Buffer> {
    for await (const batch of log.readPartition({ from: { topic, partition: 0, offset: 0n } })) {
      const value = batch.records.at(-1)?.value;
      if (value) return value;
    }
    throw new Error(`${topic} is empty`);
  }
});
