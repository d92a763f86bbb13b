import avro from 'avsc';
import { describe, expect, it } from 'vitest';
import type { AvroSchema, NamedSchema, RecordSchema } from './avro.ts';
import { assembleSchema } from './generate/assemble.ts';
import { findGrowthViolations } from './growth/rules.ts';
import { parseSchemaFile, releasedSchemas, schemaFolders, sharedTypes } from './load.ts';
import { processors } from './processors.ts';
import { topicSettings } from './settings.ts';
import { topics } from './topics.ts';

/** Every named type of a schema, by full name. A copy in the same file would be an error of its own. */
function namedTypes(schema: unknown, namespace = '', found = new Map<string, NamedSchema>()): Map<string, NamedSchema> {
  if (typeof schema !== 'object' || schema === null) return found;
  const node = schema as NamedSchema & Record<string, unknown>;
  const inner = node.namespace ?? namespace;
  if (node.type === 'record' || node.type === 'enum') found.set(`${inner}.${node.name}`, node);
  for (const value of Object.values(node)) namedTypes(value, inner, found);
  return found;
}

function parse(schema: AvroSchema): avro.Type {
  return avro.Type.forSchema(schema as avro.Schema);
}

function resolves(reader: AvroSchema, writer: AvroSchema): boolean {
  try {
    // A fresh options object for each resolver: avsc keeps state in it.
    parse(reader).createResolver(parse(writer), { ignoreNamespaces: true } as never);
    return true;
  } catch {
    return false;
  }
}

describe.each(schemaFolders())('given the schema %s', folder => {
  const schema = parseSchemaFile(folder);
  const entries = topics.filter(topic => topic.schema === folder);

  it('then it keeps every rule of schemas that can grow', () => {
    expect(
      findGrowthViolations(
        schema,
        releasedSchemas(folder).map(({ schema: before }) => before),
      ),
    ).toEqual([]);
  });

  it('then avsc reads back what it wrote, defaults included', () => {
    const type = parse(schema);
    const value = type.random();
    expect(type.compare(type.fromBuffer(type.toBuffer(value)), value)).toBe(0);
    expect(resolves(schema, schema)).toBe(true);
  });

  it('then its name is the catalogue’s', () => {
    expect(`${schema.namespace}.${schema.name}`).toBe(`longplay.${folder.replaceAll('-', '_')}.${entries[0]?.record}`);
    expect(new Set(entries.map(entry => entry.record)).size).toBe(1);
  });

  it('then what is shared stands in it as in schemas/shared', () => {
    const shared = sharedTypes();
    for (const name of namedTypes(schema).keys()) {
      if (name.startsWith('longplay.shared.')) expect([...shared.keys()]).toContain(name);
    }
    expect(assembleSchema(schema, shared)).toEqual(schema);
  });

  it('then its data subject is the customer, where it holds personal data', () => {
    const personal = [...JSON.stringify(schema).matchAll(/"personal":true/g)].length;
    expect(schema.dataSubject).toBe(personal > 0 ? 'customerId' : undefined);
  });

  it('then every released version reads it, and it reads every released version', () => {
    for (const { version, schema: before } of releasedSchemas(folder)) {
      expect(resolves(schema, before), `reads ${version}`).toBe(true);
      expect(resolves(before, schema), `is read by ${version}`).toBe(true);
    }
  });
});

describe('given a change that would break readers', () => {
  const before = parseSchemaFile('stock-replies');
  const changed = (fields: RecordSchema['fields']): RecordSchema => ({ ...before, fields });

  it('then the released versions tell: a required field came, one went, a type changed', () => {
    expect(resolves(changed([...before.fields, { name: 'more', type: 'string' }]), before)).toBe(false);
    expect(resolves(before, changed(before.fields.slice(1)))).toBe(false);
    const retyped = before.fields.map(field => (field.name === 'line' ? { ...field, type: 'string' } : field));
    expect(resolves(changed(retyped), before)).toBe(false);
  });
});

describe('given all schemas together', () => {
  it('then a full name means one thing', () => {
    const seen = new Set<string>();
    for (const folder of schemaFolders()) {
      for (const name of namedTypes(parseSchemaFile(folder)).keys()) {
        if (name.startsWith('longplay.shared.')) continue;
        expect(seen.has(name), name).toBe(false);
        seen.add(name);
      }
    }
  });

  it('then each shared type is used', () => {
    const used = new Set(schemaFolders().flatMap(folder => [...namedTypes(parseSchemaFile(folder)).keys()]));
    expect([...sharedTypes().keys()].filter(name => !used.has(name))).toEqual([]);
  });

  it('then every fact but a case carries version, history, deadlines and effects', () => {
    const factFolders = new Set(topics.filter(topic => topic.kind === 'facts').map(topic => topic.schema));
    for (const folder of factFolders) {
      const fields = parseSchemaFile(folder).fields.map(field => field.name);
      const owed =
        folder === 'hospital' ? ['event', 'version'] : ['event', 'version', 'history', 'deadlines', 'effects'];
      expect(fields, folder).toEqual(expect.arrayContaining(owed));
    }
  });

  it('then every record tells what happened', () => {
    for (const folder of schemaFolders()) expect(parseSchemaFile(folder).fields[0]?.name, folder).toBe('event');
  });

  it('then personal data is exactly what is known to be personal', () => {
    const personal = new Set<string>();
    for (const folder of schemaFolders()) {
      for (const type of namedTypes(parseSchemaFile(folder)).values()) {
        if (type.type !== 'record') continue;
        for (const field of type.fields) if (field.personal) personal.add(`${type.name}.${field.name}`);
      }
    }
    expect([...personal].sort()).toMatchInlineSnapshot(`
      [
        "Address.city",
        "Address.country",
        "Address.postalCode",
        "Address.recipient",
        "Address.state",
        "Address.street",
        "CancelOrder.reason",
        "Cancellation.reason",
        "Customer.company",
        "Customer.email",
        "Customer.name",
        "Customer.phone",
        "CustomerDetails.company",
        "CustomerDetails.email",
        "CustomerDetails.name",
        "CustomerDetails.phone",
        "FailShipment.note",
        "Mail.email",
        "Mail.name",
        "Order.note",
        "PlaceOrder.note",
        "ReturnCase.reason",
        "ReturnOrder.reason",
        "ReturnShipment.note",
        "Shipment.note",
        "WelcomeMail.email",
        "WelcomeMail.name",
      ]
    `);
  });
});

describe('given the catalogue', () => {
  it('then a name stands once, and makes a topic name that Kafka takes without collisions', () => {
    expect(new Set(topics.map(topic => topic.name)).size).toBe(topics.length);
    // '.' and '_' collide in Kafka's metric names, so '_' is never used.
    for (const topic of topics) expect(topic.name).toMatch(/^[a-z]+([-.][a-z]+)*$/);
  });

  it('then facts have one writer, a processor', () => {
    for (const topic of topics.filter(({ kind }) => kind === 'facts')) {
      expect(processors).toContain(topic.owner);
      expect(topic.alsoWrittenBy).toEqual([]);
    }
  });

  it('then each processor owns exactly one topic of facts beside its hospital', () => {
    for (const processor of processors) {
      const owned = topics
        .filter(topic => topic.kind === 'facts' && topic.owner === processor)
        .map(topic => topic.name);
      expect(owned.filter(name => name !== `${processor}.hospital`)).toHaveLength(1);
      expect(owned).toContain(`${processor}.hospital`);
      expect(topics.map(topic => topic.name)).toEqual(
        expect.arrayContaining([`${processor}.outcomes`, `${processor}.operations`]),
      );
    }
  });

  it('then facts are compacted and never deleted, requests deleted by nobody but the runtime', () => {
    for (const topic of topics) {
      const settings = new Map(topicSettings(topic).map(setting => [setting.name, setting.value]));
      expect(settings.get('cleanup.policy')).toBe(topic.kind === 'facts' ? 'compact' : 'delete');
      if (topic.kind === 'requests')
        expect([settings.get('retention.ms'), settings.get('retention.bytes')]).toEqual(['-1', '-1']);
    }
  });

  it('then no setting stands twice for a topic', () => {
    for (const topic of topics) {
      const names = topicSettings(topic).map(setting => setting.name);
      expect(new Set(names).size).toBe(names.length);
    }
  });
});
