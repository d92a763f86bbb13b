import { LogError } from '../../runtime/log/errors.ts';
import type { LogBatch, LogRecord } from '../../runtime/log/port.ts';
import { positionsIn, topicEventId } from './event-ids.ts';
import type { Reads } from './reads.ts';
import type { ShowRecords } from './shown-record.ts';
import type { EventStream } from './sse.ts';
import type { TopicTail } from './tail.ts';

export type TopicAddress = {
  /** With the prefix. */
  readonly name: string;
  /** The broker's own, of this very topic. */
  readonly id: string;
};

export type TopicFollowerOptions = {
  readonly topic: TopicAddress;
  readonly tail: TopicTail;
  readonly reads: Reads;
  readonly show: ShowRecords;
  readonly stream: EventStream;
  /** Where the client is, by partition (`positionsOf`); moves on as it is told more. */
  readonly at: bigint[];
};

export type Beginning = Pick<TopicFollowerOptions, 'topic' | 'tail' | 'reads'> & {
  /** Of the last event that the client has seen; null: it is new. */
  readonly lastEventId: string | null;
  /** Where a new client begins. */
  readonly from: 'beginning' | 'now';
};

/** Records, and bytes, of one read while the past is told: so much is held for a client while it is waited for. */
const PIECE = 200;
const PIECE_BYTES = 256 * 1024;
/** Records that are decoded at a time: decoded they are several times as large. */
const DECODED = 20;
/** Bytes that wait to be decoded for one client; with more, it is told from the log. */
const MOST_QUEUED = 1_048_576;

/**
 * Tells a client every record of a topic from its position on: first from the log, at the client's pace, then as they
 * come. One that falls behind is told from the log again, so nothing is kept for it in memory, and nothing is left out.
 *
 * Ends when the stream does.
 */
export async function followTopic(options: TopicFollowerOptions): Promise<void> {
  const { topic, tail, show, stream, at } = options;
  const idNow = (): string => topicEventId(topic.id, at);

  const tell = async (records: readonly LogRecord[]): Promise<void> => {
    for (let first = 0; first < records.length; first += DECODED) {
      const some = records.slice(first, first + DECODED);
      const shown = await show(some);
      for (const [index, { partition, offset }] of some.entries()) {
        if (offset < (at[partition] ?? 0n)) continue;
        // A client that was sent too much at once would be dropped with all of it, and be sent the same again.
        await stream.drained();
        if (stream.signal.aborted) return;
        at[partition] = offset + 1n;
        stream.send({ id: idNow(), event: 'record', data: shown[index] });
      }
    }
  };

  /** What lies between the client and the tail; true where something did. */
  const catchUp = async (): Promise<boolean> => {
    let behind = false;
    for (const [partition, end] of tail.positions().entries()) {
      for (let from = at[partition] ?? 0n; from < end && !stream.signal.aborted; from = at[partition] ?? 0n) {
        behind = true;
        await stream.drained();
        if (stream.signal.aborted) break;
        const piece = await pieceAt({ ...options, partition, from, until: end });
        if (piece === null) continue;
        await tell(piece.records);
        if (piece.nextOffset > (at[partition] ?? 0n)) at[partition] = piece.nextOffset;
      }
    }
    return behind;
  };

  while (!stream.signal.aborted) {
    // Between the last look and the listening nothing can come: both are in one turn of the event loop.
    if (await catchUp()) continue;
    await live({ tail, stream, at, tell });
  }
}

/**
 * Where a client begins.
 *
 * @throws LP_API_INPUT_INVALID, LP_API_EVENTS_GONE, LogError
 */
export async function positionsOf({ topic, tail, reads, lastEventId, from }: Beginning): Promise<bigint[]> {
  const ends = tail.positions();
  if (lastEventId !== null) return positionsIn(lastEventId, topic.id, ends.length);
  if (from === 'now') return [...ends];
  return (await reads.offsets(topic.name)).map(({ start }) => start);
}

type PieceAt = Pick<TopicFollowerOptions, 'topic' | 'reads' | 'stream' | 'at'> & {
  readonly partition: number;
  readonly from: bigint;
  readonly until: bigint;
};

/** Null where the position was moved over what the log does not have any more, which the client is told. */
async function pieceAt({ topic, reads, stream, at, partition, from, until }: PieceAt) {
  try {
    return await reads.forward({
      from: { topic: topic.name, partition, offset: from },
      until,
      limit: PIECE,
      mostBytes: PIECE_BYTES,
    });
  } catch (error) {
    if (!(error instanceof LogError) || error.kind !== 'fatal') throw error;
    const start = (await reads.offsets(topic.name))[partition]?.start;
    if (start === undefined || start <= from) throw error;
    at[partition] = start;
    const data = { partition, from: String(from), to: String(start), reason: 'trimmed' };
    stream.send({ id: topicEventId(topic.id, at), event: 'gap', data });
    return null;
  }
}

/** As they come, until the stream or the tail ends or the client falls behind. */
async function live(options: {
  readonly tail: TopicTail;
  readonly stream: EventStream;
  readonly at: bigint[];
  readonly tell: (records: readonly LogRecord[]) => Promise<void>;
}): Promise<void> {
  const { tail, stream, at, tell } = options;
  const queue: LogBatch[] = [];
  let queued = 0;
  let over = false;
  let wake = (): void => undefined;
  const stop = tail.listen({
    batch: batch => {
      queue.push(batch);
      queued += bytesOf(batch);
      over ||= queued > MOST_QUEUED;
      if (over) queue.length = 0;
      wake();
    },
    ended: () => {
      stream.end();
      wake();
    },
  });
  const onAbort = (): void => wake();
  stream.signal.addEventListener('abort', onAbort);
  try {
    while (!stream.signal.aborted) {
      const batch = queue.shift();
      if (over) return;
      if (batch === undefined) {
        await new Promise<void>(resolve => {
          wake = resolve;
        });
        continue;
      }
      queued -= bytesOf(batch);
      await tell(batch.records);
      if (batch.nextOffset > (at[batch.partition] ?? 0n)) at[batch.partition] = batch.nextOffset;
      if (stream.isBehind()) return;
    }
  } finally {
    stop();
    stream.signal.removeEventListener('abort', onAbort);
  }
}

const bytesOf = ({ records }: LogBatch): number => records.reduce((sum, { value }) => sum + (value?.length ?? 0), 0);
