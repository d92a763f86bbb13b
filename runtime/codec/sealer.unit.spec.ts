import { createSecretKey, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyIdOf } from '../vault/key-id.ts';
import { createMemoryVault } from '../vault/memory.ts';
import type { Vault } from '../vault/port.ts';
import { createCodec } from './codec.ts';
import { openText, sealText } from './seal-format.ts';
import { createSealer } from './sealer.ts';

const personal = (name: string) => ({ name, type: ['null', 'string'], default: null, personal: true });
const address = { type: 'record', name: 'Address', fields: [personal('street'), { name: 'country', type: 'string' }] };
const schema = JSON.stringify({
  type: 'record',
  name: 'shop.Order',
  dataSubject: 'customer.id',
  fields: [
    { name: 'id', type: 'string' },
    {
      name: 'customer',
      type: ['null', { type: 'record', name: 'Customer', fields: [{ name: 'id', type: 'string' }, personal('name')] }],
      default: null,
    },
    { name: 'shipTo', type: ['null', address], default: null },
    { name: 'others', type: { type: 'array', items: 'Address' }, default: [] },
    { name: 'byLabel', type: { type: 'map', values: 'Address' }, default: {} },
    { name: 'choice', type: ['null', 'Address', 'string'], default: null },
    {
      name: 'tree',
      type: [
        'null',
        {
          type: 'record',
          name: 'Tree',
          fields: [personal('leaf'), { name: 'next', type: ['null', 'Tree'], default: null }],
        },
      ],
      default: null,
    },
    personal('note'),
  ],
});

const plain = {
  id: 'o-1',
  customer: { id: 'c-1', name: 'Mary Example' },
  shipTo: { street: '12 Long Street', country: 'GB' },
  others: [
    { street: 'Short Lane', country: 'FR' },
    { street: null, country: 'DE' },
  ],
  byLabel: { work: { street: 'Office Park', country: 'GB' } },
  choice: { 'shop.Address': { street: 'Branch Road', country: 'GB' } },
  tree: { leaf: 'first', next: { leaf: 'second', next: null } },
  note: 'lp1.is how I begin all my notes, which is long enough to be taken for sealed text by its length',
};
const secrets = [
  'Mary Example',
  'Long Street',
  'Short Lane',
  'Office Park',
  'Branch Road',
  'first',
  'second',
  'my notes',
];

type Order = typeof plain;

function setUp(vault: Vault = createMemoryVault()) {
  const codec = createCodec({ schemas: { schemaById: async () => schema } });
  return {
    vault,
    sealer: createSealer<Order>(schema, vault),
    writer: codec.writer<Order>(schema, 1),
    reader: codec.reader<Order>(schema),
  };
}

async function sealedOrder(sealer: ReturnType<typeof setUp>['sealer'], order: unknown = plain): Promise<Order> {
  return sealer.seal(order as Order);
}

describe('given a record with personal fields', () => {
  it('then sealed, written, read and opened it is the same, and the bytes show none of it', async () => {
    const { sealer, writer, reader } = setUp();
    const bytes = writer.encode(await sealer.seal(plain)) as Buffer;
    for (const secret of secrets) expect(bytes.includes(secret)).toBe(false);
    await reader.prepare([bytes]);
    const sealed = reader.decode(bytes) as Order;
    for (const secret of secrets) expect(JSON.stringify(sealed)).not.toContain(secret);
    expect(await sealer.open([sealed])).toEqual([plain]);
  });

  it('then the record that was given stays as it is', async () => {
    const before = structuredClone(plain);
    await setUp().sealer.seal(plain);
    expect(plain).toEqual(before);
  });

  it('then the same text is never sealed to the same again', async () => {
    const { sealer } = setUp();
    const [one, two] = [await sealer.seal(plain), await sealer.seal(plain)];
    expect(one.note).not.toBe(two.note);
  });

  it('then text that looks sealed is text like any other: sealed, and given back', async () => {
    const { sealer, writer } = setUp();
    const { note } = await sealer.seal(plain);
    const again = await sealer.seal({ ...plain, note });
    expect(again.note).not.toBe(note);
    writer.encode(again);
    expect((await sealer.open([again]))[0]?.note).toBe(note);
  });

  it('then nothing but text sealed for its subject can be written', async () => {
    const { sealer, writer } = setUp();
    const sealed = await sealer.seal(plain);
    const others = await sealer.seal({ ...plain, customer: { id: 'c-2', name: 'Somebody Else' } });
    for (const note of [
      'in plain',
      'lp1.',
      `lp1.${keyIdOf('c-1')}`,
      `lp1.${'A'.repeat(60)}`,
      plain.note,
      others.note,
    ]) {
      expect(() => writer.encode({ ...sealed, note })).toThrow(
        expect.objectContaining({
          code: 'LP_CODEC_PERSONAL_PLAINTEXT',
          message: "shop.Order: note takes text sealed for the record's data subject, or null; found a string.",
        }),
      );
    }
    const inside = { ...sealed, others: [{ street: 'in plain', country: 'GB' }] };
    expect(() => writer.encode(inside)).toThrow(/others\[0\]\.street takes text sealed/);
    expect(() => writer.encode({ ...sealed, note: 5 as never })).toThrow(/note takes text sealed/);
  });

  it('then sealed text may be copied between fields and records of the same person', async () => {
    const { sealer, writer } = setUp();
    const first = await sealer.seal(plain);
    const second = { ...first, id: 'o-2', note: first.shipTo.street as never };
    writer.encode(second);
    expect((await sealer.open([second]))[0]).toEqual({ ...plain, id: 'o-2', note: '12 Long Street' });
  });

  it('then the subject need be there only where something is personal', async () => {
    const { sealer, writer } = setUp();
    const empty = {
      ...plain,
      customer: null,
      shipTo: null,
      others: [],
      byLabel: {},
      choice: null,
      tree: null,
      note: null,
    };
    writer.encode((await sealedOrder(sealer, empty)) as Order);
    const orphan = { ...empty, note: 'whose?' };
    await expect(sealedOrder(sealer, orphan)).rejects.toMatchObject({ code: 'LP_CODEC_SUBJECT_MISSING' });
    for (const id of ['', 'a\0b', '\ud800']) {
      await expect(sealer.seal({ ...plain, customer: { id, name: 'x' } })).rejects.toThrow(
        'its customer.id names nobody',
      );
    }
    const sealed = await sealer.seal(plain);
    expect(() => writer.encode({ ...empty, note: sealed.note } as never)).toThrow(
      expect.objectContaining({ code: 'LP_CODEC_SUBJECT_MISSING' }),
    );
  });
});

describe('given a destroyed key', () => {
  it('then what it sealed reads as null, and what is sealed now is null', async () => {
    const { sealer, vault, writer } = setUp();
    const sealed = await sealer.seal(plain);
    await vault.destroy('c-1');
    const erased = {
      ...plain,
      customer: { id: 'c-1', name: null },
      shipTo: { street: null, country: 'GB' },
      others: [
        { street: null, country: 'FR' },
        { street: null, country: 'DE' },
      ],
      byLabel: { work: { street: null, country: 'GB' } },
      choice: { 'shop.Address': { street: null, country: 'GB' } },
      tree: { leaf: null, next: { leaf: null, next: null } },
      note: null,
    };
    expect(await sealer.open([sealed])).toEqual([erased]);
    expect(await sealer.seal(plain)).toEqual(erased);
    writer.encode(await sealer.seal(plain));
  });

  it('then the other people’s stays readable', async () => {
    const { sealer, vault } = setUp();
    const mary = await sealer.seal(plain);
    const tom = await sealer.seal({ ...plain, customer: { id: 'c-2', name: 'Tom' } });
    await vault.destroy('c-1');
    const opened = await sealer.open([mary, tom]);
    expect(opened.map(order => order.customer.name)).toEqual([null, 'Tom']);
  });
});

describe('given a vault that does not help', () => {
  it('then a key that it never had is retriable, and never null', async () => {
    const sealed = await setUp().sealer.seal(plain);
    await expect(setUp().sealer.open([sealed])).rejects.toMatchObject({
      code: 'LP_VAULT_KEY_MISSING',
      kind: 'retriable',
    });
  });

  it('then its own failure is passed on', async () => {
    const failure = new Error('away');
    const away: Vault = {
      keysFor: () => Promise.reject(failure),
      keysById: () => Promise.reject(failure),
      destroy: () => Promise.reject(failure),
    };
    const { sealer } = setUp(away);
    await expect(sealer.seal(plain)).rejects.toBe(failure);
    await expect(sealer.open([await setUp().sealer.seal(plain)])).rejects.toBe(failure);
  });
});

describe('given sealed text that was tampered with', () => {
  const secret = createSecretKey(randomBytes(32));

  it('then not one changed character opens', () => {
    const sealed = sealText('Mary Example', 'c-1', secret);
    for (let index = 0; index < sealed.length; index++) {
      for (const other of ['A', 'B', '-', '=', ' ']) {
        if (sealed[index] === other) continue;
        const changed = sealed.slice(0, index) + other + sealed.slice(index + 1);
        const opens = () => openText(changed, 'c-1', secret);
        if (sameBytes(changed, sealed)) continue;
        expect(opens, `${index} ${other}`).toThrow(expect.objectContaining({ code: 'LP_CODEC_SEAL_BROKEN' }));
      }
    }
  });

  it('then neither another person’s name nor another key opens it', () => {
    const sealed = sealText('Mary Example', 'c-1', secret);
    const moved = sealed.replace(keyIdOf('c-1'), keyIdOf('c-2'));
    const attempts = [
      () => openText(sealed, 'c-2', secret),
      () => openText(moved, 'c-2', secret),
      () => openText(sealed, 'c-1', createSecretKey(randomBytes(32))),
      () => openText('Mary Example', 'c-1', secret),
    ];
    for (const attempt of attempts) expect(attempt).toThrow(expect.objectContaining({ code: 'LP_CODEC_SEAL_BROKEN' }));
  });

  it('then any text comes back, and errors never show it', async () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ minLength: 1 }), (text, subject) => {
        expect(openText(sealText(text, subject, secret), subject, secret)).toBe(text);
      }),
      { numRuns: 500 },
    );
    const { sealer } = setUp();
    const odd = { ...(await sealer.seal(plain)), note: 'Mary’s secret' };
    await expect(sealer.open([odd])).rejects.toMatchObject({ message: expect.not.stringContaining('secret') });
    await expect(sealer.seal({ ...plain, note: 'lone \ud800' })).rejects.toMatchObject({
      code: 'LP_CODEC_VALUE_INVALID',
    });
  });
});

describe('given a schema that marks personal fields wrongly', () => {
  const field = personal('name');
  it.each([
    [
      { dataSubject: 'id', fields: [{ ...field, type: 'string', default: '' }] },
      /R\.name is personal, and not \["null", "string"\]/,
    ],
    [{ dataSubject: 'id', fields: [{ ...field, default: undefined }] }, /R\.name is personal/],
    [{ fields: [field] }, /names no data subject/],
    [{ dataSubject: 'nobody', fields: [field] }, /"dataSubject" of R, nobody, is no string/],
    [{ dataSubject: 'name', fields: [field] }, /"dataSubject" of R, name, is no string/],
    [{ dataSubject: 'count', fields: [field] }, /"dataSubject" of R, count, is no string/],
  ])('then writers and sealers of it are refused at the start (%#)', (parts, message) => {
    const fields = [{ name: 'id', type: 'string' }, { name: 'count', type: 'int', default: 0 }, ...parts.fields];
    const text = JSON.stringify({ type: 'record', name: 'R', ...parts, fields });
    expect(() => createSealer(text, createMemoryVault())).toThrow(message);
    expect(() => createCodec({ schemas: { schemaById: async () => text } }).writer(text, 1)).toThrow(message);
  });
});

/** The last character of base64 may carry bits that count for nothing. */
function sameBytes(one: string, other: string): boolean {
  return (
    one.startsWith('lp1.') && Buffer.from(one.slice(4), 'base64url').equals(Buffer.from(other.slice(4), 'base64url'))
  );
}
