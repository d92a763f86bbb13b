import avsc from 'avsc';
import { describe, expect, it } from 'vitest';
import { LongplayError } from '../errors.ts';
import { createWriter } from './writer.ts';

const schema = JSON.stringify({
  type: 'record',
  name: 'shop.Order',
  fields: [
    { name: 'id', type: 'string' },
    { name: 'total', type: 'long' },
    { name: 'status', type: { type: 'enum', name: 'Status', symbols: ['OPEN', 'DONE'] }, default: 'OPEN' },
    {
      name: 'lines',
      type: { type: 'array', items: { type: 'record', name: 'Line', fields: [{ name: 'price', type: 'long' }] } },
    },
    { name: 'tags', type: { type: 'map', values: 'int' }, default: {} },
    { name: 'note', type: ['null', 'string'], default: null },
    { name: 'choice', type: ['null', 'int', 'string'], default: null },
    { name: 'raw', type: ['null', 'bytes'], default: null },
  ],
});
const order = {
  id: 'o-1',
  total: 5,
  status: 'OPEN',
  lines: [{ price: 5 }],
  tags: {},
  note: null,
  choice: null,
  raw: null,
};
const writer = createWriter<unknown>(schema, 7);

function refused(value: unknown): LongplayError {
  try {
    writer.encode(value);
  } catch (error) {
    if (error instanceof LongplayError) return error;
    throw error;
  }
  throw new Error('it was written');
}

describe('given a value that fits', () => {
  it('then it is Confluent’s frame around what avsc writes', () => {
    const bytes = writer.encode(order);
    expect(bytes?.subarray(0, 5)).toEqual(Buffer.from([0, 0, 0, 0, 7]));
    expect(bytes?.subarray(5)).toEqual(avsc.Type.forSchema(JSON.parse(schema)).toBuffer(order));
  });

  it('then null, a tombstone, stays null', () => {
    expect(writer.encode(null)).toBe(null);
  });

  it('then an absent field is written as its default, in whatever order the others come', () => {
    expect(writer.encode({ lines: order.lines, total: 5, id: 'o-1' })).toEqual(writer.encode(order));
  });

  it('then one that is larger than all before is written whole', () => {
    for (const size of [10, 70_000, 3_000_000, 20]) {
      const bytes = writer.encode({ ...order, note: 'é'.repeat(size) }) as Buffer;
      expect(bytes.length).toBe(
        (writer.encode({ ...order, note: '' }) as Buffer).length + 2 * size + lengthOf(2 * size) - 1,
      );
    }
  });

  it('then a value that was handed out stays as it is when the next one is written', () => {
    const first = writer.encode(order) as Buffer;
    const copy = Buffer.from(first);
    writer.encode({ ...order, id: 'another' });
    expect(first).toEqual(copy);
  });
});

describe('given a value that does not fit', () => {
  it.each([
    [{ ...order, id: 5 }, 'shop.Order: id takes a string without lone surrogates; found the number 5.'],
    [{ ...order, id: undefined }, 'shop.Order: id takes a string without lone surrogates; found nothing.'],
    [{ ...order, id: '\ud800' }, 'shop.Order: id takes a string without lone surrogates; found a string.'],
    [
      { ...order, lines: [{ price: 1 }, { price: 2 ** 53 }] },
      'shop.Order: lines[1].price takes a long (a whole number from -(2^53 - 1) to 2^53 - 1); found the number 9007199254740992.',
    ],
    [{ ...order, lines: [{}] }, /lines\[0\]\.price takes a long .*; found nothing\./],
    [{ ...order, lines: {} }, 'shop.Order: lines takes an array; found an object.'],
    [{ ...order, lines: [null] }, 'shop.Order: lines[0] takes an object (shop.Line); found null.'],
    [{ ...order, status: 'LOST' }, 'shop.Order: status takes one of OPEN, DONE; found a string.'],
    [{ ...order, status: 'constructor' }, 'shop.Order: status takes one of OPEN, DONE; found a string.'],
    [
      { ...order, tags: { a: 1.5 } },
      'shop.Order: tags.a takes an int (a whole number of 32 bits); found the number 1.5.',
    ],
    [{ ...order, note: true }, 'shop.Order: note takes null or a string without lone surrogates; found true.'],
    [
      { ...order, choice: 5 },
      'shop.Order: choice takes an object with one key, one of null, int, string; found the number 5.',
    ],
    [{ ...order, raw: 'text' }, 'shop.Order: raw takes null or bytes (a Buffer); found a string.'],
    [
      { ...order, extra: 1 },
      'shop.Order: extra takes nothing, since the schema declares no such field; found the number 1.',
    ],
    [
      { ...order, lines: [{ price: 1, prize: 'secret' }] },
      'shop.Order: lines[0].prize takes nothing, since the schema declares no such field; found a string.',
    ],
    [[], /shop\.Order: .* takes .*found/],
    ['text', 'shop.Order: the value takes an object (shop.Order); found a string.'],
    [undefined, 'shop.Order: the value takes an object (shop.Order); found nothing.'],
  ])('then it is refused, naming the field and never showing a text (%#)', (value, message) => {
    const error = refused(value);
    expect(error.code).toBe('LP_CODEC_VALUE_INVALID');
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('secret');
  });

  it('then a field that a declared one’s absence makes room for is still refused', () => {
    const { note: _, ...rest } = order;
    expect(refused({ ...rest, surprise: 1 }).message).toContain('surprise takes nothing');
  });

  it('then a field that has the name of an object’s own method is refused too', () => {
    expect(refused({ ...order, constructor: 1 }).code).toBe('LP_CODEC_VALUE_INVALID');
  });

  it('then a value that contains itself is no endless loop', () => {
    const tree = JSON.stringify({
      type: 'record',
      name: 'Tree',
      fields: [{ name: 'next', type: ['null', 'Tree'], default: null }],
    });
    const value: { next: unknown } = { next: null };
    value.next = value;
    expect(() => createWriter(tree, 1).encode(value)).toThrow(/nested too deeply, or contains itself/);
  });

  it('then the next value is written as if nothing had been', () => {
    refused({ ...order, lines: [{}] });
    expect(writer.encode(order)).toEqual(createWriter(schema, 7).encode(order));
  });
});

describe('given a schema that cannot be used', () => {
  it.each([
    ['no JSON', /not JSON/],
    ['"unknown"', /undefined type name/],
    [
      JSON.stringify({ type: 'record', name: 'R', fields: [{ name: 'a', type: ['null', 'string'], default: 'x' }] }),
      /default/,
    ],
    [JSON.stringify({ type: 'record', name: 'R', fields: [{ name: 'a b', type: 'int' }] }), /invalid field name/],
    [JSON.stringify(['null', ['null', 'int']]), /nested/],
  ])('then the start fails with the reason (%#)', (text, message) => {
    expect(() => createWriter(text, 1)).toThrow(message);
    expect(() => createWriter(text, 1)).toThrow(LongplayError);
  });
});

/** Bytes of a length as a varint. */
function lengthOf(value: number): number {
  return value < 64 ? 1 : value < 8_192 ? 2 : value < 1_048_576 ? 3 : 4;
}
