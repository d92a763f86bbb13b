import type { Kafka } from 'kafkajs';
import type { Logger } from '../../observe/logger.ts';
import { LogError } from '../errors.ts';
import type { GroupReader, GroupReaderHandlers, GroupReaderOptions } from '../port.ts';
import { commonPartitionCount, coPartitionedSticky } from './assigner.ts';
import { type Delivery, startDelivery } from './delivery.ts';
import { toLogError } from './errors.ts';
import { LONGEST_WAIT_MS } from './fetch-wait.ts';
import { type Membership, membership } from './membership.ts';
import { openSession, type Session } from './session.ts';

const DEFAULT_MAX_WAIT_MS = 200;
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
  let member: Membership | undefined;
  let delivery: Delivery | undefined;
  let memberId: string | null = null;
  let assigned: readonly number[] = [];
  let generation = -1;

  const ready = (): Session => {
    if (session === undefined) throw new LogError('fatal', `The reader of group ${options.group} is not started.`);
    return session;
  };
  const topicsOf = (partition: number) => options.topics.map(topic => ({ topic, partition }));

  const join = (handlers: GroupReaderHandlers): Promise<void> => {
    member = membership(kafka, {
      group: options.group,
      topics: options.topics,
      logger,
      assigner: coPartitionedSticky(
        async () => ready(),
        () => ({ owned: assigned, generation }),
      ),
      joined: (id, partitions) => {
        const sorted = [...partitions].sort((a, b) => a - b);
        for (const partition of new Set([...assigned, ...sorted])) delivery?.silence(topicsOf(partition));
        memberId = id;
        assigned = sorted;
        generation++; // what kafkajs tells of a join leaves it out; the next heartbeat corrects this lower bound
        logger.debug({ group: options.group, memberId, partitions: sorted }, 'Joined the group.');
        handlers.assigned(sorted);
      },
      generation: confirmed => {
        generation = confirmed;
      },
      failed: error => handlers.failed(error),
    });
    return member.start();
  };

  return {
    start: async handlers => {
      if (session !== undefined)
        throw new LogError('fatal', `The reader of group ${options.group} is started already.`);
      session = await openSession(kafka);
      try {
        await commonPartitionCount(session, options.topics);
        const limits = { ...options, maxWait, maxBytesPerPartition };
        delivery = startDelivery(session, limits, handlers, logger);
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
      try {
        const coordinator = await ready().coordinator('group', options.group);
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
    await Promise.all([delivery?.ended, member?.stop()]);
    await session?.close();
    member = undefined;
    session = undefined;
    delivery = undefined;
  }
}
