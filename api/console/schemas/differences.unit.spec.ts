import { describe, expect, it } from 'vitest';
import { parseSchemaFile } from '../../../schemas/load.ts';
import { differences } from './differences.ts';
import { typesIn, typeText } from './shape.ts';

const record = (fields: object[], more: object = {}) => ({
  type: 'record',
  name: 'Note',
  namespace: 'shop',
  fields,
  ...more,
});
const told = (from: object, to: object) =>
  differences(from, to).map(({ kind, what, path, details }) => [
    `${kind} ${what} ${path}`,
    ...details.map(({ name, before, after }) => `${name}: ${before} → ${after}`),
  ]);

describe('the difference between two versions of a schema', () => {
  const text = { name: 'text', type: 'string', doc: 'What it says.' };

  it('given the same in another order, then none', () => {
    const other = { name: 'at', type: 'long' };
    expect(told(record([text, other]), record([other, text]))).toEqual([]);
  });

  it('given a field that came and one that went, then with type, default and what marks it', () => {
    const name = { name: 'name', type: ['null', 'string'], default: null, personal: true };
    expect(told(record([text]), record([name]))).toEqual([
      ['added field Note.name', 'type: null → null or string', 'default: null → null', 'personal: null → true'],
      ['removed field Note.text', 'type: string → null', 'doc: What it says. → null'],
    ]);
  });

  it('given changes of type, default, doc and marks, then each before and after', () => {
    const from = { name: 'n', type: 'int', default: 0, doc: 'A', bound: 3 };
    const to = {
      name: 'n',
      type: { type: 'long', logicalType: 'timestamp-millis' },
      default: 1,
      doc: 'B',
      aliases: ['m'],
    };
    expect(told(record([from]), record([to]))).toEqual([
      [
        'changed field Note.n',
        'type: int → long (timestamp-millis)',
        'default: 0 → 1',
        'doc: A → B',
        'bound: 3 → null',
        'aliases: null → ["m"]',
      ],
    ]);
  });

  it('given an enum, then symbols that came and went, and another order', () => {
    const suit = (symbols: string[]) => record([{ name: 'suit', type: { type: 'enum', name: 'Suit', symbols } }]);
    expect(told(suit(['A', 'B', 'C']), suit(['B', 'A', 'D']))).toEqual([
      ['changed type Suit', 'order: A, B → B, A'],
      ['added symbol Suit.D'],
      ['removed symbol Suit.C'],
    ]);
  });

  it('given a type that came, went or was renamed, then whole; a record that holds itself ends', () => {
    const line = (name: string) => ({
      name: 'line',
      type: { type: 'record', name, fields: [{ name: 'next', type: ['null', name] }] },
    });
    expect(told(record([line('Line')]), record([line('Row')]))).toEqual([
      ['changed field Note.line', 'type: Line → Row'],
      ['added type Row', 'record: null → next'],
      ['removed type Line', 'record: next → null'],
    ]);
    expect(told(record([text]), record([text], { doc: 'D', namespace: 'other' }))).toEqual([
      ['changed type Note', 'name: shop.Note → other.Note', 'doc: null → D'],
    ]);
  });

  it('given what is hardly a schema, then it is no failure', () => {
    expect(told({}, { type: 'record', name: 'X' })).toEqual([['added type X', 'record: null → ']]);
    expect([typeText([]), differences(null, 'string')]).toEqual(['', []]);
  });
});

describe('the shape of a schema', () => {
  it('given an order, then its types in the order of their definition, and types in words', () => {
    const types = typesIn(parseSchemaFile('orders'));
    expect(types[0]).toMatchObject({ name: 'Order', kind: 'record' });
    expect(new Set(types.map(({ name }) => name)).size).toBe(types.length);
    const lines = types[0]?.fields.find(({ name }) => name === 'lines');
    expect(typeText(lines?.type ?? [])).toBe('array of OrderLine');
    const address = types.find(({ name }) => name === 'Address');
    expect(address?.fields.find(({ name }) => name === 'city')?.marks).toContainEqual({
      name: 'personal',
      value: 'true',
    });
  });
});
