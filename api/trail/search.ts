import type { LogRecord } from '../../runtime/log/port.ts';
import type { Follow } from '../follow/context.ts';
import type { PieceOptions } from '../follow/reads.ts';
import { KEYED, type TrailTopic } from './event.ts';
import {
  EARLIER_MS,
  followsAtOnce,
  furtherLooks,
  gapsIn,
  isFact,
  type KnownTimes,
  type Look,
  looksAfter,
  looksFor,
  lookText,
} from './looks.ts';
import { trailMemory } from './memory.ts';
import { type TrailPlaces, trailPlaces } from './places.ts';
import type { TrailRecord } from './records.ts';

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
export const READ_THROUGH = 600n;
/** One look: the records of a second or so of a busy shop lie together. */
export const LOOK_BYTES = 512 * 1024;
export const WIDE_LOOK_BYTES = 2 * 1024 * 1024;
/** The first record of a time is among the first there: a broker tells its place to the record. */
export const NEAR_BYTES = 32 * 1024;
/** So many times are looked at for the first record of a topic that no read model shows. */
const MOST_AFTER = 4;

/**
 * Finds the records of one order without reading a topic through: a fact is written with the time at which it was decided,
 * which histories name, and a broker finds the first record of a time by its index (KIP-33).
 *
 * @param now milliseconds since the epoch; default: the clock.
 */
export function trailSearch(
  follow: Follow,
  now: () => number = Date.now,
  places: TrailPlaces = trailPlaces(follow, now),
): TrailSearch {
  const { reads } = follow;
  const { placeOf, offsetAt, keep } = places;
  const memory = trailMemory(now);

  const search = async (orderId: string, topic: TrailTopic, knownIn: Knowing): Promise<Searched[]> => {
    const key = Buffer.from(orderId, 'utf8');
    const place = await placeOf(topic, key);
    if (place === null) return [];
    const { name, partition, start, end } = place;
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
      // What is written now may come in yet.
      if (now() - (one.until ?? one.from) > EARLIER_MS) found.looked.add(lookText(one));
    };
    const searched = (whole: boolean): Searched[] => [
      { topic, partition, end, records: [...found.records.values()], whole },
    ];

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
    if (!followsAtOnce(topic)) {
      // An order that no fact tells of is looked for among the newest, as far as read models have not read them.
      const last = known.times.orders ?? [];
      const latest = end - 2n * READ_THROUGH > start ? end - 2n * READ_THROUGH : start;
      const newest = known.positions[topic] ?? (last.length === 0 ? latest : await offsetAt(place, Math.max(...last)));
      await read(newest, end, ALL);
    }
    const [newestLook, ...others] = looksAfter(topic, known).slice(0, MOST_AFTER);
    if (newestLook !== undefined) await look(newestLook);
    await inTurn(others, async one => {
      if (found.records.size === 0) await look(one);
    });
    await inTurn(furtherLooks([...found.records.values()]), look);
    const gaps = gapsIn([...found.records.values()]).filter(([after, before]) => before - after <= READ_THROUGH);
    await inTurn(gaps, ([after, before]) => read(after, before, ALL));
    return searched(false);
  };

  return async (orderId, knownIn) => (await Promise.all(KEYED.map(topic => search(orderId, topic, knownIn)))).flat();
}

/** One after another: all looks of all topics at once would leave no turn of the reads to anybody else. */
export async function inTurn<T>(all: readonly T[], look: (one: T) => Promise<unknown>): Promise<void> {
  for (const one of all) await look(one);
}

type Knowing = (partition: number) => KnownTimes;

export const ALL = Number.MAX_SAFE_INTEGER;
