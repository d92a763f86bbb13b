import { describe, expect, it } from 'vitest';
import type { AvroSchema, RecordField } from '../../schemas/avro.ts';
import { findMisfit } from './misfit.ts';
import { note, thing } from './testing/state.ts';

const more: RecordField = { name: 'more', type: 'string' };
const part = (type: AvroSchema, name = 'Part'): AvroSchema => ({
  type: 'record',
  name,
  fields: [{ name: 'size', type }],
});
const holding = (type: AvroSchema) => thing({ name: 'held', type });
const optional = (type: AvroSchema) => thing({ name: 'held', type: ['null', type], default: null });
const size = (...symbols: string[]): AvroSchema => ({ type: 'enum', name: 'Size', symbols });

describe('given schemas that fit', () => {
  it.each([
    ['the same', thing(), thing()],
    ['a field with a default came', thing(note), thing()],
    ['a field went', thing(), thing(more)],
    [
      'an enum with a default lacks a symbol',
      holding({ ...(size('A') as object), default: 'A' } as AvroSchema),
      holding(size('A', 'B')),
    ],
  ])('then nothing is found: %s', (_, reader, writer) => {
    expect(findMisfit({ reader, writer })).toBeNull();
  });
});

describe('given schemas that do not fit', () => {
  it.each([
    ['more', 'no default', thing(more), thing()],
    ['held', 'cannot read', holding('string'), holding('long')],
    ['held', 'cannot read', holding(size('A')), holding(size('A', 'B'))],
    ['held.size', 'cannot read', optional(part('int')), optional(part('string'))],
    ['held.size', 'no default', optional(part('int')), optional({ type: 'record', name: 'Part', fields: [] })],
    [
      'held[].size',
      'cannot read',
      holding({ type: 'array', items: part('int') }),
      holding({ type: 'array', items: part('long') }),
    ],
    ['held{}', 'cannot read', holding({ type: 'map', values: 'int' }), holding({ type: 'map', values: 'long' })],
    ['held', 'cannot read', holding('string'), thing({ ...note, name: 'held' })],
    ['held', 'Other', holding(part('int', 'One')), holding(part('int', 'Other'))],
  ])('then the place is %s: %s', (path, reason, reader, writer) => {
    expect(findMisfit({ reader, writer })).toEqual({ path, reason: expect.stringContaining(reason) });
  });

  it('then the search ends at a type that holds itself', () => {
    const chain = (type: AvroSchema): AvroSchema => ({
      type: 'record',
      name: 'Link',
      fields: [
        { name: 'next', type: ['null', 'Link'], default: null },
        { name: 'size', type },
      ],
    });
    expect(findMisfit({ reader: chain('int'), writer: chain('string') })).not.toBeNull();
  });
});
