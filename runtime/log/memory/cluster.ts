import { partitionFor } from '../partitioner.ts';
import type { NewTopic, OutgoingRecord, Position, TopicPartition } from '../port.ts';
import { createGroupCoordinator, type GroupCoordinator } from './groups.ts';
import { createNetwork, type Network } from './network.ts';
import { createPartitionLog, type PartitionLog } from './partition-log.ts';
import { noKey, noPartition, noTopic, tooLarge } from './refusals.ts';
import type { Schedule } from './steps.ts';
import { bytesOf } from './stored-batch.ts';
import { createTransactionCoordinator, type OpenTransaction, type TransactionCoordinator } from './transactions.ts';

export type Topic = NewTopic & { readonly id: string; readonly logs: readonly PartitionLog[] };

export type ClusterOptions = {
  readonly schedule: Schedule;
  readonly now: () => number;
  readonly recordsPerFetch: (at: TopicPartition) => number;
};

/** What all clients of one broker share. Nothing in here waits: it is the state on which steps have their effects. */
export type Cluster = ClusterOptions & {
  readonly network: Network;
  readonly groups: GroupCoordinator;
  readonly transactions: TransactionCoordinator;
  readonly topics: ReadonlyMap<string, Topic>;
  topic(name: string): Topic;
  partition(at: TopicPartition): PartitionLog;
  createTopic(topic: NewTopic): void;
  deleteTopic(name: string): void;
  /** All records or, where one is refused, none. */
  write(records: readonly OutgoingRecord[], producer: string, transaction: OpenTransaction | null): Position[];
};

/** Kafka's default of `max.message.bytes`. */
const MAX_MESSAGE_BYTES = 1_048_588;

export function createCluster(options: ClusterOptions): Cluster {
  const topics = new Map<string, Topic>();
  const network = createNetwork(options.schedule);
  const groups = createGroupCoordinator(name => topics.get(name)?.partitions ?? null);
  const transactions = createTransactionCoordinator(network, groups.commit);
  let topicCount = 0;
  let keylessCount = 0;

  const topic = (name: string): Topic => {
    const found = topics.get(name);
    if (found === undefined) throw noTopic(name);
    return found;
  };

  const partition = (at: TopicPartition): PartitionLog => {
    const found = topic(at.topic).logs[at.partition];
    if (found === undefined) throw noPartition(at);
    return found;
  };

  const place = (record: OutgoingRecord): PartitionLog => {
    const { name, config, partitions } = topic(record.topic);
    const limit = Number(config['max.message.bytes'] ?? MAX_MESSAGE_BYTES);
    const bytes = bytesOf(record);
    if (bytes > limit) throw tooLarge(name, bytes, limit);
    if (record.key === null && isCompacted(config)) throw noKey(name);
    const turn = record.key === null ? keylessCount++ : 0;
    return partition({ topic: name, partition: record.partition ?? partitionFor(record.key, partitions, turn) });
  };

  return {
    ...options,
    network,
    groups,
    transactions,
    topics,
    topic,
    partition,

    createTopic: wanted => {
      // Deterministic, unlike a real broker's, so that a run can be repeated exactly.
      const id = `memory-topic-${String(++topicCount).padStart(9, '0')}`;
      const logs = Array.from({ length: wanted.partitions }, (_, number) =>
        createPartitionLog({ topic: wanted.name, partition: number }),
      );
      topics.set(wanted.name, { ...wanted, id, logs });
    },

    deleteTopic: name => {
      const found = topics.get(name);
      topics.delete(name);
      groups.forgetTopic(name);
      for (const log of found?.logs ?? []) log.delete();
    },

    write: (records, producer, transaction) => {
      const batches = new Map<PartitionLog, number[]>();
      for (const [index, log] of records.map(place).entries()) {
        const indexes = batches.get(log);
        if (indexes === undefined) batches.set(log, [index]);
        else indexes.push(index);
      }
      const positions: Position[] = new Array(records.length);
      const now = options.now();
      for (const [log, indexes] of batches) {
        transaction?.partitions.add(log);
        const batch = indexes.map(index => records[index] as OutgoingRecord);
        const base = log.append(batch, producer, transaction?.fate ?? null, now);
        for (const [nth, index] of indexes.entries()) {
          positions[index] = { topic: log.topic, partition: log.partition, offset: base + BigInt(nth) };
        }
      }
      return positions;
    },
  };
}

export const isCompacted = (config: NewTopic['config']): boolean =>
  (config['cleanup.policy'] ?? 'delete').split(',').includes('compact');

export const isTrimmable = (config: NewTopic['config']): boolean =>
  (config['cleanup.policy'] ?? 'delete').split(',').includes('delete');
