import { describe, expect, inject, it } from 'vitest';
import { createKafkajsLog } from '../../runtime/log/kafkajs/log.ts';
import { createLogger } from '../../runtime/observe/logger.ts';
import { createSchemaRegistry } from '../../runtime/registry/client.ts';
import { parseSchemaFile, schemaText } from '../../schemas/load.ts';
import { main } from '../longplay.ts';
import { refuseBreakingSchemas, registryFindings } from './guard.ts';
import { type Working, workingSchemas } from './working.ts';

const url = inject('registryUrl');
const brokers = inject('kafkaBrokers');
const registry = createSchemaRegistry({ url });
const name = 'stock-replies';
const stamp = Date.now().toString(36);

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

/** A value whose bytes are of no matter: a check goes by ids. */
function valueWith(id: number): Buffer {
  const bytes = Buffer.alloc(6);
  bytes.writeInt32BE(id, 1);
  return bytes;
}

async function softDelete(subject: string, version: number): Promise<void> {
  const answer = await fetch(`${url}/subjects/${subject}/versions/${version}`, { method: 'DELETE' });
  expect(answer.ok, await answer.text()).toBe(true);
}

async function withTopic(prefix: string, ids: readonly (number | null)[]): Promise<string> {
  const log = createKafkajsLog({ brokers, clientId: 'check-spec', logger: createLogger({ level: 'warn' }) });
  const topic = `${prefix}.${name}`;
  try {
    await log.admin.createTopics([{ name: topic, partitions: 1, replication: 1, config: {} }]);
    const writer = await log.writer();
    const records = ids.map((id, at) => ({
      topic,
      key: Buffer.from(`o-${at}`),
      value: id === null ? Buffer.from('text') : valueWith(id),
    }));
    await writer.append(records);
    await writer.close();
  } finally {
    await log.close();
  }
  return topic;
}

/** The schema without one of its required fields: records of it cannot be read by the one of the file. */
function lacking(): string {
  const schema = parseSchemaFile(name);
  const required = schema.fields.find(field => field.default === undefined);
  return JSON.stringify({ ...schema, fields: schema.fields.filter(field => field !== required) });
}

describe('given a version that was deleted in the registry after a record was written with it', () => {
  it('then the check fails with the offset of that record, and passes against the registry alone', async () => {
    const prefix = `alive-${stamp}`;
    const subject = `${prefix}.${name}-value`;
    const old = await registry.register(subject, lacking());
    const now = await registry.register(subject, schemaText({ schema: name }));
    const topic = await withTopic(prefix, [now, old, now]);
    await softDelete(subject, 1);

    const alive = await longplay(prefix, 'schemas', 'check', name, '--against', 'topics');
    expect(alive.stdout).toMatch(new RegExp(`^schemas/${name}/${name}\\.avsc:\\d+:\\d+: .* has no default`));
    expect(alive.stdout).toContain(
      `${topic} holds 1 live record of the deleted version 1 (id ${old}), the first in partition 0 at offset 1 (key o-1).`,
    );
    expect(alive.stdout).toContain('[field-without-default]');
    expect(alive).toMatchObject({ exitCode: 1, stderr: '' });

    expect(await longplay(prefix, 'schemas', 'check', name, '--against', 'registry')).toMatchObject({ exitCode: 0 });

    const all = await longplay(prefix, 'schemas', 'check', name, '--json');
    expect(all.exitCode).toBe(1);
    expect(JSON.parse(all.stdout)).toMatchObject({
      counts: { errors: 1 },
      sources: [expect.stringMatching(/^git:|^releases/), 'registry', 'topics'],
      scanned: 3,
      notes: [`Version 1 of ${subject} (id ${old}) was deleted, but ${topic} holds 1 live record of it.`],
    });
  });
});

describe('given records that nobody can read', () => {
  it('then an unknown id is a no, and so are a value without an id and one that the schema cannot be read from', async () => {
    const prefix = `unknown-${stamp}`;
    const now = await registry.register(`${prefix}.${name}-value`, schemaText({ schema: name }));
    const topic = await withTopic(prefix, [999_999, now, null]);
    const found = await longplay(prefix, 'schemas', 'check', name, '--against', 'topics', '--replay');
    expect(found).toMatchObject({ exitCode: 1, stderr: '' });
    expect(found.stdout).toMatch(/error: .* holds 1 live record of schema id 999999, .* at offset 0 \(key o-0\)/);
    expect(found.stdout).toContain(
      `error: ${topic} holds 1 value without a schema id: no reader can read them. The first is in partition 0 at offset 2 (key o-2).`,
    );
    expect(found.stdout).toMatch(
      /error: 1 live record of .* could not be read .* at offset 1 \(key o-1\): Schema \d+: /,
    );
  });
});

describe('given a version that somebody registered by hand', () => {
  it('then the check says so', async () => {
    const prefix = `byhand-${stamp}`;
    const subject = `${prefix}.${name}-value`;
    const schema = parseSchemaFile(name);
    await registry.register(subject, schemaText({ schema: name }));
    const grown = { ...schema, fields: [...schema.fields, { name: 'note', type: ['null', 'string'], default: null }] };
    await registry.register(subject, JSON.stringify(grown));
    const found = await longplay(prefix, 'schemas', 'check', name);
    expect(found.exitCode).toBe(0);
    expect(found.stdout).toMatch(
      /note: .* says that version 1 is the latest; the registry has a version 2 of .*by hand/,
    );
  });
});

describe('given a start with a schema that breaks', () => {
  const working = workingSchemas().find(one => one.name === name) as Working;
  const fields = parseSchemaFile(name).fields;
  const required = fields.find(field => field.default === undefined && field.type === 'string');
  const withFields = (changed: readonly object[]): string =>
    JSON.stringify({ ...parseSchemaFile(name), fields: changed }, null, 2);
  const renamed = JSON.stringify({ ...parseSchemaFile(name), name: 'Other' });

  it.each([
    ['field-without-default', withFields([...fields, { name: 'mandatory', type: 'string' }])],
    ['type-changed', withFields(fields.map(field => (field === required ? { ...field, type: 'long' } : field)))],
    ['field-without-default', withFields(fields.filter(field => field !== required))],
    [
      'null-not-taken',
      withFields(fields.map(field => (field === required ? { ...field, type: ['null', 'string'] } : field))),
    ],
    ['type-renamed', renamed],
    ['schema-invalid', '{"type": "record"'],
  ])('%s: then it ends with file, line, column, rule and fix, and nothing is registered', async (rule, text) => {
    const prefix = `guard-${rule}-${stamp}-${text.length}`;
    const refused = refuseBreakingSchemas(registry, prefix, [{ ...working, text }]);
    await expect(refused).rejects.toMatchObject({
      code: 'LP_SCHEMAS_INCOMPATIBLE',
      message: expect.stringMatching(new RegExp(`\\nschemas/${name}/${name}\\.avsc:\\d+:\\d+: .*\\[${rule}\\]`)),
    });
    expect(await registry.versions(`${prefix}.${name}-value`, { deleted: true })).toEqual([]);
  });

  it('then the schemas as they are pass, on a new registry and on one that has them', async () => {
    const prefix = `guard-${stamp}`;
    expect(await registryFindings(registry, prefix)).toEqual([]);
    const registered = await longplay(prefix, 'schemas', 'register');
    expect(registered).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^\d+ subjects are registered\n$/) });
    await expect(refuseBreakingSchemas(registry, prefix)).resolves.toBeUndefined();
  });
});
