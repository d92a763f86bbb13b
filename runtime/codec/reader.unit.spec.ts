import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LongplayError } from '../errors.ts';
import { nameSource, sampleArbitrary } from './avro/testing/arbitrary.ts';
import { createCodec } from './codec.ts';
import { UndecodableError } from './undecodable.ts';

/** Schemas by id, in memory: what a registry is, without the wire. */
function codecOver(schemas: Record<number, unknown>) {
  return createCodec({
    believedAfter: 0,
    schemas: {
      async schemaById(id) {
        if (!(id in schemas)) throw new LongplayError('LP_REGISTRY_SCHEMA_UNKNOWN', `There is no schema ${id}.`);
        return typeof schemas[id] === 'string' ? schemas[id] : JSON.stringify(schemas[id]);
      },
    },
  });
}

const record = (fields: unknown[]) => ({ type: 'record', name: 'shop.Order', fields });
const line = {
  type: 'record',
  name: 'Line',
  fields: [
    { name: 'sku', type: 'string' },
    { name: 'price', type: 'long' },
  ],
};
const first = record([
  { name: 'id', type: 'string' },
  { name: 'lines', type: { type: 'array', items: line } },
]);
const second = record([
  { name: 'id', type: 'string' },
  { name: 'lines', type: { type: 'array', items: line } },
  { name: 'channel', type: 'string', default: 'web' },
  { name: 'tags', type: { type: 'array', items: 'string' }, default: [] },
]);
const value = {
  id: 'o-1',
  lines: [
    { sku: 'LP-1', price: 5 },
    { sku: 'LP-2', price: 7 },
  ],
};

async function failure(schemas: Record<number, unknown>, reader: unknown, bytes: Buffer): Promise<UndecodableError> {
  const decoder = codecOver(schemas).reader(JSON.stringify(reader));
  await decoder.prepare([bytes]);
  try {
    decoder.decode(bytes);
  } catch (error) {
    if (error instanceof UndecodableError) return error;
    throw error;
  }
  throw new Error('it was read');
}

describe('given records of several versions', () => {
  const codec = codecOver({ 1: first, 2: second });
  const old = codec.writer(JSON.stringify(first), 1).encode(value);
  const fresh = codec.writer(JSON.stringify(second), 2).encode({ ...value, channel: 'shop', tags: ['a'] });

  it('then each reader sees them in its own shape', async () => {
    const newer = codec.reader(JSON.stringify(second));
    const older = codec.reader(JSON.stringify(first));
    await newer.prepare([old, fresh]);
    expect(newer.decode(old)).toEqual({ ...value, channel: 'web', tags: [] });
    expect(newer.decode(fresh)).toEqual({ ...value, channel: 'shop', tags: ['a'] });
    expect(older.decode(fresh)).toEqual(value);
    expect(older.decode(old)).toEqual(value);
  });

  it('then a reader of a few fields reads those', async () => {
    const narrow = codec.reader(JSON.stringify(record([{ name: 'id', type: 'string' }])));
    await narrow.prepare([old, fresh]);
    expect([narrow.decode(old), narrow.decode(fresh)]).toEqual([{ id: 'o-1' }, { id: 'o-1' }]);
  });

  it('then no two records share a default', async () => {
    const newer = codec.reader<{ tags: string[] }>(JSON.stringify(second));
    await newer.prepare([old]);
    newer.decode(old).tags.push('mine');
    expect(newer.decode(old).tags).toEqual([]);
  });

  it('then a tombstone is null', () => {
    expect(codec.reader(JSON.stringify(first)).decode(null)).toBe(null);
  });

  it('then what is prepared takes no promise any more', async () => {
    const reader = codec.reader(JSON.stringify(second));
    await reader.prepare([old, null, fresh]);
    expect(reader.prepare([old, null, fresh])).toBeUndefined();
  });

  it('then a value that was not prepared is no record to be parked', () => {
    const reader = codecOver({ 1: first }).reader(JSON.stringify(first));
    expect(() => reader.decode(old)).toThrow(
      expect.objectContaining({ code: 'LP_CODEC_SCHEMAS_UNAVAILABLE', kind: 'retriable' }),
    );
  });
});

describe('given bytes that cannot be read', () => {
  const bytes = codecOver({}).writer(JSON.stringify(first), 1).encode(value);
  const body = (...more: number[]) => Buffer.from([0, 0, 0, 0, 1, ...more]);
  const id = [6, 0x6f, 0x2d, 0x31];
  const huge = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01];

  it.each([
    ['nothing', Buffer.alloc(0), 'too-short', null, /0 bytes is too short/],
    ['no id', Buffer.from([0, 0, 0, 1]), 'too-short', null, /4 bytes/],
    ['JSON', Buffer.from('{"id":"o-1"}'), 'bad-magic', null, /byte 123/],
    ['an unknown id', Buffer.from([0, 0, 0, 0, 9, 1]), 'unknown-schema', 9, /There is no schema 9/],
    ['an impossible id', Buffer.from([0, 255, 255, 255, 255, 1]), 'unknown-schema', -1, /No schema/],
    ['only a header', body(), 'truncated', 1, /Schema 1: id: the bytes end/],
    ['a cut text', bytes.subarray(0, -3), 'truncated', 1, /lines\[1\]\.\w+: the bytes end/],
    ['a cut list', bytes.subarray(0, -1), 'truncated', 1, /lines: the bytes end/],
    ['a byte more', Buffer.concat([bytes, Buffer.from([0])]), 'trailing-bytes', 1, /1 bytes are left/],
    ['a negative length', body(1), 'malformed', 1, /id: a length is -1/],
    ['a length beyond the end', body(0x80, 0x01), 'truncated', 1, /id:/],
    [
      'a list of more items than bytes',
      body(...id, 0xfe, 0xff, 0xff, 0x7f),
      'malformed',
      1,
      /lines: a block claims \d+ items/,
    ],
    ['a count beyond reason', body(...id, ...huge, 1), 'malformed', 1, /lines: an index, a length or a count/],
    [
      'a number of more than 64 bits',
      body(...id, 2, 0, 0xff, ...huge),
      'malformed',
      1,
      /price: a number takes more than 64/,
    ],
    [
      'a long that no double holds',
      body(...id, 2, 0, ...huge, 0),
      'long-out-of-range',
      1,
      /lines\[0\]\.price: a long beyond/,
    ],
  ])('then %s is told from the others, with place and bytes', async (_, broken, reason, schemaId, message) => {
    const error = await failure({ 1: first }, first, broken);
    expect(error).toMatchObject({ code: 'LP_CODEC_UNDECODABLE', reason, schemaId });
    expect(error.message).toMatch(message);
    expect(error.bytes).toBe(broken);
  });

  it.each([
    ['an enum', { type: 'enum', name: 'E', symbols: ['A'] }, [4], /a: the enum shop.E has no symbol 2/],
    ['a union', ['null', 'string'], [4], /a: the union has no branch 2/],
    ['an int', 'int', [0x80, 0x80, 0x80, 0x80, 0x20], /a: an int takes more than 32 bits/],
    ['a fixed', { type: 'fixed', name: 'F', size: 4 }, [1, 2], /a: the bytes end/],
    ['a double', 'double', [1, 2], /a: the bytes end/],
    ['a map', { type: 'map', values: 'int' }, [2, 2, 0x78, 0x80], /a\.0: the bytes end|a\[0\]: the bytes end/],
  ])('then the fault inside %s is named', async (_, type, tail, message) => {
    const schema = record([{ name: 'a', type }]);
    const error = await failure({ 1: schema }, schema, body(...tail));
    expect(error.message).toMatch(message);
  });

  it('then a schema that cannot be used, or does not fit, is told from the bytes', async () => {
    expect(await failure({ 1: 'no JSON' }, first, bytes)).toMatchObject({ reason: 'unusable-schema', schemaId: 1 });
    const needs = record([{ name: 'needed', type: 'int' }]);
    const error = await failure({ 1: first }, needs, bytes);
    expect(error.reason).toBe('incompatible-schema');
    expect(error.message).toContain('needed');
  });

  it('then a reader does not mind a long that it skips', async () => {
    const codec = codecOver({ 1: first });
    const reader = codec.reader(JSON.stringify(record([{ name: 'id', type: 'string' }])));
    const odd = body(...id, 2, 0, ...huge, 0);
    await reader.prepare([odd]);
    expect(reader.decode(odd)).toEqual({ id: 'o-1' });
  });

  it('then neither JSON nor a copy of the error shows the bytes', async () => {
    const error = await failure({ 1: first }, first, bytes.subarray(0, -1));
    expect(JSON.parse(JSON.stringify(error))).not.toHaveProperty('bytes');
    expect(Object.keys({ ...error })).not.toContain('bytes');
  });

  it('then, of whatever schema, it is an UndecodableError, at once, or a value that writes the same', () => {
    const cases = fc
      .constant(undefined)
      .chain(() => sampleArbitrary(nameSource('T')))
      .chain(({ schema, value: inner }) =>
        fc.tuple(fc.constant(schema), inner, fc.uint8Array({ maxLength: 12 }), fc.nat(200)),
      );
    return fc.assert(
      fc.asyncProperty(cases, async ([schema, inner, noise, position]) => {
        const text = JSON.stringify(schema);
        const codec = codecOver({ 1: schema });
        const writer = codec.writer(text, 1);
        const reader = codec.reader(text);
        const good = writer.encode(inner) ?? Buffer.from([0, 0, 0, 0, 1]);
        const broken = Buffer.concat([good.subarray(0, 5 + (position % good.length)), noise]);
        await reader.prepare([broken]);
        const start = performance.now();
        try {
          const read = reader.decode(broken);
          if (read !== null) writer.encode(read);
        } catch (error) {
          expect(error).toBeInstanceOf(UndecodableError);
        }
        expect(performance.now() - start).toBeLessThan(10_000);
      }),
      { numRuns: 1_000 },
    );
  });
});
