import { schemaIdIn } from '../codec/wire.ts';
import type { Log, LogRecord } from '../log/port.ts';
import { presentRecords } from '../log/present.ts';
import { newestPerKey } from './newest-per-key.ts';

/** Records of a topic that are written with one schema. */
export type SchemaUse = {
  readonly id: number;
  /** All that a reader from the earliest offset meets. */
  readonly records: number;
  /** Those of them that compaction will leave: the newest of their key. On a topic without compaction: all. */
  readonly needed: number;
  /** The first of the lowest partition. */
  readonly oldest: { readonly partition: number; readonly offset: bigint };
  readonly sampleKey: string | null;
};

export type TopicUse = {
  readonly topic: string;
  /** With a value. */
  readonly records: number;
  readonly tombstones: number;
  /** Values without a schema id: no reader can read them. null: there are none. */
  readonly foreign: Omit<SchemaUse, 'id' | 'needed'> | null;
  /** By id. */
  readonly schemas: readonly SchemaUse[];
};

export type ScanOptions = {
  /** Whether the cleaner leaves only the newest record of each key. */
  readonly compacted: boolean;
  /** Called after each fetch, with the records read so far. */
  readonly onProgress?: (records: number) => void;
  /** Every batch of records, in order of each partition, before it is counted. */
  readonly onRecords?: (records: readonly LogRecord[]) => Promise<void> | void;
  readonly signal?: AbortSignal;
};

const maxBytes = 4 * 1024 * 1024;

/**
 * Which schemas are alive in a topic: every record from the earliest offset to the last stable one, read without a
 * group. Memory grows with the number of keys of one partition (12 to 48 bytes each), not with the records.
 */
export async function scanTopic(log: Log, topic: string, options: ScanOptions): Promise<TopicUse> {
  const partitions = await log.admin.offsets(topic);
  const found = new Map<number, { -readonly [K in keyof SchemaUse]: SchemaUse[K] }>();
  let [records, tombstones] = [0, 0];
  let foreign = null as TopicUse['foreign'];
  const reading = { maxBytes, ...(options.signal && { signal: options.signal }) };
  for (const partition of partitions) {
    const newest = newestPerKey();
    for await (const batch of presentRecords(log, partition, reading)) {
      await options.onRecords?.(batch);
      for (const record of batch) {
        const { value, key } = record;
        const id = value === null ? null : schemaIdIn(value);
        if (options.compacted && key !== null) newest.put(key, id);
        if (value === null) tombstones++;
        else records++;
        if (value === null) continue;
        if (id === null) foreign = { ...(foreign ?? placeOf(record)), records: (foreign?.records ?? 0) + 1 };
        else countIn(found, id, record, options.compacted);
      }
      options.onProgress?.(records + tombstones);
    }
    for (const [id, needed] of newest.counts()) {
      const use = found.get(id);
      if (use !== undefined) use.needed += needed;
    }
  }
  return { topic, records, tombstones, foreign, schemas: [...found.values()].sort((a, b) => a.id - b.id) };
}

function countIn(
  found: Map<number, { -readonly [K in keyof SchemaUse]: SchemaUse[K] }>,
  id: number,
  record: LogRecord,
  compacted: boolean,
): void {
  let use = found.get(id);
  if (use === undefined) {
    use = { id, records: 0, needed: 0, ...placeOf(record) };
    found.set(id, use);
  }
  use.records++;
  if (!compacted) use.needed++;
}

const placeOf = ({ partition, offset, key }: LogRecord): Pick<SchemaUse, 'oldest' | 'sampleKey'> => ({
  oldest: { partition, offset },
  sampleKey: key?.toString('utf8') ?? null,
});
