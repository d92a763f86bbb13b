import { LongplayError } from '../errors.ts';
import { LogError } from '../log/errors.ts';
import type { CommittedPosition, Log } from '../log/port.ts';
import type { Processor } from './definition.ts';
import { groupOf, topicOf } from './engine.ts';
import { formatMetadata } from './position-metadata.ts';
import { inputsOf } from './ward.ts';

export type Installation = {
  readonly log: Log;
  /** Names topics, groups and transactional ids of the installation. */
  readonly prefix: string;
};

type Reading = Pick<Processor, 'name' | 'owns' | 'reads'>;

/**
 * Gives a processor a position for an input, in every partition where it has none (a task may have pinned one by itself
 * where it had nothing to lose) or one outside the log, with which it refuses to start (rule 11). Answers the positions
 * that were set. Any other position stays what it is.
 *
 * @param topic By its name, with or without the installation's prefix.
 */
export async function adoptInput(
  { log, prefix }: Installation,
  processor: Reading,
  topic: string,
  from: 'earliest' | 'latest',
): Promise<readonly CommittedPosition[]> {
  const { name } = processor;
  const inputs = inputsOf(processor);
  const read = inputs.find(one => one === topic || topicOf({ prefix }, one) === topic);
  if (read === undefined) {
    const message = `${name} does not read ${topic}. It reads ${inputs.join(', ')}.`;
    throw new LongplayError('LP_TASK_ADOPT_UNKNOWN_TOPIC', message);
  }
  const group = groupOf({ prefix }, name);
  const input = topicOf({ prefix }, read);
  const own = topicOf({ prefix }, processor.owns);
  const [known, offsets, ownOffsets, [description]] = await Promise.all([
    log.admin.committed(group, [input]),
    log.admin.offsets(input),
    log.admin.offsets(own),
    log.admin.describeTopics([own]),
  ]);
  const missing = offsets.filter(({ partition, start, highWatermark }) => {
    const position = known.find(one => one.partition === partition)?.offset;
    return position === undefined || position < start || position > highWatermark;
  });
  if (missing.length === 0) {
    throw new LongplayError('LP_TASK_ADOPT_NOT_NEEDED', `${name} has a position for every partition of ${input}.`);
  }
  const positions = missing.map(({ partition, start, end }): CommittedPosition => {
    const ownEnd = ownOffsets.find(one => one.partition === partition)?.end ?? 0n;
    const metadata = formatMetadata({ ownTopicId: description?.id ?? '', ownEnd });
    return { topic: input, partition, offset: from === 'earliest' ? start : end, metadata };
  });
  try {
    await log.admin.commit(group, positions);
  } catch (cause) {
    if (!(cause instanceof LogError) || cause.kind !== 'fatal') throw cause;
    const message = `The positions of ${name} for ${input} could not be set: ${cause.message}`;
    throw new LongplayError('LP_TASK_ADOPT_REFUSED', message, { cause });
  }
  return positions;
}
