import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { createSchemaRegistry, type SchemaRegistry } from '../registry/client.ts';
import { valueSubject } from '../registry/register.ts';
import { createCodec } from './codec.ts';

const record = (fields: unknown[]) =>
  JSON.stringify({ type: 'record', name: 'Parcel', namespace: 'codec.int', fields });
const first = record([{ name: 'id', type: 'string' }]);
const second = record([
  { name: 'id', type: 'string' },
  { name: 'weight', type: ['null', 'long'], default: null },
]);

describe('given a real registry', () => {
  const subject = valueSubject(`codec-${randomBytes(6).toString('hex')}`);
  let registry: SchemaRegistry;
  let ids: number[];

  beforeAll(async () => {
    registry = createSchemaRegistry({ url: inject('registryUrl') });
    await registry.setLevel(subject, 'FULL_TRANSITIVE');
    ids = [await registry.register(subject, first), await registry.register(subject, second)];
  });

  it('then records of every version are read, also of one that was soft-deleted since', async () => {
    const codec = createCodec({ schemas: registry });
    const [old, fresh] = [
      codec.writer(first, ids[0] as number).encode({ id: 'p-1' }),
      codec.writer(second, ids[1] as number).encode({ id: 'p-2', weight: 5 }),
    ];
    const deleted = await fetch(`${inject('registryUrl')}/subjects/${subject}/versions/1`, { method: 'DELETE' });
    expect(deleted.status).toBe(200);
    for (const [schema, expected] of [
      [first, [{ id: 'p-1' }, { id: 'p-2' }]],
      [
        second,
        [
          { id: 'p-1', weight: null },
          { id: 'p-2', weight: 5 },
        ],
      ],
    ] as const) {
      const reader = createCodec({ schemas: registry, believedAfter: 0 }).reader(schema);
      await reader.prepare([old, fresh]);
      expect([reader.decode(old), reader.decode(fresh)]).toEqual(expected);
    }
  });

  it('then an id that it does not have is a record that cannot be read, and no failure of the registry', async () => {
    const reader = createCodec({ schemas: registry, believedAfter: 0 }).reader(first);
    const bytes = Buffer.from([0, 0x7f, 0xff, 0xff, 0xf0, 2, 0x61]);
    await reader.prepare([bytes]);
    expect(() => reader.decode(bytes)).toThrow(
      expect.objectContaining({ reason: 'unknown-schema', schemaId: 0x7f_ff_ff_f0, bytes }),
    );
    expect(reader.prepare([bytes])).toBeUndefined();
  });

  it('then one that is away is retriable, and the record is read when it is back', async () => {
    const away = createSchemaRegistry({ url: 'http://127.0.0.1:1', patience: 100 });
    let up = false;
    const codec = createCodec({ schemas: { schemaById: id => (up ? registry : away).schemaById(id) } });
    const reader = codec.reader(second);
    const bytes = codec.writer(second, ids[1] as number).encode({ id: 'p-2', weight: 5 });
    await expect(reader.prepare([bytes])).rejects.toMatchObject({
      code: 'LP_CODEC_SCHEMAS_UNAVAILABLE',
      kind: 'retriable',
    });
    up = true;
    await reader.prepare([bytes]);
    expect(reader.decode(bytes)).toEqual({ id: 'p-2', weight: 5 });
  });
});
