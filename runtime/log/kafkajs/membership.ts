import { setTimeout as sleep } from 'node:timers/promises';
import type { Consumer, Kafka, PartitionAssigner } from 'kafkajs';
import type { Logger } from '../../observe/logger.ts';
import { LogError } from '../errors.ts';
import { toLogError } from './errors.ts';
import { retrying } from './retry.ts';

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
/** How long the first join is repeated, ms: a new cluster makes its coordinators with the first group that asks. */
const START_WITHIN_MS = 30_000;
/** Pause before joining anew after kafkajs gave up, ms. */
const REJOIN_AFTER_MS = 500;

export type MembershipOptions = {
  readonly group: string;
  readonly topics: readonly string[];
  readonly assigner: PartitionAssigner;
  readonly logger: Logger;
  /** Every join, also a repeated one, with the partitions of the first topic. Called before anything else happens. */
  readonly joined: (memberId: string, partitions: readonly number[]) => void;
  /** The generation, as each heartbeat confirms it. */
  readonly generation: (generation: number) => void;
  /** The group cannot be joined, and will not let us in later either. */
  readonly failed: (error: LogError) => void;
};

export type Membership = {
  /** Resolves after the first assignment. Fails where the group cannot be joined now. */
  start(): Promise<void>;
  /** Leaves the group, so that the others need not wait for the session to run out. */
  stop(): Promise<void>;
};

/**
 * Membership in a consumer group, kept by a kafkajs consumer whose partitions are all paused. kafkajs gives up on what
 * it holds to be unrecoverable, a coordinator that is away among it, and then stays silent for good; here the group is
 * joined again for as long as it takes, since giving up would leave the partitions to nobody.
 */
export function membership(kafka: Kafka, options: MembershipOptions): Membership {
  const { group, logger } = options;
  let consumer: Consumer | null = null;
  let stopped = false;
  /** Ends a join that nobody waits for any more: kafkajs leaves its promise open when it is stopped meanwhile. */
  let abandon: (error: LogError) => void = () => undefined;

  const join = async (): Promise<void> => {
    const member = newMember(kafka, options);
    consumer = member;
    await member.connect();
    await member.subscribe({ topics: [...options.topics], fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      let joined = false;
      abandon = reject;
      member.on(member.events.GROUP_JOIN, ({ payload }) => {
        if (stopped || consumer !== member) return;
        // kafkajs must never fetch: it would start from the offsets that it read at the join (DESIGN §6, E).
        member.pause(options.topics.map(topic => ({ topic })));
        joined = true;
        options.joined(payload.memberId, payload.memberAssignment[options.topics[0] as string] ?? []);
        resolve();
      });
      member.on(member.events.HEARTBEAT, ({ payload }) => options.generation(payload.groupGenerationId));
      member.on(member.events.CRASH, ({ payload }) => {
        if (payload.restart || stopped) return;
        const error = toLogError(payload.error, `Membership in group ${group}`);
        if (joined) void rejoin(error);
        else reject(error);
      });
      member.run({ autoCommit: false, eachBatch: async () => undefined }).catch(reject);
    });
  };

  const leave = async (): Promise<void> => {
    const member = consumer;
    consumer = null;
    await member?.disconnect().catch(error => {
      logger.debug({ err: error }, `Leaving group ${group} failed; its session will run out.`);
    });
  };

  const rejoin = async (reason: LogError): Promise<void> => {
    let error = reason;
    logger.warn({ code: error.code }, `Membership in group ${group} was lost: ${error.message}; joining again.`);
    while (!stopped && error.kind !== 'fatal') {
      await leave();
      await sleep(REJOIN_AFTER_MS);
      if (stopped) return;
      try {
        await join();
        logger.info(`Joined group ${group} again.`);
        return;
      } catch (thrown) {
        error = toLogError(thrown, `Joining group ${group}`);
      }
    }
    if (!stopped) options.failed(error);
  };

  return {
    start: () =>
      retrying(`Joining group ${group}`, { within: START_WITHIN_MS, first: 100, longest: 1_000, before: leave }, join),
    stop: async () => {
      stopped = true;
      await leave();
      abandon(new LogError('fatal', `The reader of group ${group} was stopped.`));
    },
  };
}

const newMember = (kafka: Kafka, { group, assigner }: MembershipOptions): Consumer =>
  kafka.consumer({
    groupId: group,
    sessionTimeout: SESSION_TIMEOUT_MS,
    heartbeatInterval: HEARTBEAT_INTERVAL_MS,
    rebalanceTimeout: REBALANCE_TIMEOUT_MS,
    maxWaitTimeInMs: MEMBERSHIP_TURN_MS,
    allowAutoTopicCreation: false,
    partitionAssigners: [assigner],
    retry: { initialRetryTime: 50, maxRetryTime: 1_000, retries: 1_000_000, restartOnFailure: async () => true },
  });
