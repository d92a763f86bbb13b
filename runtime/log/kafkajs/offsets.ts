import { LogError } from '../errors.ts';
import type { PartitionOffsets } from '../port.ts';
import { toLogError } from './errors.ts';
import type { Session } from './session.ts';

const EARLIEST = -2;
const LATEST = -1;
const READ_UNCOMMITTED = 0;
const READ_COMMITTED = 1;

/** Start, last stable offset and high watermark of one partition (ListOffsets; the isolation level picks the end). */
export async function partitionOffsets(session: Session, topic: string, partition: number): Promise<PartitionOffsets> {
  const leader = await session.leader(topic, partition);
  const ask = async (timestamp: number, isolationLevel: 0 | 1): Promise<bigint> => {
    const topics = [{ topic, partitions: [{ partition, timestamp }] }];
    const answer = (await leader.listOffsets({ isolationLevel, topics })).responses[0]?.partitions[0];
    if (answer === undefined) throw new LogError('retriable', `No offsets were told for ${topic}[${partition}].`);
    return BigInt(answer.offset);
  };
  try {
    // The start first and the watermark last, so that start ≤ end ≤ highWatermark also while the log grows.
    const start = await ask(EARLIEST, READ_UNCOMMITTED);
    const end = await ask(LATEST, READ_COMMITTED);
    const highWatermark = await ask(LATEST, READ_UNCOMMITTED);
    return { topic, partition, start, end, highWatermark };
  } catch (error) {
    throw toLogError(error, `Reading the offsets of ${topic}[${partition}]`);
  }
}
