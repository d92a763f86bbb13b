import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin, Transaction } from 'kafkajs';
import { createLogger } from '../../../observe/logger.ts';
import type { CommittedPosition, OutgoingRecord } from '../../port.ts';
import { kafkaClient, kafkajs } from '../client.ts';
import { createKafkajsLog } from '../log.ts';
import { COMPACTABLE, compactNow, endCleaning } from './compaction.ts';
import { plainProducer } from './plain-producer.ts';
import { apiKeys, type Tap, tapSockets, type Verdict } from './tapped-sockets.ts';

/** Longer than a session timeout (6 s) and a rebalance after it. Only a failing test waits for so long. */
const PATIENCE_MS = 30_000;

type Operation = keyof typeof apiKeys;

/**
 * What the contract suite (test/contract/harness.ts) needs of this adapter: clients whose connections it can hold,
 * cut, freeze and kill; foreign producers, which are kafkajs' own; and the real cleaner.
 */
export function kafkajsHarness(options: {
  readonly brokers: readonly string[];
  readonly restart?: (how: 'graceful' | 'kill') => Promise<void>;
}) {
  const { brokers, restart } = options;
  const logger = createLogger({ level: 'silent' });
  const kafka = kafkaClient({ brokers, clientId: 'contract-harness', logger });
  const own = createKafkajsLog({ brokers, clientId: 'contract-harness', logger });
  const closing: (() => Promise<unknown>)[] = [];
  let admin: Admin | null = null;

  const connectedAdmin = async (): Promise<Admin> => {
    if (admin !== null) return admin;
    admin = kafka.admin();
    await admin.connect();
    closing.push(() => (admin as Admin).disconnect());
    return admin;
  };

  /** Resolves once no group has a member of this client any more. */
  const dropped = async (clientId: string): Promise<void> => {
    const asked = await connectedAdmin();
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const { groups } = await asked.listGroups();
      const described =
        groups.length === 0 ? { groups: [] } : await asked.describeGroups(groups.map(one => one.groupId));
      if (!described.groups.some(group => group.members.some(member => member.clientId === clientId))) return;
      if (Date.now() > deadline) throw new Error(`A group still has ${clientId} as a member.`);
      await sleep(100);
    }
  };

  return {
    patience: PATIENCE_MS,
    compactable: COMPACTABLE,
    compactNow: (topic: string) => compactNow(own, topic),
    /** Ends the cleaning of `topic`, that under way too; every record that it has now stays. */
    endCleaning: async (topic: string) => endCleaning(await connectedAdmin(), topic),
    ...(restart && { restart }),
    open: async (clientId: string) => {
      const tap = tapSockets();
      const log = createKafkajsLog({ brokers, clientId, logger, socketFactory: tap.factory });
      closing.push(() => log.close());
      return { log, ...controls(tap, () => dropped(clientId)) };
    },
    foreign: async (transactionalId: string | null) => {
      if (transactionalId === null) return { ...withoutTransactions, ...(await plainProducer(kafka)) };
      const producer = kafka.producer({
        idempotent: true,
        maxInFlightRequests: 1,
        transactionTimeout: 60_000,
        createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
        retry: { initialRetryTime: 5, retries: 20 },
        transactionalId,
      });
      await producer.connect();
      let transaction: Transaction | null = null;
      const open = (): Transaction => {
        if (transaction === null) throw new Error('No transaction is open.');
        return transaction;
      };
      const end = async (how: 'commit' | 'abort'): Promise<void> => {
        await open()[how]();
        transaction = null;
      };
      return {
        begin: async () => {
          transaction = await producer.transaction();
        },
        append: async (records: readonly OutgoingRecord[]) => {
          const topicMessages = [...Map.groupBy(records, record => record.topic)].map(([topic, list]) => ({
            topic,
            messages: list.map(toMessage),
          }));
          await open().sendBatch({ topicMessages });
        },
        positions: async (group: string, committed: readonly CommittedPosition[]) => {
          const topics = [...Map.groupBy(committed, one => one.topic)].map(([topic, list]) => ({
            topic,
            partitions: list.map(({ partition, offset, metadata }) => ({
              partition,
              offset: String(offset),
              metadata,
            })),
          }));
          await open().sendOffsets({ consumerGroupId: group, topics });
        },
        commit: () => end('commit'),
        abort: () => end('abort'),
        close: () => producer.disconnect(),
      };
    },
    close: async () => {
      await Promise.all(closing.splice(0).map(close => close().catch(() => undefined)));
      await own.close();
    },
  };
}

async function refuse(): Promise<never> {
  throw new Error('This producer writes without transactions.');
}

const withoutTransactions = { begin: refuse, positions: refuse, commit: refuse, abort: refuse };

function toMessage({ key, value, partition, headers, timestamp }: OutgoingRecord) {
  const named = Map.groupBy(headers ?? [], ([name]) => name);
  return {
    key,
    value,
    ...(partition !== undefined && { partition }),
    ...(timestamp !== undefined && { timestamp: String(timestamp) }),
    headers: Object.fromEntries([...named].map(([name, list]) => [name, list.map(([, bytes]) => bytes ?? '')])),
  };
}

/** What a test can do to one client's connections. */
function controls(tap: Tap, dropped: () => Promise<void>) {
  const holds = new Map<number, { gate: Promise<void>; arrived: () => void }>();
  let cut: Verdict | null = null;
  tap.judge = apiKey => {
    if (apiKey === apiKeys.commit && cut !== null) {
      const verdict = cut;
      cut = null;
      return verdict;
    }
    const hold = holds.get(apiKey);
    hold?.arrived();
    return hold?.gate ?? 'send';
  };
  return {
    hold: (operation: Operation) => {
      const gate = Promise.withResolvers<void>();
      const arrived = Promise.withResolvers<void>();
      holds.set(apiKeys[operation], { gate: gate.promise, arrived: arrived.resolve });
      return {
        arrived: arrived.promise,
        release: () => {
          holds.delete(apiKeys[operation]);
          gate.resolve();
        },
      };
    },
    loseCommit: (when: 'before' | 'after') => {
      cut = when === 'before' ? 'cut-before' : 'cut-after';
    },
    freeze: async () => {
      tap.freeze();
      await dropped();
    },
    thaw: () => tap.thaw(),
    crash: async () => {
      tap.kill();
      await dropped();
    },
  };
}
