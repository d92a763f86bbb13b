import { partitionFor } from '../../runtime/log/partitioner.ts';
import type { LogRecord, PartitionOffsets } from '../../runtime/log/port.ts';
import { topicOf } from '../../runtime/tasks/engine.ts';
import type { Follow } from '../follow/context.ts';
import { TRAIL, type TrailTopic } from './event.ts';
import type { Found } from './memory.ts';

/** The partition of a key, as far as it goes now. */
export type Place = {
  readonly topic: TrailTopic;
  /** With the prefix. */
  readonly name: string;
  readonly partition: number;
} & Pick<PartitionOffsets, 'start' | 'end'>;

export type TrailPlaces = {
  /** `newest`: when the newest was written that has to be within, ms. Null: the brokers do not have the topic. */
  placeOf(topic: TrailTopic, key: Buffer, newest?: number): Promise<Place | null>;
  /** The first offset of a time there; the end where there is nothing later. */
  offsetAt(place: Place, time: number): Promise<bigint>;
  /** Notes records that were not known yet, decoded. */
  keep(found: Found, topic: TrailTopic, records: readonly LogRecord[]): Promise<void>;
};

/** Ends are asked for at most so often, ms, however many look at orders. */
const ENDS_FRESH_MS = 1_000;

/** Where records of orders lie. */
export function trailPlaces(follow: Follow, now: () => number = Date.now): TrailPlaces {
  const { reads, log, prefix, topic: find, show } = follow;
  // Fixed for life.
  let counting: Promise<ReadonlyMap<string, number>> | null = null;
  const ends = new Map<string, { readonly at: number; readonly offsets: Promise<readonly PartitionOffsets[]> }>();

  const counts = (): Promise<ReadonlyMap<string, number>> => {
    counting ??= log.admin
      .describeTopics(TRAIL.map(name => topicOf({ prefix }, name)))
      .then(all => new Map(all.map(one => [one.name, one.partitions])));
    counting.catch(() => {
      counting = null;
    });
    return counting;
  };

  const offsetsOf = (name: string, newest: number): Promise<readonly PartitionOffsets[]> => {
    const known = ends.get(name);
    if (known !== undefined && now() - known.at < ENDS_FRESH_MS && known.at > newest) return known.offsets;
    const asked = { at: now(), offsets: reads.offsets(name) };
    ends.set(name, asked);
    asked.offsets.catch(() => ends.delete(name));
    return asked.offsets;
  };

  return {
    placeOf: async (topic, key, newest = 0) => {
      const name = topicOf({ prefix }, topic);
      const partitions = (await counts()).get(name);
      if (partitions === undefined) return null;
      const partition = partitionFor(key, partitions);
      const { start = 0n, end = 0n } = (await offsetsOf(name, newest))[partition] ?? {};
      return { topic, name, partition, start, end };
    },
    offsetAt: async ({ name, partition, start, end }, time) => {
      const found = (await reads.offsetsAt(name, time)).find(one => one.partition === partition)?.offset ?? end;
      const isKept = found >= start;
      return isKept ? found : start;
    },
    keep: async (found, topic, records) => {
      const fresh = records.filter(({ offset }) => !found.records.has(String(offset)));
      if (fresh.length === 0) return;
      const { definition } = await find(topic);
      for (const one of await show(definition, false)(fresh)) found.records.set(one.offset, { ...one, topic });
    },
  };
}
