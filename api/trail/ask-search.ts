import type { LogRecord } from '../../runtime/log/port.ts';
import type { Follow } from '../follow/context.ts';
import type { Ask } from './asks.ts';
import { EARLIER_MS, type Look, lookText, merged } from './looks.ts';
import { type Found, trailMemory } from './memory.ts';
import { type Place, type TrailPlaces, trailPlaces } from './places.ts';
import { inTurn, LOOK_BYTES, NEAR_BYTES, READ_THROUGH, type Searched } from './search.ts';

/** `since`: when the order began, ms; null: it is not known. */
export type AskSearch = (orderId: string, asks: readonly Ask[], since: number | null) => Promise<Searched[]>;

/** Most requests are answered so soon, ms; and what is written there stands in the order of time but for less than this. */
const SOON_MS = 1_000;
/** So many times are looked at in a partition, the newest ones. */
const MOST_LOOKS = 8;

/**
 * Finds the records of what processors have asked of one another for an order. They lie under other keys, among those of all
 * orders: each is known by its id, which its header names, so nothing else has to be decoded.
 *
 * @param now milliseconds since the epoch; default: the clock.
 */
export function askSearch(
  follow: Follow,
  now: () => number = Date.now,
  places: TrailPlaces = trailPlaces(follow, now),
): AskSearch {
  const { reads } = follow;
  const memory = trailMemory(now);

  /** Of the asks in one partition. */
  const search = async (place: Place, asks: readonly Ask[], found: Found, since: number | null): Promise<Searched> => {
    const { topic, name, partition, end } = place;
    const open = new Set(asks.map(({ id }) => id));
    for (const { headers } of found.records.values()) {
      const id = headers.find(one => one.name === ID)?.value;
      if (id != null) open.delete(id);
    }
    const wanted = (record: LogRecord): boolean => open.has(idOf(record));
    const read = async (offset: bigint, until: bigint, bytes: { fetchBytes?: number } = {}): Promise<bigint> => {
      if (offset >= until || open.size === 0) return offset;
      const from = { topic: name, partition, offset };
      const piece = await reads.forward({ from, until, limit: open.size, wanted, mostBytes: LOOK_BYTES, ...bytes });
      await places.keep(found, topic, piece.records);
      for (const one of piece.records) open.delete(idOf(one));
      return piece.nextOffset;
    };
    const searched = (whole: boolean): Searched => {
      const records = [...found.records.values()];
      return { topic, partition, end, records, whole: whole || open.size === 0 };
    };

    if (open.size === 0) return searched(true);
    if (since !== null) {
      const begin = await places.offsetAt(place, since - EARLIER_MS);
      if (end - begin <= READ_THROUGH) return searched((await read(begin, end)) >= end);
    }
    const lookAt = async (looks: readonly Look[]): Promise<void> =>
      inTurn(looks.slice(-MOST_LOOKS), async one => {
        if (found.looked.has(lookText(one))) return;
        const begin = await places.offsetAt(place, one.from);
        // Several write there: a later time may stand before an earlier one.
        const until = await places.offsetAt(place, (one.until ?? one.from) + SOON_MS);
        await read(begin, until, one.first ? { fetchBytes: NEAR_BYTES } : {});
        // What is written now may come in yet.
        if (now() - (one.until ?? 0) > EARLIER_MS) found.looked.add(lookText(one));
      });
    await lookAt(
      asksLooks(
        asks.filter(({ id }) => open.has(id)),
        SOON_MS,
      ),
    );
    // What was not answered soon was asked before.
    await lookAt(
      asksLooks(
        asks.filter(({ id, at }) => open.has(id) && at === null),
        EARLIER_MS,
      ),
    );
    return searched(false);
  };

  return async (orderId, asks, since) => {
    const newest = Math.max(0, ...asks.map(({ until }) => until));
    const placed = await Promise.all(
      asks.map(async ask => ({ ask, place: await places.placeOf(ask.topic, Buffer.from(ask.key, 'utf8'), newest) })),
    );
    const groups = Map.groupBy(placed, ({ place }) => `${place?.topic} ${place?.partition}`);
    const all = await Promise.all(
      [...groups].map(async ([name, its]) => {
        const place = its[0]?.place ?? null;
        if (place === null) return [];
        const found = memory(orderId, name);
        return [
          await search(
            place,
            its.map(({ ask }) => ask),
            found,
            since,
          ),
        ];
      }),
    );
    return all.flat();
  };
}

/** Where to look for them, by time: at the moment where it is known, else in the while before what is known of them. */
export function asksLooks(asks: readonly Pick<Ask, 'at' | 'until'>[], earlier: number): Look[] {
  const spans = asks.map(({ at, until }) => (at === null ? ([until - earlier, until] as const) : ([at, at] as const)));
  return merged(spans).map(([from, until]) => ({ from, until, first: from === until }));
}

const ID = 'ce_id';

const idOf = ({ headers }: LogRecord): string => headers.find(([name]) => name === ID)?.[1]?.toString('utf8') ?? '';
