import avsc from 'avsc';
import { describe, expect, it } from 'vitest';
import type { AvroType } from './avsc.ts';
import { createResolver } from './resolver.ts';
import { parseSchema, parseWriterSchema } from './schema.ts';

const ours = (schema: unknown) => parseSchema(JSON.stringify(schema));

function write(type: AvroType, value: unknown): Buffer {
  const bytes = Buffer.alloc(1_024);
  return bytes.subarray(0, type.encode(value, bytes, 0));
}

function read(reader: unknown, writer: unknown, value: unknown): unknown {
  const type = ours(reader);
  const bytes = write(ours(writer), value);
  const found = type.decode(bytes, 0, createResolver(type, ours(writer)));
  expect(found.offset).toBe(bytes.length);
  return found.value;
}

const record = (name: string, fields: unknown[], more = {}) => ({ type: 'record', name, fields, ...more });

describe('given a union', () => {
  it('then with at most one branch beside null the value stands bare', () => {
    expect(read(['null', 'string'], ['null', 'string'], 'x')).toBe('x');
    expect(read(['string', 'null'], ['string', 'null'], null)).toBe(null);
    expect(read(['string'], ['string'], 'x')).toBe('x');
    expect(read(['null', record('R', [])], ['null', record('R', [])], {})).toEqual({});
  });

  it('then with more it names its branch, whichever they are', () => {
    const union = ['null', 'string', 'int'];
    expect(read(union, union, null)).toBe(null);
    expect(read(union, union, { int: 1 })).toEqual({ int: 1 });
    expect(read(union, 'string', 'x')).toEqual({ string: 'x' });
  });

  it('then a value goes into the branch of its own type, not into the first that could take it', () => {
    expect(read(['bytes', 'string'], 'string', 'x')).toEqual({ string: 'x' });
    expect(read(['double', 'long'], 'long', 7)).toEqual({ long: 7 });
    expect(read(['float', 'double'], 'long', 7)).toEqual({ float: 7 });
  });

  it('then reading with one branch less fails at once, for all values', () => {
    expect(() => read(['null', 'string'], ['null', 'string', 'int'], null)).toThrow(/cannot read/);
  });
});

describe('given names', () => {
  it('then a moved namespace breaks nothing', () => {
    const before = record('a.Order', [{ name: 'line', type: record('a.Line', [{ name: 'n', type: 'int' }]) }]);
    const after = record('b.Order', [{ name: 'line', type: record('b.Line', [{ name: 'n', type: 'int' }]) }]);
    expect(read(after, before, { line: { n: 1 } })).toEqual({ line: { n: 1 } });
  });

  it('then an alias finds a renamed field and a renamed record', () => {
    const before = record('Old', [{ name: 'a', type: 'int' }]);
    const after = record('New', [{ name: 'b', type: 'long', aliases: ['a'] }], { aliases: ['Old'] });
    expect(read(after, before, { a: 1 })).toEqual({ b: 1 });
  });
});

describe('given what avsc gets wrong', () => {
  // The record A fits P by its alias, until its leaf lacks a field; then Q. The same pair of leaves comes again in y.
  const leaf = (field: string) => record('Leaf', [{ name: field, type: 'int' }]);
  const writer = record('Root', [
    { name: 'x', type: record('A', [{ name: 'leaf', type: leaf('other') }]) },
    { name: 'y', type: 'Leaf' },
  ]);
  const reader = record('Root', [
    {
      name: 'x',
      type: [
        record('P', [{ name: 'leaf', type: leaf('needed') }], { aliases: ['A'] }),
        record('Q', [], { aliases: ['A'] }),
      ],
    },
    { name: 'y', type: 'Leaf' },
  ]);
  const bare = (schema: unknown) => avsc.Type.forSchema(schema as string, { wrapUnions: true }) as unknown as AvroType;

  it('then avsc takes a pair for good that failed in a union before, and cannot decode', () => {
    const resolver = bare(reader).createResolver(bare(writer), { ignoreNamespaces: true });
    expect(resolver._read).toBeTypeOf('function');
  });

  it('then the codec refuses the pair, and says why', () => {
    expect(() => createResolver(ours(reader), ours(writer))).toThrow('no matching field for default-less Leaf.needed');
  });

  it('then the probe finds such a resolver, however it came to be', () => {
    expect(() => createResolver(bare(reader), bare(writer))).toThrow('_read is not a function');
  });

  it('then one pair’s resolver is not used for another of the same names', () => {
    const small = record('R', [{ name: 'a', type: 'int' }]);
    const large = record('R', [
      { name: 'b', type: 'string' },
      { name: 'a', type: 'int' },
    ]);
    expect(read(small, small, { a: 1 })).toEqual({ a: 1 });
    expect(read(small, large, { a: 1, b: 'x' })).toEqual({ a: 1 });
  });

  it('then a default that avsc refuses does not make the records of its writer unreadable', () => {
    const odd = record('R', [
      { name: 'a', type: ['null', 'string'], default: 'x' },
      { name: 'inner', type: record('I', [{ name: 'n', type: { type: 'array', items: 'int' }, default: 'no' }]) },
    ]);
    expect(() => ours(odd)).toThrow(/default/);
    expect(() => parseWriterSchema(JSON.stringify(odd))).not.toThrow();
  });

  it('then a map keeps a key "__proto__"', () => {
    const map = { type: 'map', values: 'int' };
    const found = read(map, map, JSON.parse('{"__proto__": 1, "a": 2}')) as object;
    expect(Object.entries(found)).toEqual([
      ['__proto__', 1],
      ['a', 2],
    ]);
  });

  it('then records carry their fields and nothing else', () => {
    const found = read(record('R', [{ name: 'a', type: 'int' }]), record('R', [{ name: 'a', type: 'int' }]), { a: 1 });
    const keys: string[] = [];
    for (const key in found as object) keys.push(key);
    expect(keys).toEqual(['a']);
  });
});

describe('given a recursive schema', () => {
  const tree = record('Tree', [
    { name: 'name', type: 'string' },
    { name: 'children', type: { type: 'array', items: 'Tree' } },
    { name: 'parent', type: ['null', 'Tree'], default: null },
  ]);

  it('then it is probed and read', () => {
    const value = { name: 'a', children: [{ name: 'b', children: [], parent: null }], parent: null };
    expect(read(tree, tree, value)).toEqual(value);
  });

  it('then one without a finite value is no endless loop', () => {
    const endless = record('Endless', [{ name: 'next', type: 'Endless' }]);
    expect(() => createResolver(ours(endless), ours(endless))).not.toThrow();
  });
});
