import { describe, expect, it } from 'vitest';
import type { HospitalCase } from '../hospital/case.ts';
import { json } from '../tasks/testing/bare.ts';
import { withCaseIds } from './case-ids.ts';
import { UNKNOWN_ID } from './schemas.ts';

const framed = (id: number): Buffer => {
  const bytes = Buffer.from('.....content');
  bytes[0] = 0;
  bytes.writeInt32BE(id, 1);
  return bytes;
};
/** JSON that keeps bytes, in the place of Avro. */
const codec = {
  reader: {
    prepare: () => undefined,
    decode: (value: Buffer) =>
      JSON.parse(value.toString(), (_, field) => (field?.type === 'Buffer' ? Buffer.from(field.data) : field)),
  } as never,
  writer: json as never,
};
const ids = new Map([['in', new Map([[11, 901]])]]);
const recoded = async (record: object | null, originalValue: Buffer | null = null): Promise<HospitalCase> => {
  const value = await withCaseIds(json.encode({ caseId: 'c', record, originalValue }), codec, ids);
  return (codec.reader as unknown as { decode(bytes: Buffer): HospitalCase }).decode(value);
};

describe('a case in another registry', () => {
  it('names the schemas of its record, and of the value before an edit, by the ids there', async () => {
    const one = await recoded({ topic: 'in', value: framed(11), schemaId: 11, offset: 7 }, framed(11));
    expect(one).toMatchObject({ record: { value: framed(901), schemaId: 901, offset: 7 }, originalValue: framed(901) });
  });

  it('names what the source did not know either by an id that nobody gives', async () => {
    const { record } = await recoded({ topic: 'in', value: framed(5), schemaId: 5 });
    expect(record).toMatchObject({ value: framed(UNKNOWN_ID), schemaId: UNKNOWN_ID });
  });

  it('keeps bytes that name no schema, and a closed case knows the new id without bytes', async () => {
    const scratched = Buffer.from('scratched');
    expect((await recoded({ topic: 'in', value: scratched, schemaId: null })).record?.value).toEqual(scratched);
    expect((await recoded({ topic: 'in', value: null, schemaId: 11 })).record?.schemaId).toBe(901);
    expect((await recoded(null)).record).toBeNull();
  });
});
