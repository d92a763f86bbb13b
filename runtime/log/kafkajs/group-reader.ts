import type { Consumer, Kafka } from 'kafkajs';
import type { Logger } from '../../observe/logger.ts';
import { LogError } from '../errors.ts';
import type { GroupReader, GroupReaderHandlers, GroupReaderOptions } from '../port.ts';
import { commonPartitionCount, coPartitionedSticky } from './assigner.ts';
import { type Delivery, startDelivery } from './delivery.ts';
import { toLogError } from './errors.ts';
import { openSession, type Session } from './session.ts';

/**
 * The coordinator takes a member that was not heard of for this long as gone, ms. 6,000 is the broker's minimum
 * (group.min.session.timeout.ms): after a kill -9 the partitions stand still for so long.
 */
const SESSION_TIMEOUT_MS = 6_000;
/** A rebalance is noticed with the next heartbeat, so this bounds how long everybody waits for the slowest, ms. */
const HEARTBEAT_INTERVAL_MS = 500;
const REBALANCE_TIMEOUT_MS = 30_000;
/** The turn of kafkajs' own loop, ms, which only sends heartbeats here. */
const MEMBERSHIP_TURN_MS = 100;

const DEFAULT_MAX_WAIT_MS = 200;
/** A fetch under way cannot be called back, and stop() has to wait for it. */
const LONGEST_WAIT_MS = 1_000;
const DEFAULT_MAX_BYTES = 1024 * 1024;

/**
 * Reads as a member of a consumer group. kafkajs keeps the membership (join, heartbeat, rebalance) with all its
 * partitions paused; fetching is ours, so that nothing is delivered before the owner says from where, a position out
 * of range is never reset, and a slow handler never costs a heartbeat (docs/decisions/0011).
 */
export function groupReader(kafka: Kafka, options: GroupReaderOptions, logger: Logger): GroupReader {
  const maxWait = Math.min(options.maxWait ?? DEFAULT_MAX_WAIT_MS, LONGEST_WAIT_MS);
  const maxBytesPerPartition = options.maxBytesPerPartition ?? DEFAULT_MAX_BYTES;
  let session: Session | undefined;
  let consumer: Consumer | undefined;
  let delivery: Delivery | undefined;
  let memberId: string | null = null;
  let assigned: readonly number[] = [];
  let generation = -1;

  const ready = (): Session => {
    if (session === undefined) throw new LogError('fatal', `The reader of group ${options.group} is not started.`);
    return session;
  };
  const topicsOf = (partition: number) => options.topics.map(topic => ({ topic, partition }));

  const onJoin = (
    joined: { memberId: string; memberAssignment: Record<string, number[]> },
    on: GroupReaderHandlers,
  ) => {
    // kafkajs must never fetch: it would start from the offsets that it read at the join (defect E).
    consumer?.pause(options.topics.map(topic => ({ topic })));
    const partitions = [...(joined.memberAssignment[options.topics[0] as string] ?? [])].sort((a, b) => a - b);
    for (const partition of new Set([...assigned, ...partitions])) delivery?.silence(topicsOf(partition));
    memberId = joined.memberId;
    assigned = partitions;
    generation++; // what kafkajs tells of a join leaves it out; the next heartbeat corrects this lower bound
    logger.debug({ group: options.group, memberId, partitions }, 'Joined the group.');
    on.assigned(partitions);
  };

  const join = async (handlers: GroupReaderHandlers): Promise<void> => {
    const member = kafka.consumer({
      groupId: options.group,
      sessionTimeout: SESSION_TIMEOUT_MS,
      heartbeatInterval: HEARTBEAT_INTERVAL_MS,
      rebalanceTimeout: REBALANCE_TIMEOUT_MS,
      maxWaitTimeInMs: MEMBERSHIP_TURN_MS,
      allowAutoTopicCreation: false,
      partitionAssigners: [
        coPartitionedSticky(
          async () => ready(),
          () => ({ owned: assigned, generation }),
        ),
      ],
      // The group is joined again for as long as it takes: giving up would leave the partitions to nobody.
      retry: { initialRetryTime: 50, maxRetryTime: 1_000, retries: 1_000_000, restartOnFailure: async () => true },
    });
    consumer = member;
    await member.connect();
    await member.subscribe({ topics: [...options.topics], fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      member.on(member.events.GROUP_JOIN, ({ payload }) => {
        onJoin(payload, handlers);
        resolve();
      });
      member.on(member.events.HEARTBEAT, ({ payload }) => {
        generation = payload.groupGenerationId;
      });
      member.on(member.events.CRASH, ({ payload }) => {
        if (payload.restart) return;
        const failure = toLogError(payload.error, `Membership in group ${options.group}`);
        reject(failure);
        handlers.failed(failure);
      });
      member.run({ autoCommit: false, eachBatch: async () => undefined }).catch(reject);
    });
  };

  return {
    start: async handlers => {
      if (session !== undefined)
        throw new LogError('fatal', `The reader of group ${options.group} is started already.`);
      session = await openSession(kafka);
      try {
        await commonPartitionCount(session, options.topics);
        delivery = startDelivery(session, { maxWait, maxBytesPerPartition }, handlers, logger);
        await join(handlers);
      } catch (error) {
        await stop();
        throw toLogError(error, `Joining group ${options.group}`);
      }
    },
    deliver: (partition, from) => {
      const missing = options.topics.filter(
        topic => !from.some(one => one.topic === topic && one.partition === partition),
      );
      if (missing.length > 0) {
        throw new LogError('fatal', `Partition ${partition} cannot be delivered without a position of ${missing}.`);
      }
      if (!assigned.includes(partition)) return; // lost meanwhile: the next owner reads it
      delivery?.deliver(from.filter(one => one.partition === partition));
    },
    silence: partition => delivery?.silence(topicsOf(partition)),
    owns: async partition => {
      if (memberId === null || !assigned.includes(partition)) return false;
      const asked = memberId;
      const coordinator = await ready().coordinator('group', options.group);
      try {
        const { groups } = await coordinator.describeGroups({ groupIds: [options.group] });
        const group = groups[0];
        const listed = group?.members.some(member => member.memberId === asked) ?? false;
        return group?.state === 'Stable' && listed && memberId === asked && assigned.includes(partition);
      } catch (error) {
        await ready()
          .refresh()
          .catch(() => undefined);
        throw toLogError(error, `Asking about group ${options.group}`);
      }
    },
    stop,
  };

  async function stop(): Promise<void> {
    for (const partition of assigned) delivery?.silence(topicsOf(partition));
    assigned = [];
    await delivery?.stop();
    await consumer?.disconnect().catch(error => {
      logger.debug({ err: error }, `Leaving group ${options.group} failed; its session will run out.`);
    });
    await session?.close();
    consumer = undefined;
    session = undefined;
    delivery = undefined;
  }
}
