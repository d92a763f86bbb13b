import { describe, expect, it } from 'vitest';
import { LongplayError } from '../errors.ts';
import { createCodec } from './codec.ts';
import type { Upcaster } from './upcasting.ts';

const record = (...fields: readonly object[]) =>
  JSON.stringify({ type: 'record', name: 'Person', namespace: 'people', fields });
const id = { name: 'id', type: 'string' };
const full = { name: 'name', type: 'string', default: '' };
const split = [
  { name: 'first', type: 'string', default: '' },
  { name: 'last', type: 'string', default: '' },
];
const age = { name: 'age', type: ['null', 'int'], default: null };

const one = record(id, full);
const two = record(id, full, ...split);
const three = record(id, ...split, { name: 'initials', type: 'string', default: '' });
const four = record(id, ...split, { name: 'initials', type: 'string', default: '' }, age);

type One = { id: string; name: string };
type Two = One & { first: string; last: string };
const firstStep: Upcaster = {
  from: one,
  to: two,
  up: ({ id, name }: One) => ({ id, name, first: name.split(' ')[0], last: name.split(' ').slice(1).join(' ') }),
};
const secondStep: Upcaster = {
  from: two,
  to: three,
  up: ({ id, first, last }: Two) => ({ id, first, last, initials: `${first[0] ?? ''}${last[0] ?? ''}` }),
};

const texts = [one, two, three, four];
const codec = createCodec({
  schemas: {
    schemaById: async number => {
      const text = texts[number - 1];
      if (text === undefined) throw new LongplayError('LP_REGISTRY_SCHEMA_UNKNOWN', 'none');
      return text;
    },
  },
});

async function read(schema: string, upcasters: readonly Upcaster[], number: number, value: object): Promise<unknown> {
  const bytes = codec.writer<object>(texts[number - 1] as string, number).encode(value);
  const reader = codec.reader<object>(schema, upcasters);
  await reader.prepare([bytes]);
  return reader.decode(bytes);
}

const ada = { id: 'c-1', name: 'Ada Lovelace' };

describe('given a field that was split, with an upcaster', () => {
  it('then an old record has both halves, and without the upcaster only their defaults', async () => {
    expect(await read(two, [firstStep], 1, ada)).toEqual({ ...ada, first: 'Ada', last: 'Lovelace' });
    expect(await read(two, [], 1, ada)).toEqual({ ...ada, first: '', last: '' });
  });

  it('then a record of the version that has them is read as it is', async () => {
    const written = { ...ada, first: 'Augusta Ada', last: 'King' };
    expect(await read(two, [firstStep], 2, written)).toEqual(written);
  });

  it('then steps follow each other, and Avro does the rest', async () => {
    const initials = { id: 'c-1', first: 'Ada', last: 'Lovelace', initials: 'AL' };
    expect(await read(three, [secondStep, firstStep], 1, ada)).toEqual(initials);
    expect(await read(four, [firstStep, secondStep], 1, ada)).toEqual({ ...initials, age: null });
    const written = { ...ada, first: 'Ada', last: 'Byron' };
    expect(await read(four, [firstStep, secondStep], 2, written)).toMatchObject({ initials: 'AB', age: null });
  });

  it('then a reader of fewer fields sees what the steps made of them', async () => {
    const last = JSON.stringify({ type: 'record', name: 'Person', namespace: 'people', fields: [split[1]] });
    expect(await read(last, [firstStep], 1, ada)).toEqual({ last: 'Lovelace' });
  });

  it('then a large value passes too', async () => {
    const name = `${'A'.repeat(9_000)} ${'B'.repeat(9_000)}`;
    expect(await read(two, [firstStep], 1, { ...ada, name })).toMatchObject({ last: 'B'.repeat(9_000) });
  });
});

describe('given an upcaster that fails', () => {
  it.each([
    [
      'throws',
      () => {
        throw new Error('no name');
      },
      /Schema 1: an upcaster could not take it on: no name/,
    ],
    ['answers another shape', () => ({ id: 7 }), /Schema 1: an upcaster could not take it on: /],
  ])('because it %s, then the record cannot be read, and carries its bytes', async (_, up, message) => {
    await expect(read(two, [{ ...firstStep, up }], 1, ada)).rejects.toMatchObject({
      code: 'LP_CODEC_UNDECODABLE',
      reason: 'not-upcast',
      schemaId: 1,
      message: expect.stringMatching(message),
    });
  });

  it('then bytes that are cut short are told as such', async () => {
    const bytes = codec.writer<object>(one, 1).encode(ada);
    const reader = codec.reader<object>(two, [firstStep]);
    await reader.prepare([bytes]);
    expect(() => reader.decode(Buffer.concat([bytes, Buffer.from('x')]))).toThrow(
      expect.objectContaining({ reason: 'trailing-bytes' }),
    );
    expect(() => reader.decode(bytes.subarray(0, 8))).toThrow(
      expect.objectContaining({ reason: expect.not.stringMatching('not-upcast') }),
    );
  });
});
