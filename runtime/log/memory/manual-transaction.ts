import type { CommittedPosition, OutgoingRecord, Position } from '../port.ts';
import type { Cluster } from './cluster.ts';
import { fenced } from './refusals.ts';
import { addPositions } from './writers.ts';

/**
 * Transactions of one holder in a test's hands, call by call and without steps. The next one begins with the first call
 * after an end.
 */
export type ManualTransaction = {
  append(records: readonly OutgoingRecord[]): Position[];
  positions(group: string, committed: readonly CommittedPosition[]): void;
  commit(): void;
  abort(): void;
};

/** Fences the id. Throws where its last transaction is still being ended. */
export function beginTransaction(cluster: Cluster, transactionalId: string): ManualTransaction {
  const { transactions } = cluster;
  let fencing = transactions.fence(transactionalId);
  // Without a schedule, fencing has ended what was open at once, and only has to be asked again.
  if (fencing === 'busy') fencing = transactions.fence(transactionalId);
  if (fencing === 'busy') throw new Error(`The last transaction of ${transactionalId} still waits for its markers.`);
  const held = fencing.epoch;
  const enlist = () => {
    const transaction = transactions.enlist(transactionalId, held);
    if (transaction === 'busy') throw fenced(transactionalId);
    return transaction;
  };
  return {
    append: records => {
      const transaction = enlist();
      return cluster.write(records, transaction.producer, transaction);
    },
    positions: (group, committed) => addPositions(cluster, enlist().positions, { group, committed }),
    commit: () => transactions.end(transactionalId, held, 'committed'),
    abort: () => transactions.end(transactionalId, held, 'aborted'),
  };
}
