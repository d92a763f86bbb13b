import { schemaIdIn } from '../codec/wire.ts';
import { partitionFor } from '../log/partitioner.ts';
import type { Log } from '../log/port.ts';
import type { PartitionPart, Segment, TopicPart } from './manifest.ts';
import { createSegment } from './segment-writer.ts';

/** Bytes of records in a segment, before compression: what a broken-off export copies again, at most. */
const SEGMENT_BYTES = 64 * 1_048_576;

export type CopyOptions = {
  readonly log: Pick<Log, 'readPartition'>;
  readonly folder: string;
  /** Full name. */
  readonly topic: string;
  readonly part: TopicPart;
  readonly partition: PartitionPart;
  readonly start: bigint;
  readonly until: bigint;
  readonly signal: AbortSignal;
  /** So many records, which took up so many offsets. */
  readonly onRecords: (records: number, offsets: number) => void;
  /** What is said of the partition from now on is on the disk. */
  readonly finished: () => Promise<void>;
};

/**
 * Copies a partition from where its files end. Its part of the manifest changes only together with a file that is
 * finished.
 */
export async function copyPartition(options: CopyOptions): Promise<void> {
  const { log, folder, topic, part, partition, start, until, signal } = options;
  const number = partition.partition;
  const known = new Set(part.schemaIds);
  const count = part.partitions.length;
  const position = BigInt(partition.position);
  // Below the start, the runtime has deleted requests meanwhile that all have read.
  let next = position > start ? position : start;
  if (next >= until) return;
  let strays = 0;
  let ids = new Set<number>();
  const begin = (at: bigint) => createSegment(folder, `topics/${part.name}/${number}-${at}.seg`);
  let segment = await begin(next);

  const finish = async (): Promise<void> => {
    const done: Segment | null = await segment.finish();
    if (done !== null) {
      (partition.segments as Segment[]).push(done);
      partition.records += done.records;
      part.records += done.records;
    }
    partition.position = String(next);
    part.strays += strays;
    for (const id of ids) known.add(id);
    part.schemaIds = [...known].sort((a, b) => a - b);
    strays = 0;
    ids = new Set();
    await options.finished();
  };

  try {
    const from = { topic, partition: number, offset: next };
    for await (const batch of log.readPartition({ from, until, signal })) {
      for (const { offset, timestamp, key, value, headers } of batch.records) {
        await segment.add({ offset, timestamp, key, value, headers });
        const id = schemaIdIn(value);
        if (id !== null) ids.add(id);
        if (part.partitionedBy === 'key' && key !== null && partitionFor(key, count) !== number) strays += 1;
      }
      options.onRecords(batch.records.length, Number(batch.nextOffset - next));
      next = batch.nextOffset;
      if (segment.taken < SEGMENT_BYTES || next >= until) continue;
      await finish();
      segment = await begin(next);
    }
    signal.throwIfAborted();
    next = until;
    await finish();
  } catch (error) {
    await segment.abandon().catch(() => undefined);
    throw error;
  }
}
