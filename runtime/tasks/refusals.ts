import { LongplayError } from '../errors.ts';
import type { CommittedPosition, PartitionOffsets } from '../log/port.ts';
import { parseMetadata } from './position-metadata.ts';

export type Own = PartitionOffsets & { readonly topicId: string };

/**
 * Refuses a partition whose positions and state do not belong together (rule 11): going on would lose or repeat
 * history, silently. Each refusal says what an operator does about it.
 */
export function refuseForeignState(processor: string, own: Own, committed: readonly CommittedPosition[]): void {
  const where = `${own.topic}[${own.partition}]`;
  for (const { metadata } of committed) {
    const known = parseMetadata(metadata);
    if (known === null) continue;
    if (known.ownTopicId !== own.topicId) {
      throw new LongplayError(
        'LP_TASK_OWN_TOPIC_REPLACED',
        `${processor} has positions for ${where} with topic id ${known.ownTopicId}, but the topic now is ${own.topicId}.`,
      );
    }
    if (known.ownEnd > own.end) {
      throw new LongplayError(
        'LP_TASK_OWN_TOPIC_TRUNCATED',
        `${processor} had written ${where} up to ${known.ownEnd}, but it now ends at ${own.end}.`,
      );
    }
  }
}

/** What becomes of an input without a position: only a processor that never ran begins by itself. */
export function initialPosition(
  processor: string,
  input: PartitionOffsets,
  own: PartitionOffsets,
  committed: readonly CommittedPosition[],
): 'earliest' {
  if (committed.length > 0) {
    throw new LongplayError(
      'LP_TASK_INPUT_NOT_ADOPTED',
      `${processor} reads ${input.topic} since this version, but has no position for ${input.topic}[${input.partition}].`,
      { remedy: `Choose where it begins: longplay streams adopt ${processor} ${input.topic} --from earliest|latest` },
    );
  }
  if (own.end > 0n) {
    throw new LongplayError(
      'LP_TASK_POSITIONS_MISSING',
      `${processor} has written ${own.topic}[${own.partition}], but its group has no positions any more.`,
    );
  }
  return 'earliest';
}
