import { headerLength, schemaIdIn } from '../codec/wire.ts';
import { LongplayError } from '../errors.ts';
import { partitionFor } from '../log/partitioner.ts';
import type { OutgoingRecord } from '../log/port.ts';
import type { KeptRecord } from './format.ts';
import type { TopicPart } from './manifest.ts';
import { UNKNOWN_ID } from './schemas.ts';

/**
 * Refuses what cannot be spread over so many partitions: nobody but its owner could tell where each record belongs.
 *
 * @throws LP_RESTORE_PARTITIONS_UNFIT
 */
export function refuseUnfit(topics: readonly TopicPart[], partitions: number): void {
  for (const { name, partitionedBy, records, strays, waiting, partitions: before } of topics) {
    if (records === 0 || before.length === partitions) continue;
    if (partitionedBy === 'input' && waiting === 0) continue; // staysBehind
    const counts = `It was exported with ${before.length} partitions, and is to have ${partitions}`;
    if (partitionedBy === 'input') {
      const message = `${name} holds ${waiting} cases or pauses that lie where what they are about lies. ${counts}.`;
      throw new LongplayError('LP_RESTORE_PARTITIONS_UNFIT', message, {
        remedy: `Close the open cases, resume what is paused and export again, or import with LONGPLAY_PARTITIONS=${before.length}.`,
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
 * Whether a topic is not taken along to another number of partitions: operations that were done, and cases that are
 * closed. Nothing in it waits, and nobody but their owner could tell where each belongs.
 */
export const staysBehind = ({ partitionedBy, partitions: before }: TopicPart, partitions: number): boolean =>
  partitionedBy === 'input' && before.length !== partitions;

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
  /** Sees to the ids inside a value that was given its own. Left out: there are none. */
  readonly recode?: ((value: Buffer) => Promise<Buffer>) | undefined;
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

export function withId(value: Buffer | null, ids: ReadonlyMap<number, number>): Buffer | null {
  const id = schemaIdIn(value);
  if (value === null || id === null) return value;
  const fresh = ids.get(id) ?? UNKNOWN_ID;
  if (fresh === id) return value;
  const copy = Buffer.from(value);
  copy.writeInt32BE(fresh, headerLength - 4);
  return copy;
}
