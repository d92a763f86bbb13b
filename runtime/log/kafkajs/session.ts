import type { Kafka } from 'kafkajs';
import { LogError } from '../errors.ts';
import { errorName, kindOf, toLogError } from './errors.ts';
import type { Broker, Cluster } from './internals.ts';
import { type ClusterMetadata, fetchMetadata, type TopicMetadata } from './requests.ts';

const COORDINATOR_TYPES = { group: 0, transaction: 1 } as const;

/** How old the leaders that we know may become before they are asked for again, ms. */
const METADATA_MAX_AGE_MS = 60_000;

/**
 * One set of connections to the cluster (a socket per broker, one more per broker that is fetched from), with its
 * knowledge of leaders and coordinators. Requests on one socket are answered in order, so whatever waits for long, or
 * must not wait for others, has a session of its own.
 */
export type Session = {
  /** Any broker that answers. */
  broker(): Promise<Broker>;
  brokers(): Promise<Broker[]>;
  leader(topic: string, partition: number): Promise<Broker>;
  topic(name: string): Promise<TopicMetadata>;
  /** Asks the cluster now; unknown topics are in the answer with their error code. */
  metadata(topics: readonly string[] | null): Promise<ClusterMetadata>;
  /** The same from each broker that can be reached: they hear of a change one after the other. */
  metadataEverywhere(topics: readonly string[]): Promise<ClusterMetadata[]>;
  coordinator(type: keyof typeof COORDINATOR_TYPES, key: string): Promise<Broker>;
  /** Forgets leaders and coordinators, and looks for brokers again. Called after a failure that a move may explain. */
  refresh(): Promise<void>;
  close(): Promise<void>;
};

export async function openSession(kafka: Kafka): Promise<Session> {
  const { cluster, disconnect } = clusterOf(kafka);
  const leaders = new Map<string, { metadata: TopicMetadata; since: number }>();
  const coordinators = new Map<string, number>();

  const attempt = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw toLogError(error, what);
    }
  };

  const connectedBroker = async (): Promise<Broker> => {
    let failure: unknown;
    for (const nodeId of cluster.getNodeIds()) {
      try {
        return await cluster.findBroker({ nodeId });
      } catch (error) {
        failure = error;
      }
    }
    throw failure ?? new LogError('unavailable', 'No broker of the cluster is known.');
  };

  const session: Session = {
    broker: () => attempt('Connecting to Kafka', connectedBroker),
    brokers: () =>
      attempt('Connecting to Kafka', () =>
        Promise.all(cluster.getNodeIds().map(nodeId => cluster.findBroker({ nodeId }))),
      ),
    metadata: topics => attempt('Reading metadata', async () => fetchMetadata(await connectedBroker(), topics)),
    metadataEverywhere: topics =>
      attempt('Reading metadata', async () => {
        const answers = await Promise.allSettled(
          cluster.getNodeIds().map(async nodeId => fetchMetadata(await cluster.findBroker({ nodeId }), topics)),
        );
        const given = answers.flatMap(answer => (answer.status === 'fulfilled' ? [answer.value] : []));
        return given.length > 0 ? given : [await session.metadata(topics)];
      }),
    topic: async name => {
      const known = leaders.get(name);
      if (known !== undefined && Date.now() - known.since < METADATA_MAX_AGE_MS) return known.metadata;
      const metadata = (await session.metadata([name])).topics[0];
      if (metadata === undefined || metadata.errorCode !== 0) throw noTopic(name, metadata?.errorCode ?? 3);
      leaders.set(name, { metadata, since: Date.now() });
      return metadata;
    },
    leader: async (topic, partition) => {
      const { partitions } = await session.topic(topic);
      const leader = partitions[partition]?.leader;
      if (leader === undefined) throw new LogError('fatal', `Topic ${topic} has no partition ${partition}.`);
      if (leader < 0) throw new LogError('retriable', `Partition ${topic}[${partition}] has no leader now.`);
      return attempt(`Connecting to the leader of ${topic}[${partition}]`, () =>
        cluster.findBroker({ nodeId: leader }),
      );
    },
    coordinator: (type, key) =>
      attempt(`Finding the ${type} coordinator of ${key}`, async () => {
        const known = coordinators.get(`${type} ${key}`);
        if (known !== undefined) {
          try {
            return await cluster.findBroker({ nodeId: known });
          } catch (error) {
            coordinators.delete(`${type} ${key}`); // kept only while it can be reached
            throw error;
          }
        }
        const broker = await connectedBroker();
        const found = await broker.findGroupCoordinator({ groupId: key, coordinatorType: COORDINATOR_TYPES[type] });
        coordinators.set(`${type} ${key}`, found.coordinator.nodeId);
        return cluster.findBroker({ nodeId: found.coordinator.nodeId });
      }),
    refresh: () => {
      leaders.clear();
      coordinators.clear();
      return attempt('Finding the brokers', () => cluster.refreshMetadata());
    },
    close: disconnect,
  };

  try {
    await cluster.connect();
    await cluster.refreshMetadata();
  } catch (error) {
    await disconnect().catch(() => undefined);
    throw toLogError(error, 'Connecting to Kafka');
  }
  return session;
}

function noTopic(name: string, code: number): LogError {
  const text = `Topic ${name} cannot be used: ${errorName(code)}.`;
  if (errorName(code) !== 'UNKNOWN_TOPIC_OR_PARTITION') return new LogError(kindOf(errorName(code)), text);
  return new LogError('fatal', `Topic ${name} does not exist.`, {
    remedy: 'Check the prefix (LONGPLAY_PREFIX); `longplay up` creates the topics of an installation.',
  });
}

/** A consumer that connects but never runs, only for the `cluster` that kafkajs hands to its assigners. */
function clusterOf(kafka: Kafka): { cluster: Cluster; disconnect: () => Promise<void> } {
  let cluster: Cluster | undefined;
  const consumer = kafka.consumer({
    groupId: 'longplay-never-joins',
    allowAutoTopicCreation: false,
    partitionAssigners: [
      given => {
        cluster = given.cluster as unknown as Cluster;
        return {
          name: 'never',
          version: 1,
          protocol: () => ({ name: 'never', metadata: Buffer.alloc(0) }),
          assign: async () => [],
        };
      },
    ],
  });
  return { cluster: cluster as unknown as Cluster, disconnect: () => consumer.disconnect() };
}
