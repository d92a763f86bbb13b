import { createCodec } from '../../codec/codec.ts';
import type { Reader } from '../../codec/reader.ts';
import type { SchemaSource } from '../../codec/schema-source.ts';
import { schemaIdIn } from '../../codec/wire.ts';
import type { Processor } from '../../tasks/definition.ts';
import { topicOf } from '../../tasks/engine.ts';
import type { FatEvent } from '../../tasks/fat-event.ts';
import { newestOf, stateOf } from '../../tasks/newest.ts';
import { isPassing } from '../../tasks/scope.ts';
import { caseReader, hospitalOf } from '../../tasks/ward.ts';
import { type HospitalCase, isOpenCase } from '../case.ts';
import type { CaseSource } from './ward-topics.ts';

/** Bytes that nobody can read, and why. */
export type Unread = { readonly undecodable: string; readonly bytes: Buffer };

/** What a value says, read with the schema that it was written with; personal texts stay sealed. */
export type Read = { readonly value: unknown } | Unread;

export type CaseContent = {
  /** Of the record; null where there is none, or its bytes went with the case's end. */
  readonly read: Read | null;
  readonly headers: readonly { readonly name: string; readonly value: string | null }[];
  /** As it came on the wire. */
  readonly raw: RawRecord | null;
  /** The value as it came, where an operator has edited it since. */
  readonly original: Read | null;
  /** The key whose state may matter; null: nobody can say. */
  readonly key: string | null;
  /** Its newest fact, read with today's schema; null: it has none. */
  readonly state: FatEvent | Unread | null;
};

/** The bytes of a record. */
export type RawRecord = {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly { readonly name: string; readonly value: Buffer | null }[];
  /** Headers that were too many to be kept. */
  readonly headersDropped: number;
};

export type ContentSource = CaseSource & { readonly schemas: SchemaSource };

/** What a case holds beyond what is told of it, and the state of its key, which is looked up on the log. */
export async function contentOf(
  source: ContentSource,
  processor: Pick<Processor, 'owns'>,
  partition: number,
  one: Pick<HospitalCase, 'status' | 'record' | 'blockedKey' | 'effect' | 'deadline' | 'originalValue'>,
): Promise<CaseContent> {
  const { record, blockedKey, effect, deadline, originalValue } = one;
  const key = blockedKey ?? effect?.key ?? deadline?.key ?? null;
  return {
    read: await readValue(source.schemas, record?.value ?? null),
    headers: record?.headers.map(({ name, value }) => ({ name, value: value?.toString('utf8') ?? null })) ?? [],
    raw: record === null || !isOpenCase(one) ? null : rawOf(record),
    original: await readValue(source.schemas, originalValue),
    key,
    state: key === null ? null : await stateOrBytes(source, processor, partition, key),
  };
}

const rawOf = ({ key, value, headers, headersDropped }: RawRecord): RawRecord => ({
  key,
  value,
  headers,
  headersDropped,
});

/** A case with its bytes, of which the partition is known; null: there is none. */
export async function caseIn(
  { log, prefix, wire }: CaseSource,
  processor: string,
  partition: number,
  caseId: string,
): Promise<HospitalCase | null> {
  const value = (await newestOf(log, topicOf({ prefix }, hospitalOf(processor)), partition, caseId))?.value ?? null;
  const reader = caseReader({ wire }, processor);
  await reader.prepare([value]);
  return reader.decode(value);
}

/** @throws what passes by itself: nothing is known of the bytes then. */
export async function readValue(schemas: SchemaSource, value: Buffer | null): Promise<Read | null> {
  if (value === null) return null;
  try {
    const id = schemaIdIn(value);
    if (id === null) throw new Error(`These ${value.length} bytes name no schema.`);
    const reader: Reader<unknown> = createCodec({ schemas }).reader(await schemas.schemaById(id));
    await reader.prepare([value]);
    return { value: reader.decode(value) };
  } catch (error) {
    return unread(error, value);
  }
}

async function stateOrBytes(
  source: ContentSource,
  processor: Pick<Processor, 'owns'>,
  partition: number,
  key: string,
): Promise<CaseContent['state']> {
  try {
    return await stateOf(source, processor, partition, key);
  } catch (error) {
    const { bytes } = error as { bytes?: unknown };
    return unread(error, bytes instanceof Uint8Array ? Buffer.from(bytes) : Buffer.alloc(0));
  }
}

function unread(error: unknown, bytes: Buffer): Unread {
  if (isPassing(error)) throw error;
  return { undecodable: error instanceof Error ? error.message : String(error), bytes };
}
