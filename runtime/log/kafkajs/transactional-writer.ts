import { LogError } from '../errors.ts';
import { hanging, type LastOutcomes, type Outcome } from '../hanging.ts';
import type {
  LeftOpen,
  Position,
  TopicPartition,
  TransactionalWriter,
  TransactionReach,
  TransactionRequest,
} from '../port.ts';
import { kafkaErrorName, logErrorFromCode, toLogError } from './errors.ts';
import { offsetCommitTopics } from './internals.ts';
import { describeTransaction, holderName, leftOpen } from './left-open.ts';
import {
  type Chunk,
  encodeChunk,
  fillPositions,
  type ProducerIdentity,
  planRounds,
  routeBatches,
  sendBatches,
  sequences,
} from './produce.ts';
import { retrying } from './retry.ts';
import type { Session } from './session.ts';

/**
 * How long a transaction may stay open before the coordinator aborts it, ms. An open one holds back every
 * read_committed reader of its partitions, so it is short; a batch takes milliseconds.
 */
const TRANSACTION_TIMEOUT_MS = 10_000;
/** How long fencing waits for a coordinator that is away or still busy with the last transaction, ms. */
const FENCE_WITHIN_MS = 30_000;
/** How long settling waits for the markers that it has caused, ms; they take a few. */
const MARKERS_WITHIN_MS = 10_000;
/**
 * How long each step of a transaction is repeated, ms: while the previous one's markers are being written (1 to 5 ms),
 * a leader moves or a broker restarts. Well below the transaction timeout, after which repeating is in vain.
 */
const STEP_WITHIN_MS = 5_000;

/**
 * Transactions in three round trips instead of kafkajs' nine: partitions and offsets are announced together, records
 * and positions are sent together, then the end (docs/decisions/0011). Protocol: KIP-98, transaction version 1.
 */
export function transactionalWriter(
  session: Session,
  transactionalId: string,
  outcomes: LastOutcomes,
): TransactionalWriter {
  let identity: ProducerIdentity | null = null;
  let running = false;

  const fields = (who: ProducerIdentity) => ({ transactionalId, producerId: String(who.id), producerEpoch: who.epoch });
  const coordinator = () => session.coordinator('transaction', transactionalId);
  const patience = { within: STEP_WITHIN_MS, first: 1, longest: 100, before: refreshUnlessBusy(session) };

  const fence = async (): Promise<void> => {
    identity = null;
    const options = { within: FENCE_WITHIN_MS, first: 3, longest: 250, before: refreshUnlessBusy(session) };
    const granted = await retrying(`Fencing ${transactionalId}`, options, async () => {
      const broker = await coordinator();
      // Asked before each attempt: fencing makes the coordinator forget how the last transaction ended.
      const last = await describeTransaction(broker, transactionalId);
      const answer = await broker.initProducerId({ transactionalId, transactionTimeout: TRANSACTION_TIMEOUT_MS });
      return { ...answer, last };
    });
    const { producerId, producerEpoch, last } = granted;
    const after = holderName(producerId, producerEpoch);
    outcomes.fenced(transactionalId, last?.outcome ?? null, { before: last?.holder ?? '', after });
    identity = { id: BigInt(producerId), epoch: producerEpoch, sequences: sequences() };
  };

  const settle = async (who: ProducerIdentity, reach: TransactionReach): Promise<LeftOpen[]> => {
    const look = () =>
      retrying(`Looking for what ${transactionalId} left open`, patience, () => leftOpen(session, who.id, reach));
    const open = await look();
    if (open.length > 0) {
      const outcome = outcomes.known(transactionalId);
      if (outcome === null) throw hanging(transactionalId, open);
      const partitions = open.filter(one => one !== 'positions');
      await announce(who, partitions, reach.positions.group);
      await end(who, outcome);
      await retrying(`Settling ${transactionalId}`, { within: MARKERS_WITHIN_MS, first: 5, longest: 100 }, async () => {
        const still = await look();
        if (still.length > 0) throw hanging(transactionalId, still);
      });
    }
    outcomes.forget(transactionalId);
    return open;
  };

  const announce = async (
    who: ProducerIdentity,
    partitions: readonly TopicPartition[],
    group: string | undefined,
  ): Promise<void> => {
    const topics = [...Map.groupBy(partitions, one => one.topic)].map(([topic, list]) => ({
      topic,
      partitions: list.map(one => one.partition),
    }));
    await settled([
      topics.length > 0 &&
        retrying('Adding partitions to the transaction', patience, async () =>
          (await coordinator()).addPartitionsToTxn({ ...fields(who), topics }),
        ),
      group !== undefined &&
        retrying('Adding positions to the transaction', patience, async () =>
          (await coordinator()).addOffsetsToTxn({ ...fields(who), groupId: group }),
        ),
    ]);
  };

  const send = async (who: ProducerIdentity, rounds: Chunk[][], positions: Position[]): Promise<void> => {
    for (const round of rounds) {
      let left = round;
      // A repeat goes out under the same number, so that the broker drops what it has already (KIP-98).
      await retrying('Writing in a transaction', patience, async () => {
        const batches = left.map(chunk => encodeChunk(chunk, who, true));
        const answers = await sendBatches(await routeBatches(session, batches), transactionalId);
        const refused: LogError[] = [];
        left = left.filter(chunk => {
          const answer = answers.find(one => one.topic === chunk.topic && one.partition === chunk.partition);
          if (answer?.errorCode === 0) {
            who.sequences.advance(chunk, chunk.records.length);
            fillPositions(positions, chunk, answer.baseOffset);
            return false;
          }
          refused.push(logErrorFromCode(answer?.errorCode ?? -1, `Writing to ${chunk.topic}[${chunk.partition}]`));
          return true;
        });
        const worst = refused.find(error => error.kind !== 'retriable') ?? refused[0];
        if (worst !== undefined) throw worst;
      });
    }
  };

  const commitPositions = async (who: ProducerIdentity, request: TransactionRequest): Promise<void> => {
    if (request.positions === undefined) return;
    const { group, committed } = request.positions;
    const topics = offsetCommitTopics(committed);
    await retrying(`Adding positions of group ${group}`, patience, async () => {
      const broker = await session.coordinator('group', group);
      return broker.txnOffsetCommit({ ...fields(who), groupId: group, topics });
    });
  };

  const end = async (who: ProducerIdentity, outcome: Outcome): Promise<void> => {
    const transactionResult = outcome === 'committed';
    try {
      await retrying(
        `Ending the transaction of ${transactionalId}`,
        { within: STEP_WITHIN_MS, first: 2, longest: 50, before: refreshUnlessBusy(session) },
        async () => {
          try {
            await (await coordinator()).endTxn({ ...fields(who), transactionResult });
          } catch (error) {
            // A lost connection leaves the outcome open; asking a second time is left to the caller, who fences first.
            const asked = toLogError(error, 'Ending a transaction');
            throw asked.kind === 'unavailable'
              ? new LogError('outcome-unknown', asked.message, { cause: error })
              : asked;
          }
        },
      );
    } catch (error) {
      const failure = error as LogError;
      if (failure.kind === 'fenced' || failure.kind === 'outcome-unknown') throw failure;
      throw new LogError('outcome-unknown', failure.message, { cause: error });
    }
  };

  return {
    transactionalId,
    fence,
    settle: async reach => {
      const who = identity;
      if (who === null || running)
        throw new LogError('fatal', `${transactionalId} can settle only right after fencing.`);
      running = true;
      identity = null;
      try {
        const open = await settle(who, reach);
        identity = who;
        return open;
      } finally {
        running = false;
      }
    },
    transact: async request => {
      if (running) throw new LogError('fatal', `${transactionalId} has a transaction running; one at a time.`);
      const who = identity;
      if (who === null) {
        throw new LogError('fatal', `${transactionalId} must fence before its first transaction, and after any error.`);
      }
      if (request.records.length === 0 && request.positions === undefined) return [];
      running = true;
      identity = null;
      try {
        const written: Position[] = new Array(request.records.length);
        const rounds = await planRounds(session, request.records);
        await announce(who, rounds[0] ?? [], request.positions?.group);
        await settled([send(who, rounds, written), commitPositions(who, request)]);
        await end(who, 'committed');
        identity = who;
        return written;
      } catch (error) {
        throw toLogError(error, `The transaction of ${transactionalId}`);
      } finally {
        running = false;
      }
    },
    close: () => session.close(),
  };
}

/** While the last transaction is being completed, the coordinator is where it was: looking for it again costs time. */
const refreshUnlessBusy =
  (session: Session) =>
  async (error: LogError): Promise<void> => {
    if (kafkaErrorName(error.cause) !== 'CONCURRENT_TRANSACTIONS') await session.refresh();
  };

/**
 * Waits for all, then throws the first failure: a request that is still under way must not fall into the next
 * transaction of this id. A fencing error goes first, since it tells more than what it caused.
 */
async function settled(parts: readonly (Promise<unknown> | false)[]): Promise<void> {
  const failures = (await Promise.allSettled(parts.filter(part => part !== false)))
    .filter(result => result.status === 'rejected')
    .map(result => toLogError(result.reason, 'A part of the transaction'));
  const failure = failures.find(one => one.kind === 'fenced') ?? failures[0];
  if (failure !== undefined) throw failure;
}
