import type { Admin, Kafka } from 'kafkajs';
import { LogError } from '../errors.ts';
import type { CommittedPosition, LogAdmin, NewTopic, TopicDescription } from '../port.ts';
import { deleteRecordsBelow } from './delete-records.ts';
import { kafkaErrorName, logErrorFromCode, toLogError } from './errors.ts';
import { offsetCommitTopics } from './internals.ts';
import { offsetAt, partitionOffsets } from './offsets.ts';
import type { TopicMetadata } from './requests.ts';
import { retrying } from './retry.ts';
import type { Session } from './session.ts';

/** How long an administrative request is repeated while brokers move or coordinators load, ms. */
const PATIENCE_MS = 15_000;
/** Creating a topic answers before every broker has heard of it; waiting for its leaders takes this long at most, ms. */
const CREATION_MS = 60_000;
/** DescribeConfigs' source of a setting that was made on the topic itself (KIP-226). */
const DYNAMIC_TOPIC_CONFIG = 1;
const TOPIC_RESOURCE = 2;

/** Administration over kafkajs' admin client, and over our own requests where it has none (topic ids, metadata). */
export function logAdmin(kafka: Kafka, session: () => Promise<Session>): LogAdmin {
  let connecting: Promise<Admin> | null = null;
  const client = (): Promise<Admin> => {
    connecting ??= (async () => {
      const admin = kafka.admin();
      await admin.connect();
      return admin;
    })().catch(error => {
      connecting = null;
      throw error;
    });
    return connecting;
  };
  const ask = <T>(what: string, work: (session: Session) => Promise<T>): Promise<T> =>
    retrying(
      what,
      { within: PATIENCE_MS, first: 10, longest: 500, before: async () => (await session()).refresh() },
      async () => work(await session()),
    );

  const metadataOf = async (names: readonly string[]): Promise<TopicMetadata[]> => {
    const { topics } = await ask('Reading metadata', open => open.metadata(names));
    return topics.filter(topic => topic.errorCode === 0 && !topic.internal);
  };

  return {
    clusterId: () => ask('Reading the cluster id', async open => (await open.metadata([])).clusterId),
    createTopics: topics => createTopics(topics, metadataOf, client, ask),
    describeTopics: names =>
      ask('Describing topics', async open => {
        const { topics } = await open.metadata(names ?? null);
        const found = topics.filter(topic => topic.errorCode === 0 && !topic.internal);
        return describe(found, await client());
      }),
    deleteTopics: async names => {
      const existing = (await metadataOf(names)).map(topic => topic.name);
      if (existing.length === 0) return;
      const admin = await client();
      await ask('Deleting topics', async () => {
        try {
          await admin.deleteTopics({ topics: existing });
        } catch (error) {
          if (kafkaErrorName(error) !== 'UNKNOWN_TOPIC_OR_PARTITION') throw error; // deleted by somebody else meanwhile
        }
      });
    },
    offsets: topic =>
      ask(`Reading the offsets of ${topic}`, async open => {
        const { partitions } = await open.topic(topic);
        return Promise.all(partitions.map((_, partition) => partitionOffsets(open, topic, partition)));
      }),
    offsetsAt: (topic, timestamp) =>
      ask(`Reading the offsets of ${topic} by time`, async open => {
        const { partitions } = await open.topic(topic);
        return Promise.all(partitions.map((_, partition) => offsetAt(open, { topic, partition }, timestamp)));
      }),
    committed: (group, topics) =>
      ask(`Reading the positions of group ${group}`, open => committed(open, group, topics)),
    members: group =>
      ask(`Counting the members of group ${group}`, async () => {
        const { groups } = await (await client()).describeGroups([group]);
        return groups[0]?.members.length ?? 0;
      }),
    commit: async (group, positions) => {
      if (positions.length === 0) return;
      await ask(`Setting positions of group ${group}`, async open => {
        const coordinator = await open.coordinator('group', group);
        // Without a member id: the coordinator takes it only while the group has no members.
        const topics = offsetCommitTopics(positions);
        await coordinator.offsetCommit({ groupId: group, groupGenerationId: -1, memberId: '', topics });
      });
    },
    deleteRecords: async before => {
      for (const position of before) {
        const { topic, partition } = position;
        await ask(`Deleting records of ${topic}`, async open =>
          deleteRecordsBelow(await open.leader(topic, partition), position),
        );
      }
    },
    close: async () => {
      await (await connecting?.catch(() => null))?.disconnect();
    },
  };
}

type Ask = <T>(what: string, work: (session: Session) => Promise<T>) => Promise<T>;

async function createTopics(
  wanted: readonly NewTopic[],
  metadataOf: (names: readonly string[]) => Promise<TopicMetadata[]>,
  client: () => Promise<Admin>,
  ask: Ask,
): Promise<string[]> {
  if (wanted.length === 0) return [];
  const existing = new Set((await metadataOf(wanted.map(topic => topic.name))).map(topic => topic.name));
  const missing = wanted.filter(topic => !existing.has(topic.name));
  if (missing.length > 0) await create(missing, await client(), ask);
  await knownEverywhere(wanted, missing, ask);
  return missing.map(topic => topic.name);
}

async function create(missing: readonly NewTopic[], admin: Admin, ask: Ask): Promise<void> {
  await ask('Creating topics', async () => {
    try {
      await admin.createTopics({
        waitForLeaders: false,
        topics: missing.map(({ name, partitions, replication, config }) => ({
          topic: name,
          numPartitions: partitions,
          replicationFactor: replication,
          configEntries: Object.entries(config).map(([key, value]) => ({ name: key, value })),
        })),
      });
    } catch (error) {
      throw topicFailure(error);
    }
  });
}

/** kafkajs gathers what went wrong per topic; the first of them is told. */
function topicFailure(error: unknown): LogError {
  const details = (error as { errors?: { type?: string; topic?: string; message?: string }[] }).errors;
  const first = details?.find(one => one.type !== 'TOPIC_ALREADY_EXISTS');
  if (first === undefined) return toLogError(error, 'Creating topics');
  return new LogError('fatal', `Topic ${first.topic} could not be created: ${first.type}. ${first.message ?? ''}`, {
    cause: error,
  });
}

/** Waits until each broker knows the topics, which another process may have created just now, and new ones have leaders. */
async function knownEverywhere(wanted: readonly NewTopic[], created: readonly NewTopic[], ask: Ask): Promise<void> {
  const names = wanted.map(topic => topic.name);
  const isNew = new Set(created.map(topic => topic.name));
  await retrying('Creating topics', { within: CREATION_MS, first: 10, longest: 200 }, async () => {
    for (const { topics } of await ask('Reading metadata', open => open.metadataEverywhere(names))) {
      const known = topics.filter(
        ({ name, errorCode, partitions }) =>
          errorCode === 0 && (!isNew.has(name) || partitions.every(partition => partition.leader >= 0)),
      );
      if (known.length < names.length) throw logErrorFromCode(5, 'Waiting for the leaders of new topics');
    }
  });
}

async function describe(found: readonly TopicMetadata[], admin: Admin): Promise<TopicDescription[]> {
  if (found.length === 0) return [];
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: found.map(topic => ({ type: TOPIC_RESOURCE, name: topic.name })),
  });
  return found.map(topic => {
    const entries = resources.find(resource => resource.resourceName === topic.name)?.configEntries ?? [];
    const own = entries.filter(entry => (entry as { configSource?: number }).configSource === DYNAMIC_TOPIC_CONFIG);
    return {
      name: topic.name,
      id: topic.id,
      partitions: topic.partitions.length,
      replication: topic.partitions[0]?.replicas ?? 0,
      config: Object.fromEntries(own.map(entry => [entry.configName, entry.configValue])),
    };
  });
}

async function committed(session: Session, group: string, topics: readonly string[]): Promise<CommittedPosition[]> {
  const asked = await Promise.all(
    topics.map(async topic => ({
      topic,
      partitions: (await session.topic(topic)).partitions.map((_, partition) => ({ partition })),
    })),
  );
  const coordinator = await session.coordinator('group', group);
  const { responses } = await coordinator.offsetFetch({ groupId: group, topics: asked });
  return responses.flatMap(({ topic, partitions }) =>
    partitions
      .filter(({ offset }) => BigInt(offset) >= 0n)
      .map(({ partition, offset, metadata }) => ({
        topic,
        partition,
        offset: BigInt(offset),
        metadata: metadata ?? '',
      })),
  );
}
