import type { Reader } from '../../runtime/codec/reader.ts';
import { createSealer, type Sealer } from '../../runtime/codec/sealer.ts';
import { UndecodableError } from '../../runtime/codec/undecodable.ts';
import { schemaIdIn } from '../../runtime/codec/wire.ts';
import { LongplayError } from '../../runtime/errors.ts';
import type { LogRecord } from '../../runtime/log/port.ts';
import type { Wire } from '../../runtime/tasks/engine.ts';
import { VaultError } from '../../runtime/vault/errors.ts';
import type { Vault } from '../../runtime/vault/port.ts';
import { schemaText } from '../../schemas/load.ts';
import type { TopicDefinition } from '../../schemas/topic-definition.ts';

export type ShownRecord = {
  /** Without the prefix. */
  readonly topic: string;
  readonly partition: number;
  /** As text: JSON's readers round numbers beyond 2^53. */
  readonly offset: string;
  readonly time: string;
  readonly key: string | null;
  readonly tombstone: boolean;
  /** Of the schema that it was written with, as the registry counts. */
  readonly schemaId: number | null;
  /** As the reader's schema sees it: whole numbers are exact, bytes are base64. */
  readonly value: unknown;
  readonly undecodable: { readonly reason: string; readonly detail: string } | null;
  readonly headers: readonly { readonly name: string; readonly value: string | null }[];
  /** Base64. */
  readonly raw: { readonly key: string | null; readonly value: string | null; readonly headers: readonly RawHeader[] };
};

type RawHeader = { readonly name: string; readonly value: string | null };

/** Shows records of one topic: personal texts as the ciphertext that they are. */
export type ShowRecords = (records: readonly LogRecord[]) => Promise<ShownRecord[]>;

/** `vault`: opens personal texts; left out, they stay ciphertext. */
export function recordShower(
  definition: TopicDefinition,
  wire: Pick<Wire, 'reader'>,
  vault: Vault | null = null,
): ShowRecords {
  const reader = wire.reader(definition.name) as Reader<object>;
  const sealer = vault === null ? null : createSealer<object>(schemaText(definition), vault);
  return async records => {
    await reader.prepare(records.map(({ value }) => value));
    return Promise.all(
      records.map(async record => {
        const read = decoded(reader, record.value);
        if (read.value === null || sealer === null) return shown(definition.name, record, read);
        return shown(definition.name, record, await opened(sealer, read.value));
      }),
    );
  };
}

type Read = Pick<ShownRecord, 'undecodable'> & { readonly value: object | null };

function decoded(reader: Reader<object>, bytes: Buffer | null): Read {
  try {
    return { value: reader.decode(bytes), undecodable: null };
  } catch (error) {
    if (!(error instanceof UndecodableError)) throw error;
    return { value: null, undecodable: { reason: error.reason, detail: error.message } };
  }
}

/** What does not open stays ciphertext, and says so: it is no reason to show nothing of the others. */
async function opened(sealer: Sealer<object>, sealed: object): Promise<Read> {
  try {
    const [value = sealed] = await sealer.open([sealed]);
    return { value, undecodable: null };
  } catch (error) {
    if (!(error instanceof LongplayError) || error instanceof VaultError) throw error;
    return { value: sealed, undecodable: { reason: 'not-opened', detail: error.message } };
  }
}

function shown(topic: string, record: LogRecord, { value, undecodable }: Read): ShownRecord {
  const { partition, offset, timestamp, key, value: bytes, headers } = record;
  return {
    topic,
    partition,
    offset: String(offset),
    time: new Date(timestamp).toISOString(),
    key: key === null ? null : key.toString('utf8'),
    tombstone: bytes === null,
    schemaId: bytes === null ? null : schemaIdIn(bytes),
    value: plain(value),
    undecodable,
    headers: headers.map(([name, text]) => ({ name, value: text === null ? null : text.toString('utf8') })),
    raw: {
      key: base64(key),
      value: base64(bytes),
      headers: headers.map(([name, text]) => ({ name, value: base64(text) })),
    },
  };
}

const base64 = (bytes: Buffer | null): string | null => (bytes === null ? null : bytes.toString('base64'));

/** Bytes as base64; everything else is JSON already. */
export function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, plain(field)]));
}
