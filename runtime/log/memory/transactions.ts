import type { CommittedPosition } from '../port.ts';
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
  readonly settled: Listeners;
};

/**
 * The transaction coordinator (KIP-98): epochs per transactional id, and the two phases of an end. Between EndTxn's
 * answer and the markers the id is busy, which clients see as CONCURRENT_TRANSACTIONS, and nothing of the
 * transaction can be seen yet.
 */
export type TransactionCoordinator = {
  /** InitProducerId: the new epoch, or 'busy' while the last transaction is being ended; ask again once settled. */
  fence(id: string): number | 'busy';
  /** The open transaction, begun if need be. */
  enlist(id: string, epoch: number): OpenTransaction | 'busy';
  end(id: string, epoch: number, outcome: 'committed' | 'aborted'): void;
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
      holder = { id, epoch: -1, open: null, ending: false, settled: createListeners() };
      holders.set(id, holder);
    }
    return holder;
  };

  const current = (id: string, epoch: number): Holder => {
    const holder = holderOf(id);
    if (holder.epoch !== epoch) throw fenced(id);
    return holder;
  };

  const startEnding = (holder: Holder, outcome: 'committed' | 'aborted'): void => {
    const { open } = holder;
    if (open === null || holder.ending) return;
    holder.ending = true;
    network.internally('markers', holder.id, () => {
      open.fate.outcome = outcome;
      for (const partition of open.partitions) partition.mark(open.fate, open.producer);
      if (outcome === 'committed') for (const [group, positions] of open.positions) commitPositions(group, positions);
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

  return {
    expire,

    fence: id => {
      const holder = holderOf(id);
      // Bumps the epoch at once, so the old holder cannot commit while its transaction is being aborted.
      expire(id);
      return holder.open === null ? ++holder.epoch : 'busy';
    },

    enlist: (id, epoch) => {
      const holder = current(id, epoch);
      if (holder.ending) return 'busy';
      holder.open ??= {
        fate: { outcome: 'open' },
        producer: `transactional ${id}`,
        partitions: new Set(),
        positions: new Map(),
      };
      return holder.open;
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
