import { createSealer } from '../../codec/sealer.ts';
import { createWriter } from '../../codec/writer.ts';
import { createMemoryVault } from '../../vault/memory.ts';
import { valueReader } from '../values.ts';

/** A topic's schema with something personal, one without, and one whose records lie within others. */
const person = JSON.stringify({
  type: 'record',
  name: 'test.Person',
  dataSubject: 'customerId',
  fields: [
    { name: 'customerId', type: 'string' },
    { name: 'note', type: ['null', 'string'], default: null },
    { name: 'name', type: ['null', 'string'], default: null, personal: true },
  ],
});
const parcel = JSON.stringify({
  type: 'record',
  name: 'test.Parcel',
  fields: [{ name: 'weight', type: 'long' }],
});
const kept = JSON.stringify({
  type: 'record',
  name: 'test.Kept',
  fields: [{ name: 'record', type: { type: 'record', name: 'Inner', fields: [{ name: 'value', type: 'bytes' }] } }],
});
const schemas = [person, parcel, kept];

export const vault = createMemoryVault();
const sealer = createSealer<Person>(person, vault);

export type Person = { readonly customerId: string; readonly note: string | null; readonly name: string | null };

export const valuesWithin = { 'test.Kept': ['record.value'] };
export const personSchema = person;
export const schemaText = async (id: number): Promise<string | null> => schemas[id - 1] ?? null;
export const look = valueReader(schemaText, valuesWithin);

/** Written as no program of ours would: what is personal stays as it is. */
const encode = (schema: number, value: unknown): Buffer =>
  createWriter<unknown>((schemas[schema - 1] as string).replace(',"personal":true', ''), schema).encode(value);

export const plain = (customerId: string, name: string | null, note: string | null = null): Buffer =>
  encode(1, { customerId, note, name });
export const sealed = async (customerId: string, name: string): Promise<Buffer> =>
  encode(1, await sealer.seal({ customerId, note: null, name }));
export const parcelOf = (weight: number): Buffer => encode(2, { weight });
export const caseOf = (value: Buffer): Buffer => encode(3, { record: { value } });
