import type { Reader } from '../codec/reader.ts';
import { schemaIdIn } from '../codec/wire.ts';
import type { Writer } from '../codec/writer.ts';
import type { HospitalCase } from '../hospital/case.ts';
import { withId } from './placing.ts';
import type { SchemaIds } from './schemas.ts';

/** Reads and writes the cases of one topic, in the target. */
export type CaseCodec = { readonly reader: Reader<HospitalCase>; readonly writer: Writer<unknown> };

/**
 * A case as the target's registry names schemas: the records in it were written by the ids of the source's, in bytes that
 * nobody else looks into. Bytes that name no schema stay what they are.
 */
export async function withCaseIds(value: Buffer, { reader, writer }: CaseCodec, ids: SchemaIds): Promise<Buffer> {
  await reader.prepare([value]);
  const one = reader.decode(value);
  if (one.record === null) return value;
  const of = ids.get(one.record.topic) ?? new Map<number, number>();
  const mapped = (bytes: Buffer | null): Buffer | null => withId(bytes, of);
  const record = { ...one.record, value: mapped(one.record.value) };
  const schemaId = record.value === null ? (of.get(record.schemaId ?? 0) ?? record.schemaId) : schemaIdIn(record.value);
  return writer.encode({ ...one, record: { ...record, schemaId }, originalValue: mapped(one.originalValue) });
}
