import { LogError } from '../errors.ts';
import { partitionFor } from '../partitioner.ts';
import type { OutgoingRecord, Position, TopicPartition } from '../port.ts';
import { encodeRecordBatch, recordBytesBound } from './batch-encode.ts';
import type { Broker } from './internals.ts';
import { type ProduceBatch, type ProducedBatch, produceBatches } from './requests.ts';
import type { Session } from './session.ts';

/**
 * Most bytes of one record batch. Below the broker's default `message.max.bytes` (1,048,588), with room for the
 * batch's own header; one larger record still goes out, alone, and the broker decides.
 */
const MAX_BATCH_BYTES = 900_000;

/** Records of one partition that fit one batch, with their places in the caller's list. */
export type Chunk = TopicPartition & { readonly records: OutgoingRecord[]; readonly indexes: number[] };

/**
 * Sorts records by partition and cuts them into batches, in rounds: a broker takes one batch per partition in a
 * request, so the n-th batch of every partition goes out in the n-th round.
 */
export async function planRounds(session: Session, records: readonly OutgoingRecord[]): Promise<Chunk[][]> {
  const counts = new Map<string, number>();
  for (const { topic } of records) {
    if (!counts.has(topic)) counts.set(topic, (await session.topic(topic)).partitions.length);
  }
  const open = new Map<string, { chunk: Chunk; bytes: number; round: number }>();
  const rounds: Chunk[][] = [];
  for (let index = 0; index < records.length; index++) {
    const record = records[index] as OutgoingRecord;
    const count = counts.get(record.topic) as number;
    const partition = record.partition ?? partitionFor(record.key, count);
    if (partition >= count) throw new LogError('fatal', `Topic ${record.topic} has no partition ${partition}.`);
    const name = partitionKey(record.topic, partition);
    const bytes = recordBytesBound(record);
    let current = open.get(name);
    if (current === undefined || current.bytes + bytes > MAX_BATCH_BYTES) {
      const round = current === undefined ? 0 : current.round + 1;
      current = { chunk: { topic: record.topic, partition, records: [], indexes: [] }, bytes: 0, round };
      open.set(name, current);
      const batches = rounds[round];
      if (batches === undefined) rounds[round] = [current.chunk];
      else batches.push(current.chunk);
    }
    current.bytes += bytes;
    current.chunk.records.push(record);
    current.chunk.indexes.push(index);
  }
  return rounds;
}

/** Finds the leader of each batch. Whatever fails here, nothing has been sent. */
export async function routeBatches(
  session: Session,
  batches: readonly ProduceBatch[],
): Promise<Map<Broker, ProduceBatch[]>> {
  const byLeader = new Map<Broker, ProduceBatch[]>();
  for (const batch of batches) {
    const leader = await session.leader(batch.topic, batch.partition);
    const list = byLeader.get(leader);
    if (list === undefined) byLeader.set(leader, [batch]);
    else list.push(batch);
  }
  return byLeader;
}

/** Sends one batch per partition to the leaders, in parallel, and answers what each leader said. */
export async function sendBatches(
  routed: Map<Broker, ProduceBatch[]>,
  transactionalId: string | null,
): Promise<ProducedBatch[]> {
  const answers = await Promise.all([...routed].map(([leader, list]) => produceBatches(leader, list, transactionalId)));
  return answers.flat();
}

export const partitionKey = (topic: string, partition: number): string => `${topic}/${partition}`;

/** The numbering of a producer's records per partition (KIP-98): 31 bits, then again from 0. */
export type Sequences = {
  next(at: TopicPartition): number;
  advance(at: TopicPartition, records: number): void;
};

export function sequences(): Sequences {
  const numbers = new Map<string, number>();
  return {
    next: ({ topic, partition }) => numbers.get(partitionKey(topic, partition)) ?? 0,
    advance: ({ topic, partition }, records) => {
      const key = partitionKey(topic, partition);
      numbers.set(key, ((numbers.get(key) ?? 0) + records) % 0x8000_0000);
    },
  };
}

/** A producer's id as the broker gave it, with its numbering. */
export type ProducerIdentity = { readonly id: bigint; readonly epoch: number; readonly sequences: Sequences };

/** Encodes a chunk under its next number. The number is used up only by `sequences.advance`, so that a repeat has the same. */
export function encodeChunk(chunk: Chunk, who: ProducerIdentity, transactional: boolean): ProduceBatch {
  const { topic, partition, records } = chunk;
  const producer = { id: who.id, epoch: who.epoch, sequence: who.sequences.next(chunk), transactional };
  return { topic, partition, bytes: encodeRecordBatch(records, producer, Date.now()) };
}

/** Fills in where the records of one chunk went. */
export function fillPositions(into: Position[], chunk: Chunk, baseOffset: bigint): void {
  for (let n = 0; n < chunk.indexes.length; n++) {
    into[chunk.indexes[n] as number] = {
      topic: chunk.topic,
      partition: chunk.partition,
      offset: baseOffset + BigInt(n),
    };
  }
}
