import { type KeyIdsOf, keyIdReader } from '../codec/key-ids.ts';
import { schemaIdIn } from '../codec/wire.ts';
import type { KeptRecord } from './format.ts';
import type { Manifest, TopicPart } from './manifest.ts';
import { readSegment } from './segment-reader.ts';

export type Verified = {
  /** The keys that personal fields are sealed with, whatever the topic. */
  readonly keyIds: ReadonlySet<string>;
};

/** Reads every file to its end, and believes nothing that the checksums do not say. Writes nothing. */
export async function verifyExport(
  folder: string,
  manifest: Manifest,
  { signal, onRecords }: { readonly signal: AbortSignal; readonly onRecords: (records: number) => void },
): Promise<Verified> {
  const keyIds = new Set<string>();
  const readers = keyIdReaders(manifest);
  for (const topic of manifest.topics) {
    for await (const { records } of recordsOf(folder, topic)) {
      signal.throwIfAborted();
      for (const { value } of records) {
        const read = value === null ? null : readers(schemaIdIn(value));
        if (read === null) continue;
        for (const id of keyIdsIn(read, value as Buffer)) keyIds.add(id);
      }
      onRecords(records.length);
    }
  }
  return { keyIds };
}

export type Block = { readonly partition: number; readonly records: readonly KeptRecord[] };

/** Every record of a topic, partition by partition, always in the same order. */
export async function* recordsOf(folder: string, topic: TopicPart): AsyncGenerator<Block> {
  for (const { partition, segments } of topic.partitions) {
    for (const segment of segments) {
      for await (const records of readSegment(folder, segment)) yield { partition, records };
    }
  }
}

function keyIdReaders({ schemas }: Manifest): (id: number | null) => KeyIdsOf | null {
  const texts = new Map(schemas.map(({ id, text }) => [id, text]));
  const made = new Map<number, KeyIdsOf | null>();
  return id => {
    if (id === null) return null;
    const known = made.get(id);
    if (known !== undefined) return known;
    const text = texts.get(id) ?? null;
    const reader = text === null ? null : keyIdReader(text);
    made.set(id, reader);
    return reader;
  };
}

/** A value that nobody can read names no key; it is imported as it is. */
function keyIdsIn(read: KeyIdsOf, value: Buffer): string[] {
  try {
    return read(value);
  } catch {
    return [];
  }
}
