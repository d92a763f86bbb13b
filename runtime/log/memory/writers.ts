import { hanging, type LastOutcomes } from '../hanging.ts';
import type { LogWriter, Position, TransactionalWriter, TransactionRequest } from '../port.ts';
import type { Cluster } from './cluster.ts';
import type { Session } from './network.ts';
import { closed, metadataTooLarge, noPartition, notFenced } from './refusals.ts';

/** The broker's default of `offset.metadata.max.bytes`. */
const MAX_METADATA_BYTES = 4096;

let writerCount = 0;

export function idempotentWriter(cluster: Cluster, session: Session): LogWriter {
  const producer = `${session.client} ${++writerCount}`;
  let open = true;
  return {
    append: async records => {
      if (!open) throw closed(session.client);
      if (records.length === 0) return [];
      const at = records[0]?.topic ?? '';
      return cluster.network.call(session, 'append', at, () => cluster.write(records, producer, null));
    },
    close: async () => {
      open = false;
    },
  };
}

export function transactionalWriter(
  cluster: Cluster,
  session: Session,
  transactionalId: string,
  outcomes: LastOutcomes,
): TransactionalWriter {
  const { network, transactions } = cluster;
  /** null: not fenced yet, or spent by an error, or busy. */
  let epoch: number | null = null;
  let open = true;

  /** Asks until the last transaction of the id is ended, as a client does on CONCURRENT_TRANSACTIONS. */
  const unlessBusy = async <T>(operation: 'append' | 'commit' | 'fence', effect: () => T | 'busy'): Promise<T> => {
    for (;;) {
      const answer = await network.call(session, operation, transactionalId, effect);
      if (answer !== 'busy') return answer;
      await transactions.untilSettled(transactionalId);
    }
  };

  const run = async (held: number, { records, positions }: TransactionRequest): Promise<Position[]> => {
    let written: Position[] = [];
    if (records.length > 0) {
      written = await unlessBusy('append', () => {
        const transaction = transactions.enlist(transactionalId, held);
        return transaction === 'busy' ? 'busy' : cluster.write(records, transaction.producer, transaction);
      });
    }
    await unlessBusy('commit', () => {
      const transaction = transactions.enlist(transactionalId, held);
      if (transaction === 'busy') return 'busy';
      if (positions !== undefined) addPositions(cluster, transaction.positions, positions);
      transactions.end(transactionalId, held, 'committed');
      return null;
    });
    return written;
  };

  return {
    transactionalId,

    fence: async () => {
      if (!open) throw closed(session.client);
      epoch = null;
      const granted = await unlessBusy('fence', () => transactions.fence(transactionalId));
      epoch = granted.epoch;
      const holder = { before: String(epoch - 1), after: String(epoch) };
      outcomes.fenced(transactionalId, granted.decided, holder);
    },

    settle: async reach => {
      if (!open) throw closed(session.client);
      if (epoch === null) throw notFenced(transactionalId);
      const held = epoch;
      epoch = null;
      const outcome = outcomes.known(transactionalId);
      const found = await network.call(session, 'settle', transactionalId, () => {
        const left = transactions.leftOpen(transactionalId, reach);
        if (left.length === 0) return left;
        if (outcome === null) throw hanging(transactionalId, left);
        transactions.close(transactionalId, held, reach, outcome);
        return left;
      });
      await transactions.untilSettled(transactionalId);
      outcomes.forget(transactionalId);
      epoch = held;
      return found;
    },

    transact: async request => {
      if (!open) throw closed(session.client);
      if (epoch === null) throw notFenced(transactionalId);
      if (request.records.length === 0 && request.positions === undefined) return [];
      const held = epoch;
      epoch = null;
      const written = await run(held, request);
      epoch = held;
      return written;
    },

    close: async () => {
      open = false;
    },
  };
}

/** Adds positions to a transaction; they can be seen when its markers are written. */
export function addPositions(
  cluster: Cluster,
  into: Map<string, TransactionPositions['committed'][number][]>,
  { group, committed }: TransactionPositions,
): void {
  for (const position of committed) {
    if (cluster.topics.get(position.topic)?.logs[position.partition] === undefined) throw noPartition(position);
    if (Buffer.byteLength(position.metadata) > MAX_METADATA_BYTES) throw metadataTooLarge(position, MAX_METADATA_BYTES);
  }
  const known = into.get(group);
  if (known === undefined) into.set(group, [...committed]);
  else known.push(...committed);
}

type TransactionPositions = NonNullable<TransactionRequest['positions']>;
