import { partitionOfKey } from '../hospital/send.ts';
import { processorOf } from '../projector/parked/rows.ts';
import type { ParkedPlace } from '../projector/parked/treat.ts';
import { topicName } from '../topics/spec.ts';
import type { ReadCase } from './case-rows.ts';

const OF_PROJECTIONS = processorOf('');

/** The projection whose cases these are; null: a processor's. */
export const projectionOf = (processor: string): string | null =>
  processor.startsWith(OF_PROJECTIONS) ? processor.slice(OF_PROJECTIONS.length) : null;

/** The task that a case is of: that of its record, or of the own fact that it points at. */
export function partitionOf({ record, effect, deadline, key }: ReadCase, partitions: number): number {
  return record?.partition ?? partitionOfKey(effect?.key ?? deadline?.key ?? key ?? '', partitions);
}

/** Where the record of a projection's case stands. */
export function placeOf(prefix: string, { processor, generation, record }: ReadCase): ParkedPlace {
  const projection = projectionOf(processor);
  if (projection === null || generation === null || record === null) throw new Error('The case has no place.');
  return {
    projection,
    generation,
    topic: topicName(prefix, record.topic),
    partition: record.partition,
    offset: BigInt(record.offset),
  };
}
