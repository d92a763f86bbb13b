import type { Buffer } from 'node:buffer';
import type { CommittedPosition } from '../port.ts';

/**
 * The parts of kafkajs behind its public surface that this adapter stands on, as far as it uses them. The one
 * supported way to them is the `cluster` that a partition assigner's factory is given (docs/decisions/0011).
 */
export type Broker = {
  readonly nodeId: number;
  readonly connectionPool: { send(exchange: Exchange): Promise<unknown> };
  findGroupCoordinator(o: { groupId: string; coordinatorType: number }): Promise<{ coordinator: { nodeId: number } }>;
  initProducerId(o: {
    transactionalId: string | null;
    transactionTimeout: number;
  }): Promise<{ producerId: string; producerEpoch: number }>;
  addPartitionsToTxn(o: TransactionFields & { topics: { topic: string; partitions: number[] }[] }): Promise<unknown>;
  addOffsetsToTxn(o: TransactionFields & { groupId: string }): Promise<unknown>;
  txnOffsetCommit(o: TransactionFields & { groupId: string; topics: OffsetCommitTopic[] }): Promise<unknown>;
  endTxn(o: TransactionFields & { transactionResult: boolean }): Promise<unknown>;
  offsetCommit(o: {
    groupId: string;
    groupGenerationId: number;
    memberId: string;
    topics: OffsetCommitTopic[];
  }): Promise<unknown>;
  offsetFetch(o: {
    groupId: string;
    topics: { topic: string; partitions: { partition: number }[] }[];
  }): Promise<{ responses: { topic: string; partitions: FetchedOffset[] }[] }>;
  describeGroups(o: { groupIds: string[] }): Promise<{
    groups: { state: string; members: { memberId: string; memberMetadata: Buffer; memberAssignment: Buffer }[] }[];
  }>;
};

type TransactionFields = { transactionalId: string; producerId: string; producerEpoch: number };
type FetchedOffset = { partition: number; offset: string; metadata: string | null };
type OffsetCommitTopic = {
  topic: string;
  partitions: { partition: number; offset: string; metadata: string }[];
};

export type Cluster = {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  refreshMetadata(): Promise<void>;
  getNodeIds(): string[];
  findBroker(o: { nodeId: number | string }): Promise<Broker>;
};

/** Positions in the shape of OffsetCommit and TxnOffsetCommit. */
export const offsetCommitTopics = (positions: readonly CommittedPosition[]): OffsetCommitTopic[] =>
  [...Map.groupBy(positions, one => one.topic)].map(([topic, list]) => ({
    topic,
    partitions: list.map(({ partition, offset, metadata }) => ({ partition, offset: String(offset), metadata })),
  }));

/** One request as kafkajs' connection takes it: how to write it, how to read its answer. */
type Exchange = {
  readonly request: {
    readonly apiKey: number;
    readonly apiVersion: number;
    readonly apiName: string;
    encode(): Promise<{ buf: Buffer; buffer: Buffer }>;
  };
  readonly response: { decode(payload: Buffer): Promise<unknown>; parse(decoded: unknown): Promise<unknown> };
  readonly logResponseError?: boolean;
};

export type RequestKind = { readonly name: string; readonly key: number; readonly version: number };

/** Sends a request of our own encoding over kafkajs' connection, and decodes the answer ourselves. */
export async function sendRaw<T>(
  broker: Broker,
  kind: RequestKind,
  payload: Buffer,
  decode: (answer: Buffer) => T,
): Promise<T> {
  const answer = await broker.connectionPool.send({
    request: {
      apiKey: kind.key,
      apiVersion: kind.version,
      apiName: kind.name,
      // kafkajs accepts anything that looks like its Encoder.
      encode: async () => ({ buf: payload, buffer: payload }),
    },
    response: { decode: async bytes => ({ bytes }), parse: async decoded => (decoded as { bytes: Buffer }).bytes },
    logResponseError: false,
  });
  return decode(answer as Buffer);
}
