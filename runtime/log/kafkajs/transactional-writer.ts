import { LogError } from '../errors.ts';
import type { Position, TransactionalWriter, TransactionRequest } from '../port.ts';
import { kafkaErrorName, logErrorFromCode, toLogError } from './errors.ts';
import { offsetCommitTopics } from './internals.ts';
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
/**
 * How long each step of a transaction is repeated, ms: while the previous one's markers are being written (1 to 5 ms),
 * a leader moves or a broker restarts. Well below the transaction timeout, after which repeating is in vain.
 */
const STEP_WITHIN_MS = 5_000;

/**
 * Transactions in three round trips instead of kafkajs' nine: partitions and offsets are announced together, records
 * and positions are sent together, then the end (docs/decisions/0011). Protocol: KIP-98, transaction version 1.
 */
export function transactionalWriter(session: Session, transactionalId: string): TransactionalWriter {
  let identity: ProducerIdentity | null = null;
  let running = false;

  const fields = (who: ProducerIdentity) => ({ transactionalId, producerId: String(who.id), producerEpoch: who.epoch });
  const coordinator = () => session.coordinator('transaction', transactionalId);
  const patience = { within: STEP_WITHIN_MS, first: 1, longest: 100, before: refreshUnlessBusy(session) };

  const fence = async (): Promise<void> => {
    identity = null;
    const options = { within: FENCE_WITHIN_MS, first: 3, longest: 250, before: refreshUnlessBusy(session) };
    const granted = await retrying(`Fencing ${transactionalId}`, options, async () =>
      (await coordinator()).initProducerId({ transactionalId, transactionTimeout: TRANSACTION_TIMEOUT_MS }),
    );
    identity = { id: BigInt(granted.producerId), epoch: granted.producerEpoch, sequences: sequences() };
  };

  const announce = async (who: ProducerIdentity, rounds: Chunk[][], group: string | undefined): Promise<void> => {
    const topics = [...Map.groupBy(rounds[0] ?? [], chunk => chunk.topic)].map(([topic, chunks]) => ({
      topic,
      partitions: chunks.map(chunk => chunk.partition),
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

  const end = async (who: ProducerIdentity): Promise<void> => {
    try {
      await retrying(
        `Committing the transaction of ${transactionalId}`,
        { within: STEP_WITHIN_MS, first: 2, longest: 50, before: refreshUnlessBusy(session) },
        async () => {
          try {
            await (await coordinator()).endTxn({ ...fields(who), transactionResult: true });
          } catch (error) {
            // A lost connection leaves the outcome open; asking a second time is left to the caller, who fences first.
            const asked = toLogError(error, 'Committing');
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
        await announce(who, rounds, request.positions?.group);
        await settled([send(who, rounds, written), commitPositions(who, request)]);
        await end(who);
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
