import type { TopicPartition } from '../port.ts';
import type { AbortedTransaction } from './batch-decode.ts';
import { bytesReader, bytesWriter } from './bytes.ts';
import { type Broker, type RequestKind, sendRaw } from './internals.ts';

/** Source of all layouts: the message definitions of Kafka 4.3 (ProduceRequest, FetchRequest, MetadataRequest). */
const FETCH: RequestKind = { name: 'Fetch', key: 1, version: 11 };
const PRODUCE: RequestKind = { name: 'Produce', key: 0, version: 7 };
const METADATA: RequestKind = { name: 'Metadata', key: 3, version: 12 };

export type FetchTarget = TopicPartition & { readonly offset: bigint; readonly maxBytes: number };

/** One partition's part of a fetch answer, its records still as they lie on the wire. */
export type FetchedPartition = TopicPartition & {
  readonly errorCode: number;
  readonly endOffset: bigint;
  readonly logStart: bigint;
  readonly aborted: readonly AbortedTransaction[];
  readonly bytes: Buffer;
};

export type FetchLimits = { readonly maxWait: number; readonly maxBytes: number };

/** Fetch v11, read_committed, without a fetch session. Waits up to `maxWait` ms for the first byte. */
export function fetchRecords(
  broker: Broker,
  targets: readonly FetchTarget[],
  limits: FetchLimits,
): Promise<FetchedPartition[]> {
  const writer = bytesWriter().int32(-1).int32(limits.maxWait).int32(1).int32(limits.maxBytes).int8(1);
  writer.int32(0).int32(-1);
  const topics = Map.groupBy(targets, target => target.topic);
  writer.int32(topics.size);
  for (const [topic, partitions] of topics) {
    writer.string(topic).int32(partitions.length);
    for (const { partition, offset, maxBytes } of partitions) {
      writer.int32(partition).int32(-1).int64(offset).int64(-1n).int32(maxBytes);
    }
  }
  writer.int32(0).string('');
  return sendRaw(broker, FETCH, writer.done(), decodeFetch);
}

function decodeFetch(answer: Buffer): FetchedPartition[] {
  const reader = bytesReader(answer);
  reader.int32(); // throttle time: the broker mutes the connection itself
  reader.int16();
  reader.int32();
  const byTopic = reader.array(() => {
    const topic = reader.string() as string;
    return reader.array((): FetchedPartition => {
      const partition = reader.int32();
      const errorCode = reader.int16();
      reader.int64(); // high watermark: a read_committed reader's end is the last stable offset
      const endOffset = reader.int64();
      const logStart = reader.int64();
      const aborted = reader.array(() => ({ producerId: reader.int64(), firstOffset: reader.int64() }));
      reader.int32(); // preferred read replica
      const bytes = reader.raw(Math.max(0, reader.int32()));
      return { topic, partition, errorCode, endOffset, logStart, aborted, bytes };
    });
  });
  return byTopic.flat();
}

/** One encoded record batch for one partition. */
export type ProduceBatch = TopicPartition & { readonly bytes: Buffer };
export type ProducedBatch = TopicPartition & { readonly errorCode: number; readonly baseOffset: bigint };

/** Produce v7 with acks=all: one batch per partition, all partitions led by this broker. */
export function produceBatches(
  broker: Broker,
  batches: readonly ProduceBatch[],
  transactionalId: string | null,
): Promise<ProducedBatch[]> {
  const writer = bytesWriter().string(transactionalId).int16(-1).int32(PRODUCE_TIMEOUT_MS);
  const topics = Map.groupBy(batches, batch => batch.topic);
  writer.int32(topics.size);
  for (const [topic, partitions] of topics) {
    writer.string(topic).int32(partitions.length);
    for (const { partition, bytes } of partitions) writer.int32(partition).int32(bytes.length).raw(bytes);
  }
  return sendRaw(broker, PRODUCE, writer.done(), decodeProduce);
}

/** How long a leader waits for its in-sync replicas, ms. Below kafkajs' request timeout, so that the broker answers first. */
const PRODUCE_TIMEOUT_MS = 5_000;

function decodeProduce(answer: Buffer): ProducedBatch[] {
  const reader = bytesReader(answer);
  const byTopic = reader.array(() => {
    const topic = reader.string() as string;
    return reader.array((): ProducedBatch => {
      const produced = { topic, partition: reader.int32(), errorCode: reader.int16(), baseOffset: reader.int64() };
      reader.int64(); // log append time
      reader.int64(); // log start offset
      return produced;
    });
  });
  return byTopic.flat();
}

export type TopicMetadata = {
  readonly name: string;
  readonly errorCode: number;
  /** Base64url, as Kafka's own tools print it (KIP-516). */
  readonly id: string;
  readonly internal: boolean;
  /** By partition number. `leader` is -1 while there is none. */
  readonly partitions: readonly { readonly leader: number; readonly replicas: number }[];
};

export type ClusterMetadata = { readonly clusterId: string; readonly topics: readonly TopicMetadata[] };

const NO_TOPIC_ID = Buffer.alloc(16);

/** Metadata v12, the first version by which a topic's id is told reliably (KIP-516). `null`: all topics. */
export function fetchMetadata(broker: Broker, topics: readonly string[] | null): Promise<ClusterMetadata> {
  const writer = bytesWriter().uvarint(0); // request header v2: no tagged fields
  writer.uvarint(topics === null ? 0 : topics.length + 1);
  for (const topic of topics ?? []) writer.raw(NO_TOPIC_ID).compactString(topic).uvarint(0);
  writer.int8(0).int8(0).uvarint(0); // never creates a topic
  return sendRaw(broker, METADATA, writer.done(), decodeMetadata);
}

function decodeMetadata(answer: Buffer): ClusterMetadata {
  const reader = bytesReader(answer);
  reader.tags(); // response header v1
  reader.int32();
  reader.compactArray(() => {
    reader.int32();
    reader.compactString();
    reader.int32();
    reader.compactString();
    reader.tags();
  });
  const clusterId = reader.compactString() ?? '';
  reader.int32();
  const topics = reader.compactArray((): TopicMetadata => {
    const errorCode = reader.int16();
    const name = reader.compactString() ?? '';
    const id = reader.raw(16).toString('base64url');
    const internal = reader.int8() !== 0;
    const partitions: { leader: number; replicas: number }[] = [];
    reader.compactArray(() => {
      reader.int16();
      const index = reader.int32();
      const leader = reader.int32();
      reader.int32();
      const replicas = reader.compactArray(reader.int32).length;
      reader.compactArray(reader.int32);
      reader.compactArray(reader.int32);
      reader.tags();
      partitions[index] = { leader, replicas };
    });
    reader.int32();
    reader.tags();
    return { name, errorCode, id, internal, partitions };
  });
  return { clusterId, topics };
}
