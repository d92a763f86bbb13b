import { headerLength } from '../codec/wire.ts';
import { LongplayError } from '../errors.ts';
import { partitionFor } from '../log/partitioner.ts';
import type { OutgoingRecord } from '../log/port.ts';
import { schemaIdOf } from './copying.ts';
import type { KeptRecord } from './format.ts';
import type { TopicPart } from './manifest.ts';
import { UNKNOWN_ID } from './schemas.ts';

/**
 * Refuses what cannot be spread over so many partitions: nobody but its owner could tell where each record belongs.
 *
 * @throws LP_RESTORE_PARTITIONS_UNFIT
 */
export function refuseUnfit(topics: readonly TopicPart[], partitions: number): void {
  for (const { name, partitionedBy, records, strays, partitions: before } of topics) {
    if (records === 0 || before.length === partitions) continue;
    const counts = `It was exported with ${before.length} partitions, and is to have ${partitions}`;
    if (partitionedBy === 'input') {
      const message = `${name} holds ${records} records whose partition is that of what they are about. ${counts}.`;
      throw new LongplayError('LP_RESTORE_PARTITIONS_UNFIT', message, {
        remedy: `Close the open cases and export again, or import with LONGPLAY_PARTITIONS=${before.length}.`,
      });
    }
    if (strays > 0) {
      const message = `${strays} records of ${name} lay in another partition than their key names. ${counts}.`;
      throw new LongplayError('LP_RESTORE_PARTITIONS_UNFIT', message, {
        remedy: `Somebody writes with another partitioner than Java's default; import with LONGPLAY_PARTITIONS=${before.length}.`,
      });
    }
  }
}

/**
 * Where a record goes: with as many partitions as before where it was; otherwise where its key names (Java's murmur2), and
 * one without a key, which has no order to keep, to the remainder of its old partition.
 */
export function placeOf(
  key: Buffer | null,
  before: number,
  counts: { readonly was: number; readonly is: number },
): number {
  if (counts.was === counts.is) return before;
  return key === null ? before % counts.is : partitionFor(key, counts.is);
}

export type Restoring = {
  /** Full name. */
  readonly topic: string;
  readonly counts: { readonly was: number; readonly is: number };
  /** What the ids in the values become. */
  readonly ids: ReadonlyMap<number, number>;
};

/** The record as it is written into the target: all of it but the schema's id is as it was. */
export function outgoing(record: KeptRecord, partition: number, { topic, counts, ids }: Restoring): OutgoingRecord {
  const { key, value, headers, timestamp } = record;
  return {
    topic,
    partition: placeOf(key, partition, counts),
    key,
    value: withId(value, ids),
    headers,
    timestamp,
  };
}

function withId(value: Buffer | null, ids: ReadonlyMap<number, number>): Buffer | null {
  const id = schemaIdOf(value);
  if (value === null || id === null) return value;
  const fresh = ids.get(id) ?? UNKNOWN_ID;
  if (fresh === id) return value;
  const copy = Buffer.from(value);
  copy.writeInt32BE(fresh, headerLength - 4);
  return copy;
}
