import { describe, expect, it } from 'vitest';
import type { AvroSchema, RecordField, RecordSchema } from '../avro.ts';
import { findGrowthViolations } from './rules.ts';

const id: RecordField = { name: 'id', doc: 'The key.', type: 'string' };

function record(fields: readonly RecordField[], more: Partial<RecordSchema> = {}): RecordSchema {
  return { type: 'record', name: 'Thing', namespace: 'longplay.things', doc: 'A thing.', fields, ...more };
}

function withField(field: Partial<RecordField>, more: Partial<RecordSchema> = {}): RecordSchema {
  return record([id, { name: 'field', doc: 'A field.', type: 'string', ...field }], more);
}

function rulesBrokenBy(schema: AvroSchema, released: readonly RecordSchema[] = []): string[] {
  return [...new Set(findGrowthViolations(schema, released).map(violation => violation.rule))];
}

const list = {
  type: { type: 'array', items: 'string' },
  default: [],
  bound: 8,
  atBound: 'The oldest is dropped.',
} as const;
const size = (symbols: string[], fallback?: string): AvroSchema => ({
  type: 'enum',
  name: 'Size',
  doc: 'Sizes.',
  symbols,
  ...(fallback === undefined ? {} : { default: fallback }),
});
const personal = { type: ['null', 'string'], default: null, personal: true } as const;

describe('given a schema that keeps every rule', () => {
  it.each<[string, RecordSchema]>([
    ['scalars', record([id])],
    ['a nullable field', withField({ type: ['null', 'long'], default: null })],
    ['a bounded list', withField(list)],
    ['an enum with UNKNOWN', withField({ type: size(['UNKNOWN', 'SMALL'], 'UNKNOWN') })],
    ['a time', withField({ type: { type: 'long', logicalType: 'timestamp-millis' } })],
    ['a personal field and its subject', withField(personal, { dataSubject: 'id' })],
    [
      'a subject further down, behind a nullable record',
      record(
        [
          id,
          { name: 'secret', doc: 'Personal.', ...personal },
          { name: 'body', doc: 'A body.', type: ['null', { ...record([id]), name: 'Body' }], default: null },
        ],
        { dataSubject: 'body.id' },
      ),
    ],
  ])('then nothing is reported: %s', (_, schema) => {
    expect(findGrowthViolations(schema)).toEqual([]);
  });
});

describe('given a schema that breaks one rule', () => {
  const body: AvroSchema = { ...record([id]), name: 'Grow' };
  it.each<[string, AvroSchema]>([
    ['root-record', ['null', record([id])]],
    ['root-record', 'string'],
    ['doc', record([{ name: 'id', type: 'string' }])],
    ['doc', { type: 'record', name: 'Thing', fields: [id] }],
    ['doc', withField({ type: { type: 'enum', name: 'Size', symbols: ['UNKNOWN'], default: 'UNKNOWN' } })],
    ['enum-unknown', withField({ type: size(['UNKNOWN', 'SMALL']) })],
    ['enum-unknown', withField({ type: size(['SMALL'], 'SMALL') })],
    ['null-or-one', withField({ type: ['string', 'null'], default: null })],
    ['null-or-one', withField({ type: ['null', 'string', 'long'], default: null })],
    ['null-or-one', withField({ ...list, type: { type: 'array', items: ['string', 'long'] } })],
    ['optional-default', withField({ type: ['null', 'string'] })],
    ['optional-default', withField({ ...list, default: undefined })],
    ['list-bound', withField({ type: list.type, default: [] })],
    ['list-bound', withField({ ...list, atBound: '' })],
    ['list-bound', withField({ ...list, bound: 0 })],
    ['list-bound', withField({ type: { type: 'map', values: 'long' }, default: {} })],
    ['exact-numbers', withField({ type: 'double' })],
    ['exact-numbers', withField({ type: ['null', 'float'], default: null })],
    ['no-fixed', withField({ type: { type: 'fixed', name: 'Hash', size: 8 } as AvroSchema })],
    ['logical-type', withField({ type: { type: 'long', logicalType: 'timestamp-micros' } })],
    ['logical-type', withField({ type: { type: 'bytes', logicalType: 'decimal' } })],
    ['self-contained', withField({ type: 'longplay.other.Money' })],
    ['unique-name', withField({ type: { ...record([id]), namespace: 'longplay.other' } })],
    ['personal-string', withField({ type: 'string', personal: true }, { dataSubject: 'id' })],
    ['personal-string', withField({ type: ['null', 'bytes'], default: null, personal: true }, { dataSubject: 'id' })],
    ['personal-true', withField({ ...personal, personal: false }, { dataSubject: 'id' })],
    ['data-subject', withField(personal)],
    ['data-subject', withField(personal, { dataSubject: 'nobody' })],
    ['data-subject', withField(personal, { dataSubject: 'field' })],
    ['data-subject', record([id], { dataSubject: 'id' })],
    [
      'data-subject',
      withField({ type: { ...withField(personal, { dataSubject: 'id' }), name: 'Inner' } }, { dataSubject: 'id' }),
    ],
    [
      'optional-body',
      record([
        {
          name: 'type',
          doc: 'Which.',
          type: { type: 'enum', name: 'Kind', doc: 'Kinds.', symbols: ['UNKNOWN', 'GROW'], default: 'UNKNOWN' },
        },
        { name: 'grow', doc: 'Filled for GROW.', type: body },
      ]),
    ],
  ])('then %s is reported, alone', (rule, schema) => {
    expect(rulesBrokenBy(schema)).toEqual([rule]);
  });

  it('then the path leads to the place', () => {
    const inner = record([{ ...id, type: 'double' }], { name: 'Inner' });
    const schema = withField({ type: ['null', inner], default: null });
    expect(findGrowthViolations(schema)[0]).toMatchObject({ rule: 'exact-numbers', path: 'field.id' });
  });
});

describe('given released versions', () => {
  const first = record([id, { name: 'size', doc: 'Its size.', type: 'int', default: 0 }]);

  it('when a later field has no default, then it is reported', () => {
    expect(rulesBrokenBy(withField({}), [record([id])])).toEqual(['later-default']);
  });

  it('when a second release dropped a default that the first did not know, then it is reported', () => {
    expect(rulesBrokenBy(withField({}), [record([id]), withField({ default: '' })])).toEqual(['later-default']);
  });

  it('when a field that was released without a default is gone, then it is reported', () => {
    expect(rulesBrokenBy(record([]), [record([id])])).toEqual(['required-stays']);
  });

  it('when a field with a default came or went, then nothing is reported', () => {
    expect(rulesBrokenBy(record([id]), [first])).toEqual([]);
    expect(rulesBrokenBy(withField({ default: '' }), [first])).toEqual([]);
  });
});
