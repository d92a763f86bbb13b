import { setTimeout as sleep } from 'node:timers/promises';
import { LogError } from '../errors.ts';
import type { HiddenOffsets, LogBatch, PartitionReadOptions, Position, TopicPartition } from '../port.ts';
import { decodeFetched } from './batch-decode.ts';
import { errorName, kindOf, toLogError } from './errors.ts';
import type { Broker } from './internals.ts';
import { type FetchedPartition, type FetchTarget, fetchRecords } from './requests.ts';
import type { Session } from './session.ts';

/** Most bytes of one answer, all partitions together. */
const MAX_FETCH_BYTES = 16 * 1024 * 1024;

/** What one fetch learned of a partition: a batch (maybe without records, maybe not moved), or a failure for good. */
export type FetchOutcome =
  | { readonly at: TopicPartition; readonly batch: LogBatch; readonly failure?: undefined }
  | { readonly at: TopicPartition; readonly batch?: undefined; readonly failure: LogError };

/**
 * One fetch of the given positions from every leader at once. Answers only partitions that moved, have an end to tell
 * or failed for good. Those whose leader moved, or cannot be asked, are looked up again and left out this time, so that
 * they do not hold up the others.
 *
 * Throws retriable or unavailable when no leader could be asked.
 */
export async function fetchOnce(
  session: Session,
  from: readonly (Position & { readonly maxBytes: number })[],
  maxWait: number,
  { aborted = false, hidden = false }: Pick<PartitionReadOptions, 'aborted' | 'hidden'> = {},
): Promise<FetchOutcome[]> {
  const outcomes: FetchOutcome[] = [];
  const byLeader = new Map<Broker, FetchTarget[]>();
  let unasked: LogError | null = null;
  for (const target of from) {
    try {
      const leader = await session.leader(target.topic, target.partition);
      const list = byLeader.get(leader);
      if (list === undefined) byLeader.set(leader, [target]);
      else list.push(target);
    } catch (thrown) {
      const error = toLogError(thrown, `Finding the leader of ${target.topic}[${target.partition}]`);
      if (error.kind === 'fatal') outcomes.push({ at: at(target), failure: error });
      else unasked = error;
    }
  }
  if (unasked !== null && byLeader.size === 0) throw unasked;
  const answers = await Promise.all(
    [...byLeader].map(async ([leader, targets]) => {
      const partitions = await fetchRecords(leader, targets, { maxWait, maxBytes: MAX_FETCH_BYTES });
      const empty = partitions.every(partition => partition.errorCode === 0 && partition.bytes.length === 0);
      return partitions.map(partition => ({ partition, empty }));
    }),
  );
  let moved = unasked !== null;
  for (const { partition, empty } of answers.flat()) {
    const target = from.find(one => one.topic === partition.topic && one.partition === partition.partition);
    if (target === undefined) continue;
    if (partition.errorCode === 0) {
      // The broker lists aborted transactions and leaves it to the reader to hide them.
      const shown = aborted ? { ...partition, aborted: [] } : partition;
      outcomes.push(decoded(shown, target.offset, empty, hidden));
      continue;
    }
    const failure = fetchFailure(partition, target);
    if (failure === null) moved = true;
    else outcomes.push({ at: at(partition), failure });
  }
  if (moved) {
    await session.refresh();
    if (outcomes.length === 0) await sleep(LEADER_PAUSE_MS);
  }
  return outcomes;
}

/** Pause before asking again when every leader that was asked had moved, ms. */
const LEADER_PAUSE_MS = 50;

const at = ({ topic, partition }: TopicPartition): TopicPartition => ({ topic, partition });

/** Bytes that cannot be decoded stop their own partition, and no other. */
function decoded(partition: FetchedPartition, from: bigint, empty: boolean, hidden: boolean): FetchOutcome {
  try {
    return { at: at(partition), batch: toBatch(partition, from, empty, hidden ? [] : null) };
  } catch (error) {
    return { at: at(partition), failure: toLogError(error, `Decoding ${partition.topic}[${partition.partition}]`) };
  }
}

/**
 * An answer without any bytes although the end lies further on means that nothing is left in between: the cleaner
 * removed the last records. (The broker reads the last stable offset before the records, so the converse race cannot
 * be; and bytes of no partition were cut off by the answer's size limit, since there were none.) For the same reason
 * records may lie beyond the end that is told: none is shown that is not stable, so the end was at least behind them.
 */
export function toBatch(
  fetched: FetchedPartition,
  from: bigint,
  emptyAnswer: boolean,
  hidden: HiddenOffsets[] | null,
): LogBatch {
  const { topic, partition } = fetched;
  const { records, nextOffset } = decodeFetched(fetched, fetched.bytes, fetched.aborted, from, hidden);
  const isBehind = nextOffset > fetched.endOffset;
  const endOffset = isBehind ? nextOffset : fetched.endOffset;
  const position = emptyAnswer ? endOffset : nextOffset;
  return { topic, partition, records, nextOffset: position, endOffset, ...(hidden !== null && { hidden }) };
}

/** `null`: for the moment, the leader moved. UNKNOWN_TOPIC is told by brokers that have not heard of a new topic yet. */
function fetchFailure(partition: FetchedPartition, target: Position): LogError | null {
  const name = errorName(partition.errorCode);
  const where = `${partition.topic}[${partition.partition}]`;
  if (name === 'OFFSET_OUT_OF_RANGE') {
    return new LogError('fatal', `Position ${target.offset} of ${where} lies outside its log.`, {
      remedy:
        'Records were deleted below it, or the topic was made anew. Nothing was skipped: restore the topic from an ' +
        'export, or adopt the input at a new position.',
    });
  }
  if (kindOf(name) === 'retriable' || name === 'UNKNOWN_TOPIC_OR_PARTITION') return null;
  return toLogError(new LogError(kindOf(name), `Reading ${where} failed with ${name}.`), 'Reading');
}
