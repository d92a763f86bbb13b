import { LogError } from '../errors.ts';
import type { LogBatch, Position } from '../port.ts';
import type { Cluster } from './cluster.ts';
import type { Session } from './network.ts';
import { closed, nameOf, outOfRange, topicDeleted } from './refusals.ts';
import { createWaker } from './wake.ts';

export type Fetching = {
  readonly cluster: Cluster;
  readonly session: Session;
  readonly maxBytes: number;
  readonly aborted?: boolean;
  readonly hidden?: boolean;
  /** Whether to go on; asked again after every wait. */
  readonly wanted: () => boolean;
};

/** Wakes a fetch whose `wanted` may have changed. */
export type Fetcher = { next(from: Position): Promise<LogBatch | null>; wake(): void };

/**
 * The next batch that moves the position: waits for data, hands over at a step of its own, and waits for a broker that
 * is down. Answers null when it is no longer wanted, throws where the position cannot be read.
 */
export function createFetcher({
  cluster,
  session,
  maxBytes,
  aborted = false,
  hidden = false,
  wanted,
}: Fetching): Fetcher {
  const waker = createWaker();

  const read = (from: Position): LogBatch | null => {
    const log = cluster.partition(from);
    const maxRecords = cluster.recordsPerFetch(from);
    const result = log.read(from.offset, { maxBytes, maxRecords, aborted, hidden });
    if (result === null) throw outOfRange(from);
    if (result.nextOffset === from.offset) return null;
    return { topic: from.topic, partition: from.partition, ...result, endOffset: log.stableEnd() };
  };

  const untilReadable = async (from: Position): Promise<void> => {
    const log = cluster.partition(from);
    const stop = log.changes.add(waker.wake);
    const forget = session.ended.add(waker.wake);
    try {
      while (wanted() && session.state === 'open' && !log.isDeleted()) {
        if (from.offset < log.start() || from.offset > log.end() || log.stableEnd() > from.offset) return;
        await waker.asleep();
      }
    } finally {
      stop();
      forget();
    }
    if (log.isDeleted()) throw topicDeleted(from);
  };

  const next = async (from: Position): Promise<LogBatch | null> => {
    while (wanted() && session.state === 'open') {
      try {
        await untilReadable(from);
        if (!wanted() || session.state !== 'open') return null;
        const batch = await cluster.network.call(session, 'fetch', nameOf(from), () => (wanted() ? read(from) : null));
        if (batch !== null) return batch;
      } catch (error) {
        if (!(error instanceof LogError) || error.kind !== 'unavailable') throw error;
        await cluster.network.untilUp();
      }
    }
    if (session.state === 'closed' && wanted()) throw closed(session.client);
    // Of a crashed client nothing goes on, so nothing may be told that its reading has ended.
    return session.state === 'crashed' ? new Promise<never>(() => {}) : null;
  };

  return { next, wake: waker.wake };
}
