import type { PartitionOffsets, Position, TopicPartition } from '../port.ts';
import { toLogError } from './errors.ts';
import { type Isolation, listOffset } from './list-offsets.ts';
import type { Session } from './session.ts';

const EARLIEST = -2;
const LATEST = -1;
const READ_UNCOMMITTED = 0;
const READ_COMMITTED = 1;

type Ask = (timestamp: number, isolation: Isolation) => Promise<bigint>;

/** Start, last stable offset and high watermark of one partition (ListOffsets; the isolation level picks the end). */
export const partitionOffsets = (session: Session, topic: string, partition: number): Promise<PartitionOffsets> =>
  asking(session, { topic, partition }, async ask => {
    // The start first and the watermark last, so that start ≤ end ≤ highWatermark also while the log grows.
    const start = await ask(EARLIEST, READ_UNCOMMITTED);
    const end = await ask(LATEST, READ_COMMITTED);
    const highWatermark = await ask(LATEST, READ_UNCOMMITTED);
    return { topic, partition, start, end, highWatermark };
  });

/** The first offset whose record is of this time or later; the last stable offset where there is none. */
export const offsetAt = (session: Session, at: TopicPartition, timestamp: number): Promise<Position> =>
  asking(session, at, async ask => {
    const found = await ask(timestamp, READ_COMMITTED);
    return { ...at, offset: found < 0n ? await ask(LATEST, READ_COMMITTED) : found };
  });

async function asking<T>(
  session: Session,
  { topic, partition }: TopicPartition,
  work: (ask: Ask) => Promise<T>,
): Promise<T> {
  const leader = await session.leader(topic, partition);
  try {
    return await work((timestamp, isolation) => listOffset(leader, { topic, partition, timestamp, isolation }));
  } catch (error) {
    throw toLogError(error, `Reading the offsets of ${topic}[${partition}]`);
  }
}
