import { describe, expect, it } from 'vitest';
import { findIncompatibilities } from './incompatibilities.ts';
import { checkLevel, compatibilityLevels, satisfiedLevels } from './level.ts';
import { readSchema } from './read-schema.ts';
import { unwrittenFields } from './unwritten.ts';

const before = `{
  "type": "record", "name": "Order", "namespace": "shop",
  "fields": [
    { "name": "id", "type": "string" },
    { "name": "shipTo", "type": ["null", {
      "type": "record", "name": "Address", "fields": [
        { "name": "street", "type": "string" }
      ] }], "default": null }
  ]
}`;
const after = before.replace(
  '{ "name": "street", "type": "string" }',
  '{ "name": "street", "type": "string" },\n        { "name": "country", "type": "string" }',
);

function record(name: string, ...fields: object[]) {
  return { type: 'record', name, fields };
}

function kinds(reader: string | object, writer: string | object) {
  return findIncompatibilities({ reader, writer }).flatMap(({ causes }) =>
    causes.map(cause => `${cause.kind} ${cause.path}`.trim()),
  );
}

describe('given a required field added inside an optional nested record', () => {
  it('then the field is named with its place in both files, where Java stops at the branch', () => {
    const [found, ...others] = findIncompatibilities({
      reader: readSchema(after, { file: 'order.avsc' }),
      writer: readSchema(before, { file: 'released/3.avsc' }),
    });

    expect(others).toEqual([]);
    expect(found).toMatchObject({
      type: 'MISSING_UNION_BRANCH',
      location: '/fields/1/type/1',
      message: 'reader union lacking writer type: RECORD',
    });
    expect(found?.causes).toEqual([
      {
        kind: 'field-without-default',
        path: 'shipTo.country',
        readerType: 'string',
        writerType: 'record Address',
        names: [],
        reader: { file: 'order.avsc', line: 8, column: 9 },
        writer: { file: 'released/3.avsc', line: 5, column: 42 },
      },
    ]);
  });
});

describe('given types in unions', () => {
  it('then a changed optional type, a further type and a null are told apart', () => {
    expect(kinds(['null', 'int'], ['null', 'long'])).toEqual(['type-changed']);
    expect(kinds(['null', 'int'], ['null', 'int', 'string'])).toEqual(['type-not-taken']);
    expect(kinds(['int', 'string'], ['null', 'int'])).toEqual(['null-not-taken']);
    expect(kinds('int', ['null', 'int'])).toEqual(['null-not-taken']);
  });

  it('then a renamed optional record is found by its type', () => {
    const item = { name: 'a', type: 'int' };
    expect(kinds(['null', record('New', item)], ['null', record('Old', item)])).toEqual(['type-renamed']);
  });

  it('then the items of the meant list are followed', () => {
    const list = (...fields: object[]) => ['null', { type: 'array', items: record('Line', ...fields) }];
    const writer = record('R', { name: 'lines', type: list() });
    const reader = record('R', { name: 'lines', type: list({ name: 'sku', type: 'string' }) });

    expect(kinds(reader, writer)).toEqual(['field-without-default lines[].sku']);
  });
});

describe('given types that hold themselves', () => {
  const node = (value: string, ...more: object[]) =>
    record('Node', { name: 'value', type: value }, { name: 'next', type: ['null', 'Node'] }, ...more);

  it('then the comparison ends, and each difference is told once', () => {
    expect(kinds(node('long'), node('int'))).toEqual([]);
    expect(kinds(node('int'), node('long'))).toEqual(['type-changed value']);
    expect(kinds(node('int', { name: 'x', type: 'int' }), node('int'))).toEqual(['field-without-default x']);
  });

  it('then what rested on an assumption that fell is not believed', () => {
    // B fits as long as A does. The first branch tries that and fails; the second must not find B fitting in memory.
    const a = (last: string) =>
      record('A', { name: 'b', type: record('B', { name: 'a', type: ['null', 'A'] }) }, { name: 'last', type: last });
    const other = { name: 'other', type: 'string', default: '' };
    const reader = [a('int'), { ...record('C', { name: 'b', type: 'B' }, other), aliases: ['A'] }];

    expect(kinds(reader, a('string'))).toEqual(['type-changed last']);
  });
});

describe('given names', () => {
  it('then namespaces are not compared, aliases of types are full names, and those of fields work from the reader’s side', () => {
    const named = (name: string, more: object = {}) => ({ type: 'enum', name, symbols: ['A'], ...more });
    expect(kinds(named('one.E'), named('two.E'))).toEqual([]);
    expect(kinds(named('x.New', { aliases: ['x.Old'] }), named('x.Old'))).toEqual([]);
    expect(kinds(named('x.New', { aliases: ['Old'] }), named('x.Old'))).toEqual([]);
    expect(kinds(named('x.New', { aliases: ['Old'] }), named('y.Old'))).toEqual(['type-renamed']);
    expect(
      kinds(record('R', { name: 'b', aliases: ['a'], type: 'int' }), record('R', { name: 'a', type: 'int' })),
    ).toEqual([]);
    expect(
      kinds(record('R', { name: 'a', type: 'int' }), record('R', { name: 'b', aliases: ['a'], type: 'int' })),
    ).toEqual(['field-without-default a']);
  });

  it('then a field that could be read from two is refused, as Java and the registries do', () => {
    const writer = record('R', { name: 'a', type: 'int' }, { name: 'b', type: 'int' });
    expect(kinds(record('R', { name: 'b', aliases: ['a'], type: 'int' }), writer)).toEqual(['field-ambiguous b']);
  });

  it('then a type may be used before it is defined', () => {
    const schema = record(
      'R',
      { name: 'a', type: ['null', 'E'] },
      { name: 'b', type: { type: 'enum', name: 'E', symbols: ['A'] } },
    );
    expect(kinds(schema, schema)).toEqual([]);
  });
});

describe('given something that is no schema', () => {
  it('then the file and the place are named', () => {
    const fails = (text: string) => () => readSchema(text, { file: 'a.avsc' });
    expect(fails('{ "type": "record",\n  "name": "R" "fields": [] }')).toThrow(
      'a.avsc:2:15: not JSON: , expected, " found.',
    );
    expect(fails('{ "type": "record", "name": "R",\n  "fields": [{ "name": "a", "type": "Nope" }] }')).toThrow(
      'a.avsc:2:37: No type is named Nope.',
    );
    expect(fails('["int", "int"]')).toThrow('a.avsc:1:9: A union with two branches of int.');
    expect(fails('["int", ["null", "string"]]')).toThrow('A union directly inside a union.');
    expect(fails('{ "type": "enum", "name": "E", "symbols": ["A", "A"] }')).toThrow('the same symbol twice');
    expect(fails(`${'['.repeat(5_000)}`)).toThrow('nested more than 1000 levels deep');
  });
});

describe('given a level', () => {
  const with3 = (...names: string[]) => record('R', ...names.map(name => ({ name, type: 'int' })));
  const optional = record('R', { name: 'a', type: 'int' }, { name: 'b', type: 'int', default: 0 });

  it('then every version that breaks is named, each in its direction', () => {
    const previous = [with3('a'), optional, with3('a', 'c')];
    const broken = (level: 'BACKWARD' | 'BACKWARD_TRANSITIVE' | 'FULL_TRANSITIVE' | 'NONE') =>
      checkLevel({ level, previous, candidate: with3('a', 'b') }).breaks.map(one => `${one.version} ${one.direction}`);

    expect(broken('NONE')).toEqual([]);
    expect(broken('BACKWARD')).toEqual(['3 backward']);
    expect(broken('BACKWARD_TRANSITIVE')).toEqual(['1 backward', '3 backward']);
    expect(broken('FULL_TRANSITIVE')).toEqual(['1 backward', '3 backward', '3 forward']);
  });

  it('then a history says which levels it keeps', () => {
    const optionalOnly = [record('R', { name: 'a', type: 'int' }), optional];
    expect(satisfiedLevels(optionalOnly)).toEqual(compatibilityLevels);
    // Its default goes with the third version: the newest one before it does not mind, the first one does.
    expect(satisfiedLevels([...optionalOnly, with3('a', 'b')])).toEqual([
      'NONE',
      'BACKWARD',
      'FORWARD',
      'FORWARD_TRANSITIVE',
      'FULL',
    ]);
    expect(satisfiedLevels([with3('a'), with3('b')])).toEqual(['NONE']);
  });

  it('then there is nothing to break before the first version', () => {
    expect(checkLevel({ level: 'FULL_TRANSITIVE', previous: [], candidate: with3('a') })).toEqual({
      level: 'FULL_TRANSITIVE',
      compatible: true,
      breaks: [],
    });
  });

  it('then only versions of the candidate’s group are compared', () => {
    const check = (group?: string) =>
      checkLevel({
        level: 'BACKWARD',
        previous: [
          { version: 'v1', schema: with3('a') },
          { version: 'v2', schema: with3('a', 'c'), group: '2' },
        ],
        candidate: { schema: with3('a', 'b'), ...(group !== undefined && { group }) },
      }).breaks.map(one => one.version);
    expect(check()).toEqual(['v1']);
    expect(check('2')).toEqual(['v2']);
    expect(check('3')).toEqual([]);
  });
});

describe('given fields that a reader takes from their defaults', () => {
  it('then each that the writer does not write is named, with its place', () => {
    const reader = `{ "type": "record", "name": "R", "fields": [
  { "name": "a", "type": "int", "default": 0 },
  { "name": "new", "aliases": ["old"], "type": "int", "default": 0 },
  { "name": "in", "type": ["null", { "type": "record", "name": "In", "fields": [
    { "name": "b", "type": "int", "default": 0 }, { "name": "self", "type": ["null", "In"], "default": null }
  ] }], "default": null }
] }`;
    const inside = record('In', { name: 'self', type: ['null', 'In'] });
    const writer = record('R', { name: 'old', type: 'int' }, { name: 'in', type: ['null', inside] });

    expect(unwrittenFields({ reader: readSchema(reader, { file: 'reader.avsc' }), writer })).toEqual([
      { path: 'a', position: { file: 'reader.avsc', line: 2, column: 3 } },
      { path: 'in.b', position: { file: 'reader.avsc', line: 5, column: 5 } },
    ]);
    expect(unwrittenFields({ reader, writer: reader })).toEqual([]);
  });
});
