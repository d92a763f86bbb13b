import { setImmediate as turnsEnd } from 'node:timers/promises';
import { LogError } from '../errors.ts';
import type { LogWriter, OutgoingRecord, Position } from '../port.ts';
import { errorName, logErrorFromCode, toLogError } from './errors.ts';
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
import type { ProducedBatch } from './requests.ts';
import { retrying } from './retry.ts';
import type { Session } from './session.ts';

/** How long an append tries before it gives up, ms. A client of the API waits for it. */
const APPEND_WITHIN_MS = 15_000;

type Waiting = {
  readonly records: readonly OutgoingRecord[];
  readonly resolve: (positions: Position[]) => void;
  readonly reject: (error: LogError) => void;
};

/**
 * Idempotent appends (KIP-98). While one request is under way, everything that is appended gathers and goes out
 * together with the next: batches grow with the load, and nobody waits for a timer.
 */
export function idempotentWriter(session: Session): LogWriter {
  const appender = roundAppender(session);
  const patience = { within: APPEND_WITHIN_MS, first: 5, longest: 500, before: () => session.refresh() };
  let waiting: Waiting[] = [];
  let flushing: Promise<void> | null = null;
  let closed = false;

  const flushTogether = async (batch: readonly Waiting[]): Promise<void> => {
    const records = batch.flatMap(one => one.records);
    const positions: Position[] = new Array(records.length);
    const failures = new Map<number, LogError>();
    try {
      const rounds = await retrying('Finding the partitions', patience, () => planRounds(session, records));
      for (const round of rounds) await appender(round, positions, failures);
    } catch (error) {
      const failure = toLogError(error, 'Appending records');
      for (const one of batch) one.reject(failure);
      return;
    }
    let from = 0;
    for (const one of batch) {
      const to = from + one.records.length;
      const failed = [...failures].find(([index]) => index >= from && index < to);
      if (failed === undefined) one.resolve(positions.slice(from, to));
      else one.reject(failed[1]);
      from = to;
    }
  };

  const flush = async (): Promise<void> => {
    // What is appended in the same turn of the event loop goes out together: alone, the first would keep all others waiting.
    await turnsEnd();
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      await flushTogether(batch);
    }
    flushing = null;
  };

  return {
    append: async records => {
      if (closed) throw new LogError('fatal', 'This writer is closed.');
      if (records.length === 0) return [];
      // A topic or partition that does not exist must fail this append alone, not those that gathered with it.
      for (const [topic, list] of Map.groupBy(records, record => record.topic)) {
        const { partitions } = await retrying('Finding the topic', patience, () => session.topic(topic));
        const wrong = list.find(one => one.partition !== undefined && partitions[one.partition] === undefined);
        if (wrong !== undefined) throw new LogError('fatal', `Topic ${topic} has no partition ${wrong.partition}.`);
      }
      if (closed) throw new LogError('fatal', 'This writer is closed.'); // meanwhile
      return new Promise((resolve, reject) => {
        waiting.push({ records, resolve, reject });
        flushing ??= flush();
      });
    },
    close: async () => {
      closed = true;
      await flushing;
      await session.close();
    },
  };
}

const LOST_NUMBERING = new Set(['OUT_OF_ORDER_SEQUENCE_NUMBER', 'UNKNOWN_PRODUCER_ID', 'INVALID_PRODUCER_EPOCH']);

type RoundAppender = (round: Chunk[], positions: Position[], failures: Map<number, LogError>) => Promise<void>;

/**
 * Appends one batch per partition. A partition that fails for good fails only the appends that had records in it.
 *
 * A batch whose answer was lost is repeated under the same producer id and number, so that the broker can tell the
 * repeat. Under a *new* producer id it could not: then nobody knows, and the append says so.
 */
function roundAppender(session: Session): RoundAppender {
  let identity: ProducerIdentity | null = null;

  return async (round, positions, failures) => {
    let left = round.filter(chunk => !chunk.indexes.some(index => failures.has(index)));
    const unanswered = new Set<Chunk>();
    const fail = (chunk: Chunk, error: LogError): void => {
      const failure = unanswered.has(chunk) ? unknownOutcome(chunk, error) : error;
      for (const index of chunk.indexes) failures.set(index, failure);
      identity = null; // what the broker expects next in this partition is unknown: number anew
    };

    const attempt = async (): Promise<void> => {
      identity ??= await newIdentity(session);
      const who = identity;
      const routed = await routeBatches(
        session,
        left.map(chunk => encodeChunk(chunk, who, false)),
      );
      let answers: ChunkAnswer[];
      try {
        answers = toAnswers(left, await sendBatches(routed, null));
      } catch (error) {
        for (const chunk of left) unanswered.add(chunk);
        throw error;
      }
      let again: ChunkAnswer[] = [];
      for (const answer of answers) {
        const { chunk, error, baseOffset } = answer;
        if (error === null) {
          who.sequences.advance(chunk, chunk.records.length);
          fillPositions(positions, chunk, baseOffset);
        } else if (error.kind === 'retriable' || error.kind === 'unavailable') {
          if (answer.mayBeWritten) unanswered.add(chunk);
          again.push(answer);
        } else fail(chunk, error);
        if (answer.lostNumbering) identity = null;
      }
      if (identity === null) {
        for (const { chunk, error } of again) if (unanswered.has(chunk) && error !== null) fail(chunk, error);
        again = again.filter(({ chunk }) => !unanswered.has(chunk));
      }
      left = again.map(({ chunk }) => chunk);
      if (again[0]?.error) throw again[0].error;
    };

    const patience = { within: APPEND_WITHIN_MS, first: 5, longest: 500, before: () => session.refresh() };
    try {
      await retrying('Appending records', patience, attempt);
    } catch (error) {
      for (const chunk of left) fail(chunk, toLogError(error, 'Appending records'));
    }
  };
}

type ChunkAnswer = {
  readonly chunk: Chunk;
  readonly error: LogError | null;
  readonly baseOffset: bigint;
  /** The broker no longer knows, or expects another, number: nothing of this request was written. */
  readonly lostNumbering: boolean;
  /** The leader refused only after it had appended: its replicas were too few, or too slow. */
  readonly mayBeWritten: boolean;
};

const AFTER_APPEND = new Set(['REQUEST_TIMED_OUT', 'NETWORK_EXCEPTION', 'NOT_ENOUGH_REPLICAS_AFTER_APPEND']);

function toAnswers(chunks: readonly Chunk[], answers: readonly ProducedBatch[]): ChunkAnswer[] {
  return chunks.map(chunk => {
    const answer = answers.find(one => one.topic === chunk.topic && one.partition === chunk.partition);
    const code = answer?.errorCode ?? -1;
    const what = `Writing to ${chunk.topic}[${chunk.partition}]`;
    const lostNumbering = LOST_NUMBERING.has(errorName(code));
    const mayBeWritten = AFTER_APPEND.has(errorName(code));
    const refused = (): LogError =>
      lostNumbering
        ? new LogError('retriable', `${what} failed with ${errorName(code)}.`)
        : logErrorFromCode(code, what);
    return {
      chunk,
      error: code === 0 ? null : refused(),
      baseOffset: answer?.baseOffset ?? -1n,
      lostNumbering,
      mayBeWritten,
    };
  });
}

const unknownOutcome = (chunk: Chunk, cause: LogError): LogError =>
  new LogError(
    'outcome-unknown',
    `Writing to ${chunk.topic}[${chunk.partition}] got no answer, and its repeat ended with: ${cause.message}`,
    { remedy: 'Send the request again with the same id: its owner ignores a repeat.', cause },
  );

async function newIdentity(session: Session): Promise<ProducerIdentity> {
  const granted = await (await session.broker()).initProducerId({ transactionalId: null, transactionTimeout: 0 });
  return { id: BigInt(granted.producerId), epoch: granted.producerEpoch, sequences: sequences() };
}
