import { SchemaRegistry as KafkajsRegistry, SchemaType } from '@kafkajs/confluent-schema-registry';
import { describe, expect, inject, it } from 'vitest';
import { parseSchemaFile, schemaText } from '../../schemas/load.ts';
import { topics } from '../../schemas/topics.ts';
import { topicName } from '../topics/spec.ts';
import { createSchemaRegistry } from './client.ts';
import { registerSchemas, valueSubject, type WantedSchema } from './register.ts';

const url = inject('registryUrl');
const registry = createSchemaRegistry({ url });
const stamp = Date.now().toString(36);

function catalogue(prefix: string): WantedSchema[] {
  return topics.map(topic => ({
    subject: valueSubject(topicName(`${prefix}-${stamp}`, topic.name)),
    schema: schemaText(topic),
    level: topic.compatibility,
  }));
}

function one(prefix: string, schema = schemaText({ schema: 'stock-replies' })): WantedSchema {
  return { subject: `${prefix}-${stamp}-value`, schema, level: 'FULL_TRANSITIVE' };
}

/** The stock reply with something else about its fields. */
function changed(change: (fields: readonly object[]) => readonly object[]): string {
  const schema = parseSchemaFile('stock-replies');
  return JSON.stringify({ ...schema, fields: change(schema.fields) });
}

describe('given a real registry', () => {
  it('when the catalogue is registered, then levels are set, shared schemas have one id, and again answers the same', async () => {
    const wanted = catalogue('whole');
    const first = await registerSchemas(registry, wanted);
    expect(first.levelDrift).toEqual([]);
    expect([...first.ids.keys()].toSorted()).toEqual(wanted.map(({ subject }) => subject).toSorted());
    expect(new Set(first.ids.values()).size).toBe(new Set(topics.map(topic => topic.schema)).size);
    for (const { subject } of wanted.slice(0, 5)) {
      expect(await registry.level(subject)).toBe('FULL_TRANSITIVE');
      expect(await registry.versions(subject)).toEqual([1]);
    }

    const again = await registerSchemas(registry, wanted);

    expect(new Map([...again.ids].sort())).toEqual(new Map([...first.ids].sort()));
    for (const { subject } of wanted.slice(0, 5)) expect(await registry.versions(subject)).toEqual([1]);
  });

  it('when a schema is read back by id, then its own attributes are still there', async () => {
    const wanted = one('attributes', schemaText({ schema: 'customers' }));
    const { ids } = await registerSchemas(registry, [wanted]);
    const text = await registry.schemaById(ids.get(wanted.subject) ?? 0);
    expect(JSON.parse(text)).toEqual(parseSchemaFile('customers'));
    expect(text).toContain('"personal":true');
    expect(text).toContain('"dataSubject":"customerId"');
  });

  it('when four processes register the same at the same moment, then all get one id', async () => {
    const wanted = one('race');
    const all = await Promise.all([1, 2, 3, 4].map(() => registerSchemas(createSchemaRegistry({ url }), [wanted])));
    expect(new Set(all.map(({ ids }) => ids.get(wanted.subject))).size).toBe(1);
    expect(await registry.versions(wanted.subject)).toEqual([1]);
    expect(await registry.level(wanted.subject)).toBe('FULL_TRANSITIVE');
  });

  it('when a schema may grow so, then it becomes version 2; when not, then the error names subject, level and reason', async () => {
    const wanted = one('grow');
    await registerSchemas(registry, [wanted]);
    const grown = changed(fields => [...fields, { name: 'note', type: ['null', 'string'], default: null }]);
    await registerSchemas(registry, [{ ...wanted, schema: grown }]);
    expect(await registry.versions(wanted.subject)).toEqual([1, 2]);
    expect((await registry.version(wanted.subject, 'latest'))?.schema).toContain('"note"');

    const breaking = changed(fields => [...fields, { name: 'mandatory', type: 'string' }]);

    await expect(registerSchemas(registry, [{ ...wanted, schema: breaking }])).rejects.toMatchObject({
      code: 'LP_REGISTRY_INCOMPATIBLE',
      message: expect.stringMatching(`${wanted.subject} is not FULL_TRANSITIVE .*mandatory`),
    });
    expect(await registry.versions(wanted.subject)).toEqual([1, 2]);
  });

  it('when several break, then one error tells all of them, and the others are registered', async () => {
    const [a, b, good] = [one('several-a'), one('several-b'), one('several-good')];
    await registerSchemas(registry, [a, b]);
    const schema = changed(fields => fields.slice(1));
    const failure = registerSchemas(registry, [{ ...a, schema }, good, { ...b, schema }]);
    await expect(failure).rejects.toMatchObject({
      code: 'LP_REGISTRY_INCOMPATIBLE',
      message: expect.stringMatching(
        `2 schemas could not be registered:[^]*several-[ab]-${stamp}[^]*several-[ab]-${stamp}`,
      ),
    });
    expect(await registry.versions(good.subject)).toEqual([1]);
  });

  it('when somebody changed the level, then it is told and left, and a new version is not registered under it', async () => {
    const wanted = one('level');
    const { ids } = await registerSchemas(registry, [wanted]);
    await registry.setLevel(wanted.subject, 'BACKWARD');

    const same = await registerSchemas(registry, [wanted]);

    expect(same.ids).toEqual(ids);
    expect(same.levelDrift).toMatchObject([
      {
        subject: wanted.subject,
        expected: 'FULL_TRANSITIVE',
        found: 'BACKWARD',
        remedy: expect.stringContaining('PUT /config/'),
      },
    ]);
    expect(await registry.level(wanted.subject)).toBe('BACKWARD');
    const schema = changed(fields => [...fields, { name: 'note', type: ['null', 'string'], default: null }]);
    await expect(registerSchemas(registry, [{ ...wanted, schema }])).rejects.toMatchObject({
      code: 'LP_REGISTRY_LEVEL_DRIFT',
      message: expect.stringContaining(`${wanted.subject} stands at BACKWARD, not at FULL_TRANSITIVE`),
    });
    expect(await registry.versions(wanted.subject)).toEqual([1]);
  });

  it('when somebody had registered without a level, then that is drift, not silently set', async () => {
    const wanted = one('foreign');
    const id = await registry.register(wanted.subject, wanted.schema);
    const { ids, levelDrift } = await registerSchemas(registry, [wanted]);
    expect(ids.get(wanted.subject)).toBe(id);
    expect(levelDrift).toMatchObject([{ subject: wanted.subject, found: await registry.globalLevel() }]);
  });

  it('when an id or a subject is not there, then it says so', async () => {
    await expect(registry.schemaById(2_000_000_000)).rejects.toMatchObject({ code: 'LP_REGISTRY_SCHEMA_UNKNOWN' });
    expect(await registry.versions(`nobody-${stamp}`)).toEqual([]);
    expect(await registry.version(`nobody-${stamp}`, 1)).toBeNull();
    expect(await registry.level(`nobody-${stamp}`)).toBeNull();
    expect(await registry.find(`nobody-${stamp}`, one('x').schema)).toBeNull();
  });

  it('when a schema cannot be parsed, then the registry’s words are told', async () => {
    await expect(registry.register(`broken-${stamp}-value`, '{"type":"rec"}')).rejects.toMatchObject({
      code: 'LP_REGISTRY_REFUSED',
      message: expect.stringContaining('422'),
    });
  });

  it('when a version was soft-deleted, then it is listed only on demand, and still read by id', async () => {
    const wanted = one('deleted');
    const { ids } = await registerSchemas(registry, [wanted]);
    const grown = changed(fields => [...fields, { name: 'note', type: ['null', 'string'], default: null }]);
    await registerSchemas(registry, [{ ...wanted, schema: grown }]);
    await fetch(`${url}/subjects/${wanted.subject}/versions/1`, { method: 'DELETE' });
    expect(await registry.versions(wanted.subject)).toEqual([2]);
    expect(await registry.versions(wanted.subject, { deleted: true })).toEqual([1, 2]);
    expect(await registry.version(wanted.subject, 1, { deleted: true })).toMatchObject({ version: 1 });
    expect(await registry.schemaById(ids.get(wanted.subject) ?? 0)).toContain('StockReply');
    expect(await registry.subjects()).toContain(wanted.subject);
  });

  it('when the URL’s path is wrong, then the error says that this is no registry, also for a schema id', async () => {
    const elsewhere = createSchemaRegistry({ url: new URL('/nothing/here', url).href });
    await expect(elsewhere.schemaById(1)).rejects.toMatchObject({ code: 'LP_REGISTRY_UNEXPECTED' });
    await expect(elsewhere.register('any', '{}')).rejects.toMatchObject({ code: 'LP_REGISTRY_UNEXPECTED' });
  });
});

describe('given users of @kafkajs/confluent-schema-registry', () => {
  it('then they find our schema, get the same id for it, and leave its level as it is', async () => {
    const wanted = one('kafkajs');
    const { ids } = await registerSchemas(registry, [wanted]);
    const theirs = new KafkajsRegistry({ host: url });
    const { id } = await theirs.register(
      { type: SchemaType.AVRO, schema: wanted.schema },
      { subject: wanted.subject, compatibility: 'FULL_TRANSITIVE' as never, updateConfig: false },
    );
    expect(id).toBe(ids.get(wanted.subject));
    const sent = {
      event: { id: 'e', type: 'longplay.stock.reserved', time: 1, causes: [], correlationId: 'o', actor: null },
      orderId: 'o',
      requestId: 'r',
      sku: 's',
      line: 1,
      type: 'RESERVE',
      answer: 'DONE',
    };
    expect(await theirs.decode(await theirs.encode(id, sent))).toMatchObject({ ...sent, quantity: 0, reason: null });
    expect(await registry.level(wanted.subject)).toBe('FULL_TRANSITIVE');
  });
});
