import type { CommittedPosition, Log, LogRecord, TopicPartition } from '../port.ts';
import { createClient } from './client.ts';
import { createCluster, isCompacted } from './cluster.ts';
import type { CompactionOptions } from './compaction.ts';
import type { Hold, StepMatch } from './holds.ts';
import { beginTransaction, type ManualTransaction } from './manual-transaction.ts';
import type { Loss, Session } from './network.ts';
import { atOnce, type ClientOperation, type Schedule } from './steps.ts';
import { createListeners } from './wake.ts';

export type MemoryBrokerOptions = {
  /** When each step happens (steps.ts). Default: at once, in order. Set it to choose interleavings. */
  readonly schedule?: Schedule;
  /** Stamps records that come without a timestamp, ms since the epoch. Default: the wall clock; set it to repeat a run. */
  readonly now?: () => number;
  /**
   * Most records of the next batch of a partition, at least 1. Default: no limit but the reader's bytes. A property test
   * draws it, so that batches are cut anywhere.
   */
  readonly recordsPerFetch?: (at: TopicPartition) => number;
};

/**
 * One broker in this process, shared by all logs that it hands out, with real log semantics (see the contract suite).
 * It has no timers: sessions and transactions end only when a client ends them or a test says so. Records are kept by
 * reference; who writes a buffer must not change it afterwards.
 */
export type MemoryBroker = {
  /** A client. The same id again is the same program, started anew. */
  log(clientId: string): Log;

  /** As `kill -9`: nothing of the client's goes on; its members and transactions stay until they expire. */
  crash(clientId: string): void;
  /** The session timeout of a client's group members has passed. */
  expireSession(clientId: string): void;
  /** The transaction timeout of an id has passed: its transaction is aborted, its holder fenced. */
  expireTransaction(transactionalId: string): void;
  /**
   * The markers of the id's next end get lost, and it counts as complete all the same (docs/decisions/0012). `false`
   * takes that back.
   */
  loseMarkers(transactionalId: string, lose?: boolean): void;
  /** As an operator with `kafka-transactions.sh abort`, who does so only once the id was fenced. */
  abortLeftOpen(transactionalId: string): void;
  /** Keeps steps from happening until the release. With only `client`: as SIGSTOP. */
  hold(match: StepMatch): Hold;
  /** The connection breaks around a client's next such request. A late one is a step 'late' of the 'broker'. */
  loseNext(clientId: string, operation: 'append' | 'commit' | 'fence', loss: Loss): void;
  /** Nobody reaches the broker; what it holds stays. Readers wait, everything else fails as unavailable. */
  down(): void;
  up(): void;
  /** Lets the cleaner run over one topic, or all that are compacted. */
  compact(topic?: string, options?: CompactionOptions): void;
  /** Begins a transaction of somebody else's, in the test's hands. */
  transaction(transactionalId: string): ManualTransaction;

  /** What a read_committed reader could read now, partition by partition; without any step. */
  records(topic: string): LogRecord[];
  committed(group: string): CommittedPosition[];
  /** Members of a group by client id, with what they were assigned; null while a rebalance is under way. */
  members(group: string): { client: string; partitions: readonly number[] | null }[];
  /** Transactional ids whose last transaction is not ended yet. */
  openTransactions(): string[];
};

export function createMemoryBroker(options: MemoryBrokerOptions = {}): MemoryBroker {
  const { schedule = atOnce, now = Date.now, recordsPerFetch = () => Number.POSITIVE_INFINITY } = options;
  const cluster = createCluster({ schedule, now, recordsPerFetch });
  const { network, groups, transactions } = cluster;
  const sessions = new Set<Session>();

  return {
    log: client => {
      const session: Session = { client, state: 'open', ended: createListeners() };
      sessions.add(session);
      session.ended.add(() => sessions.delete(session));
      return createClient(cluster, session);
    },

    crash: clientId => {
      for (const session of [...sessions]) {
        if (session.client !== clientId || session.state !== 'open') continue;
        session.state = 'crashed';
        session.ended.notify();
      }
    },
    expireSession: groups.expireSessions,
    expireTransaction: transactions.expire,
    loseMarkers: (id, lose = true) => transactions.loseMarkers(id, lose),
    abortLeftOpen: transactions.abortLeftOpen,
    hold: network.hold,
    loseNext: (clientId, operation: ClientOperation, loss) => network.loseNext(clientId, operation, loss),
    down: () => network.setUp(false),
    up: () => network.setUp(true),

    compact: (name, how = {}) => {
      const topics = name === undefined ? [...cluster.topics.values()] : [cluster.topic(name)];
      for (const topic of topics) {
        if (isCompacted(topic.config)) for (const log of topic.logs) log.compact(how);
        else if (name !== undefined) throw new Error(`${name} is not compacted: its cleanup.policy says so.`);
      }
    },
    transaction: id => beginTransaction(cluster, id),

    records: topic =>
      cluster
        .topic(topic)
        .logs.flatMap(log => [
          ...(log.read(log.start(), { maxBytes: Number.POSITIVE_INFINITY, maxRecords: Number.POSITIVE_INFINITY })
            ?.records ?? []),
        ]),
    committed: group => [...groups.get(group).committed.values()],
    members: group =>
      [...groups.get(group).members.values()].map(({ session, assignment }) => ({
        client: session.client,
        partitions: assignment,
      })),
    openTransactions: transactions.open,
  };
}
