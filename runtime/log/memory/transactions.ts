import type { Outcome } from '../hanging.ts';
import type { CommittedPosition, LeftOpen, TransactionReach } from '../port.ts';
import type { Network } from './network.ts';
import type { PartitionLog } from './partition-log.ts';
import { fenced } from './refusals.ts';
import type { Fate } from './stored-batch.ts';
import { createListeners, type Listeners } from './wake.ts';

/** A transaction that has begun and whose markers are not written yet. */
export type OpenTransaction = {
  readonly fate: Fate;
  readonly producer: string;
  readonly partitions: Set<PartitionLog>;
  readonly positions: Map<string, CommittedPosition[]>;
};

type Holder = {
  readonly id: string;
  epoch: number;
  open: OpenTransaction | null;
  /** EndTxn was accepted: the outcome stands, the markers are still to come. */
  ending: boolean;
  /** How the last transaction was to end; null once the id is fenced. */
  decided: Outcome | null;
  /** Counted as complete, though the markers were lost. */
  readonly hanging: OpenTransaction[];
  /** The next markers get lost. */
  losing: boolean;
  readonly settled: Listeners;
};

/**
 * The transaction coordinator (KIP-98): epochs per transactional id, and the two phases of an end. Between EndTxn's
 * answer and the markers the id is busy, which clients see as CONCURRENT_TRANSACTIONS, and nothing of the
 * transaction can be seen yet.
 */
export type TransactionCoordinator = {
  /** InitProducerId: the new epoch, or 'busy' while the last transaction is being ended; ask again once settled. */
  fence(id: string): { readonly epoch: number; readonly decided: Outcome | null } | 'busy';
  /** The open transaction, begun if need be. */
  enlist(id: string, epoch: number): OpenTransaction | 'busy';
  end(id: string, epoch: number, outcome: Outcome): void;
  /** The markers of the id's next end get lost, or not, and it counts as complete all the same (docs/decisions/0012). */
  loseMarkers(id: string, lose: boolean): void;
  /** As an operator with `kafka-transactions.sh abort`, who does so only where the coordinator has forgotten the end. */
  abortLeftOpen(id: string): void;
  /** What of earlier transactions is open within this reach. */
  leftOpen(id: string, reach: TransactionReach): LeftOpen[];
  /** A transaction that writes nothing but the markers where something was left open. */
  close(id: string, epoch: number, reach: TransactionReach, outcome: Outcome): void;
  /** `transaction.timeout.ms` has passed: aborts what is open and shuts its holder out. */
  expire(id: string): void;
  untilSettled(id: string): Promise<void>;
  /** Ids with a transaction whose markers are not written. */
  open(): string[];
};

type CommitPositions = (group: string, positions: readonly CommittedPosition[]) => void;

export function createTransactionCoordinator(
  network: Network,
  commitPositions: CommitPositions,
): TransactionCoordinator {
  const holders = new Map<string, Holder>();

  const holderOf = (id: string): Holder => {
    let holder = holders.get(id);
    if (holder === undefined) {
      holder = {
        id,
        epoch: -1,
        open: null,
        ending: false,
        decided: null,
        hanging: [],
        losing: false,
        settled: createListeners(),
      };
      holders.set(id, holder);
    }
    return holder;
  };

  const current = (id: string, epoch: number): Holder => {
    const holder = holderOf(id);
    if (holder.epoch !== epoch) throw fenced(id);
    return holder;
  };

  /** A marker knows only its producer: it ends whatever of it is open there. */
  const endHanging = ({ hanging }: Holder, { partitions, positions }: OpenTransaction, outcome: Outcome): void => {
    for (const old of hanging) {
      for (const partition of old.partitions) {
        if (!partitions.has(partition)) continue;
        old.fate.outcome = outcome;
        old.partitions.delete(partition);
        partition.release(old.fate);
      }
      for (const [group, pending] of old.positions) {
        if (!positions.has(group)) continue;
        old.positions.delete(group);
        if (outcome === 'committed') commitPositions(group, pending);
      }
    }
  };

  const writeMarkers = (holder: Holder, open: OpenTransaction, outcome: Outcome): void => {
    endHanging(holder, open, outcome);
    open.fate.outcome = outcome;
    for (const partition of open.partitions) partition.mark(open.fate, open.producer);
    if (outcome === 'committed') for (const [group, positions] of open.positions) commitPositions(group, positions);
  };

  const startEnding = (holder: Holder, outcome: Outcome): void => {
    const { open } = holder;
    if (open === null || holder.ending) return;
    holder.ending = true;
    holder.decided = outcome;
    network.internally('markers', holder.id, () => {
      if (holder.losing) holder.hanging.push(open);
      else writeMarkers(holder, open, outcome);
      holder.losing = false;
      holder.open = null;
      holder.ending = false;
      holder.settled.notify();
    });
  };

  const expire = (id: string): void => {
    const holder = holderOf(id);
    if (holder.open === null || holder.ending) return;
    holder.epoch++;
    startEnding(holder, 'aborted');
  };

  const enlist = (id: string, epoch: number): OpenTransaction | 'busy' => {
    const holder = current(id, epoch);
    if (holder.ending) return 'busy';
    holder.open ??= {
      fate: { outcome: 'open' },
      producer: `transactional ${id}`,
      partitions: new Set(),
      positions: new Map(),
    };
    return holder.open;
  };

  const hangingWithin = (id: string, { topics, positions }: TransactionReach) => {
    const { hanging } = holderOf(id);
    const partitions = hanging.flatMap(old => [...old.partitions]).filter(({ topic }) => topics.includes(topic));
    const pending = hanging.some(old => old.positions.has(positions.group));
    return { partitions, pending };
  };

  return {
    expire,
    enlist,

    loseMarkers: (id, lose) => {
      holderOf(id).losing = lose;
    },

    abortLeftOpen: id => {
      const { decided, hanging } = holderOf(id);
      if (decided !== null) return;
      for (const { fate, producer, partitions, positions } of hanging.splice(0)) {
        if (partitions.size > 0) fate.outcome = 'aborted';
        for (const partition of partitions) partition.mark(fate, producer);
        positions.clear();
      }
    },

    leftOpen: (id, reach) => {
      const { partitions, pending } = hangingWithin(id, reach);
      const open = partitions.map(log => ({ topic: log.topic, partition: log.partition, offset: log.stableEnd() }));
      return pending ? [...open, 'positions'] : open;
    },

    close: (id, epoch, reach, outcome) => {
      const transaction = enlist(id, epoch);
      if (transaction === 'busy') throw fenced(id); // nobody else holds this epoch
      for (const partition of hangingWithin(id, reach).partitions) transaction.partitions.add(partition);
      transaction.positions.set(reach.positions.group, []);
      startEnding(holderOf(id), outcome);
    },

    fence: id => {
      const holder = holderOf(id);
      // Bumps the epoch at once, so the old holder cannot commit while its transaction is being aborted.
      expire(id);
      if (holder.open !== null) return 'busy';
      const { decided } = holder;
      holder.decided = null;
      return { epoch: ++holder.epoch, decided };
    },

    end: (id, epoch, outcome) => startEnding(current(id, epoch), outcome),

    untilSettled: async id => {
      const holder = holderOf(id);
      while (holder.ending) {
        await new Promise<void>(resolve => {
          const stop = holder.settled.add(() => {
            stop();
            resolve();
          });
        });
      }
    },

    open: () => [...holders.values()].filter(holder => holder.open !== null).map(holder => holder.id),
  };
}
