import { LongplayError } from '../errors.ts';
import type { CommittedPosition, PartitionOffsets } from '../log/port.ts';
import { parseMetadata } from './position-metadata.ts';

export type Own = PartitionOffsets & { readonly topicId: string };

/**
 * Refuses a partition whose positions and state do not belong together (rule 11): going on would lose or repeat
 * history, silently. Each refusal says what an operator does about it. The same for the topic of the cases (`hospital`):
 * without them, keys that wait behind one would go on in another order.
 */
export function refuseForeignState(
  processor: string,
  { topic, partition, topicId, end }: Own,
  committed: readonly CommittedPosition[],
  of: 'own' | 'hospital' = 'own',
): void {
  const where = `${topic}[${partition}]`;
  for (const { metadata } of committed) {
    const all = parseMetadata(metadata);
    const known = of === 'hospital' ? all?.hospital : all && { topicId: all.ownTopicId, end: all.ownEnd };
    if (!known) continue;
    if (known.topicId !== topicId) {
      throw new LongplayError(
        'LP_TASK_OWN_TOPIC_REPLACED',
        `${processor} has positions for ${where} with topic id ${known.topicId}, but the topic now is ${topicId}.`,
      );
    }
    if (known.end > end) {
      throw new LongplayError(
        'LP_TASK_OWN_TOPIC_TRUNCATED',
        `${processor} had written ${where} up to ${known.end}, but it now ends at ${end}.`,
      );
    }
  }
}

/** What is known of the hospital before the takeover. */
export type HospitalBefore = {
  readonly end: bigint;
  readonly hospital: { readonly operations: string; readonly cases: string } | null;
};

/**
 * What becomes of an input without a position: only a processor that never ran begins by itself. The operations are an
 * input since there is a hospital: positions that know of none were committed before, and then nobody has asked anything
 * yet that could be asked twice.
 */
export function initialPosition(
  processor: string,
  input: PartitionOffsets,
  own: PartitionOffsets,
  committed: readonly CommittedPosition[],
  before: HospitalBefore | null = null,
): 'earliest' {
  const isFirstOfHospital =
    input.topic === before?.hospital?.operations &&
    committed.every(({ metadata }) => !parseMetadata(metadata)?.hospital);
  if (committed.length > 0 && !isFirstOfHospital) {
    throw new LongplayError(
      'LP_TASK_INPUT_NOT_ADOPTED',
      `${processor} reads ${input.topic} since this version, but has no position for ${input.topic}[${input.partition}].`,
      { remedy: `Choose where it begins: longplay streams adopt ${processor} ${input.topic} --from earliest|latest` },
    );
  }
  const written = own.end > 0n ? own.topic : (before?.end ?? 0n) > 0n ? before?.hospital?.cases : undefined;
  if (committed.length === 0 && written !== undefined) {
    throw new LongplayError(
      'LP_TASK_POSITIONS_MISSING',
      `${processor} has written ${written}[${own.partition}], but its group has no positions any more.`,
    );
  }
  return 'earliest';
}
