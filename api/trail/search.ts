import { partitionFor } from '../../runtime/log/partitioner.ts';
import type { LogRecord, PartitionOffsets } from '../../runtime/log/port.ts';
import { topicOf } from '../../runtime/tasks/engine.ts';
import type { Follow } from '../follow/context.ts';
import type { PieceOptions } from '../follow/reads.ts';
import { TRAIL, type TrailTopic } from './event.ts';
import type { TrailRecord } from './events-of.ts';
import { EARLIER_MS, furtherLooks, gapsIn, isFact, type KnownTimes, type Look, looksFor, lookText } from './looks.ts';
import { type Found, trailMemory } from './memory.ts';

export type Searched = {
  readonly topic: TrailTopic;
  readonly partition: number;
  readonly end: bigint;
  readonly records: readonly TrailRecord[];
  /** Whether all was looked at since the order began: what is not among `records` is not on the log. */
  readonly whole: boolean;
};

/** `knownIn`: what is known, with positions in the order's partition. */
export type TrailSearch = (orderId: string, knownIn: (partition: number) => KnownTimes) => Promise<Searched[]>;

/** Up to so many offsets are read through; in more, records are looked up by when they were written. */
const READ_THROUGH = 600n;
/** One look: the records of a second or so of a busy shop lie together. */
const LOOK_BYTES = 512 * 1024;
const WIDE_LOOK_BYTES = 2 * 1024 * 1024;
/** The first record of a time is among the first there: a broker tells its place to the record. */
const NEAR_BYTES = 32 * 1024;
/** Ends are asked for at most so often, ms, however many look at orders. */
const ENDS_FRESH_MS = 1_000;

type Place = { readonly topic: TrailTopic; readonly name: string; readonly partition: number } & Pick<
  PartitionOffsets,
  'start' | 'end'
>;

/**
 * Finds the records of one order without reading a topic through: a fact is written with the time at which it was decided,
 * which histories name, and a broker finds the first record of a time by its index (KIP-33).
 *
 * @param now milliseconds since the epoch; default: the clock.
 */
export function trailSearch(follow: Follow, now: () => number = Date.now): TrailSearch {
  const { reads, log, prefix, topic: find, show } = follow;
  const memory = trailMemory(now);
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

  const offsetsOf = (name: string): Promise<readonly PartitionOffsets[]> => {
    const known = ends.get(name);
    if (known !== undefined && now() - known.at < ENDS_FRESH_MS) return known.offsets;
    const asked = { at: now(), offsets: reads.offsets(name) };
    ends.set(name, asked);
    asked.offsets.catch(() => ends.delete(name));
    return asked.offsets;
  };

  const offsetAt = async ({ name, partition, start, end }: Place, time: number): Promise<bigint> => {
    const found = (await reads.offsetsAt(name, time)).find(one => one.partition === partition)?.offset ?? end;
    return found < start ? start : found;
  };

  const search = async (
    orderId: string,
    topic: TrailTopic,
    partitions: number,
    knownIn: Knowing,
  ): Promise<Searched> => {
    const key = Buffer.from(orderId, 'utf8');
    const name = topicOf({ prefix }, topic);
    const partition = partitionFor(key, partitions);
    const { start = 0n, end = 0n } = (await offsetsOf(name))[partition] ?? {};
    const place = { topic, name, partition, start, end };
    const wanted = (record: LogRecord): boolean => record.key?.equals(key) === true;
    const found = memory(orderId, topic);

    const read = async (
      offset: bigint,
      until: bigint,
      limit: number,
      bytes: Pick<PieceOptions, 'mostBytes' | 'fetchBytes'> = { mostBytes: WIDE_LOOK_BYTES },
    ): Promise<bigint> => {
      if (offset >= until) return offset;
      const from = { topic: name, partition, offset };
      const piece = await reads.forward({ from, until, limit, wanted, ...bytes });
      await keep(found, topic, piece.records);
      return piece.nextOffset;
    };
    const look = async (one: Look): Promise<void> => {
      if (found.looked.has(lookText(one))) return;
      const begin = await offsetAt(place, one.from);
      const until = one.until === null ? end : await offsetAt(place, one.until + 1);
      const near = one.first ? { fetchBytes: NEAR_BYTES } : {};
      await read(begin, until, one.first ? 1 : ALL, { mostBytes: LOOK_BYTES, ...near });
      found.looked.add(lookText(one));
    };
    const searched = (whole: boolean): Searched => ({
      topic,
      partition,
      end,
      records: [...found.records.values()],
      whole,
    });

    const known = knownIn(partition);
    if (known.since === null) {
      const begin = end - start > 2n * READ_THROUGH ? end - 2n * READ_THROUGH : start;
      return searched((await read(begin, end, ALL)) >= end && begin === start);
    }
    const begin = found.upTo ?? (await offsetAt(place, known.since - EARLIER_MS));
    if (end - begin <= READ_THROUGH) {
      found.upTo = await read(begin, end, ALL);
      return searched(found.upTo >= end);
    }
    await inTurn(looksFor(topic, known), look);
    if (!isFact(topic)) return searched(false);
    const newest = known.positions[topic] ?? (await offsetAt(place, Math.max(...(known.times.orders ?? []), 0)));
    await read(newest, end, ALL);
    await inTurn(furtherLooks([...found.records.values()]), look);
    const gaps = gapsIn([...found.records.values()]).filter(([after, before]) => before - after <= READ_THROUGH);
    await inTurn(gaps, ([after, before]) => read(after, before, ALL));
    return searched(false);
  };

  const keep = async (found: Found, topic: TrailTopic, records: readonly LogRecord[]): Promise<void> => {
    const fresh = records.filter(({ offset }) => !found.records.has(String(offset)));
    if (fresh.length === 0) return;
    const { definition } = await find(topic);
    for (const one of await show(definition, false)(fresh)) found.records.set(one.offset, { ...one, topic });
  };

  return async (orderId, knownIn) => {
    const all = await counts();
    return await Promise.all(
      TRAIL.flatMap(topic => {
        const partitions = all.get(topicOf({ prefix }, topic));
        return partitions === undefined ? [] : [search(orderId, topic, partitions, knownIn)];
      }),
    );
  };
}

/** One after another: all looks of all topics at once would leave no turn of the reads to anybody else. */
async function inTurn<T>(all: readonly T[], look: (one: T) => Promise<unknown>): Promise<void> {
  for (const one of all) await look(one);
}

type Knowing = (partition: number) => KnownTimes;

const ALL = Number.MAX_SAFE_INTEGER;
