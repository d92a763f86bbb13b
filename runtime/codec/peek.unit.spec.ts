import { describe, expect, it } from 'vitest';
import { createCodec } from './codec.ts';

const inner = { type: 'record', name: 'Inner', fields: [{ name: 'version', type: 'long' }] };
const before = [
  { name: 'text', type: 'string' },
  { name: 'inner', type: inner },
  { name: 'perhaps', type: ['null', 'Inner'], default: null },
  { name: 'list', type: { type: 'array', items: 'Inner' } },
  { name: 'map', type: { type: 'map', values: 'string' } },
  { name: 'kind', type: { type: 'enum', name: 'Kind', symbols: ['A', 'B'] } },
];
const schema = (fields: unknown[]) => JSON.stringify({ type: 'record', name: 'shop.Fact', fields });
const whole = schema([...before, { name: 'version', type: 'long' }, { name: 'after', type: 'string' }]);
const narrow = schema([{ name: 'version', type: 'int' }]);
const renamed = schema([{ name: 'number', type: 'long' }]);
const reader = schema([{ name: 'version', type: 'long', aliases: ['number'] }]);

const fact = (version: number) => ({
  text: 'Köln',
  inner: { version: 1 },
  perhaps: { version: 2 },
  list: [{ version: 3 }, { version: 4 }],
  map: { a: 'b' },
  kind: 'B',
  version,
  after: 'something',
});

const schemas: Record<number, string> = { 1: whole, 2: narrow, 3: renamed };
const codec = createCodec({ schemas: { schemaById: async id => schemas[id] as string } });
const bytes = codec.writer(whole, 1).encode(fact(7));

describe('given a value of which one number is asked', () => {
  it.each([0, 7, 1_000, -1, 2 ** 31, 2 ** 53 - 1])('then %d is read without what stands behind it', async version => {
    const reads = codec.reader<{ version: number }>(whole);
    const value = codec.writer(whole, 1).encode(fact(version));
    await reads.prepare([value]);
    expect(reads.peek('version')(value)).toBe(version);
    expect(reads.decode(value).version).toBe(version);
    expect(reads.peek('version')(value.subarray(0, -5))).toBe(version);
  });

  it('then it is read whatever version of the schema it was written with', async () => {
    const reads = codec.reader(reader);
    const other = codec.writer(narrow, 2).encode({ version: 9 });
    await reads.prepare([bytes, other]);
    expect([bytes, other].map(reads.peek('version'))).toEqual([7, 9]);
  });

  it('then only decoding tells of a field with another name, or of another type', async () => {
    const reads = codec.reader<{ version: number }>(reader);
    const other = codec.writer(renamed, 3).encode({ number: 9 });
    await reads.prepare([bytes, other]);
    expect(reads.peek('version')(other)).toBeNull();
    expect(reads.decode(other).version).toBe(9);
    expect(codec.reader(whole).peek('text')(bytes)).toBeNull();
    expect(codec.reader(whole).peek('unheard of')(bytes)).toBeNull();
  });

  it('then only decoding tells of bytes that end before it, or are of nobody', async () => {
    const reads = codec.reader(whole);
    await reads.prepare([bytes]);
    expect(reads.peek('version')(bytes.subarray(0, 20))).toBeNull();
    expect(reads.peek('version')(Buffer.from('no Avro'))).toBeNull();
    expect(reads.peek('version')(Buffer.alloc(2))).toBeNull();
  });

  it('then only decoding tells where an upcaster takes the value on', async () => {
    const up = (old: { number: number }) => ({ version: old.number * 10 });
    const lifts = codec.reader<{ version: number }>(reader, [{ from: renamed, to: reader, up: up as never }]);
    const narrower = codec.reader<{ version: number }>(reader, [
      { from: narrow, to: reader, up: (({ version }: { version: number }) => ({ version: version * 10 })) as never },
    ]);
    const old = codec.writer(renamed, 3).encode({ number: 4 });
    const other = codec.writer(narrow, 2).encode({ version: 4 });
    await lifts.prepare([old, other]);
    expect(lifts.peek('version')(old)).toBeNull();
    expect(lifts.decode(old).version).toBe(40);
    expect(narrower.peek('version')(other)).toBeNull();
    expect(narrower.decode(other).version).toBe(40);
  });
});
