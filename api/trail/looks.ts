import { FACTS, type TrailTopic } from './event.ts';
import type { TrailRecord } from './records.ts';

/** What is known of an order before the log is searched. */
export type KnownTimes = {
  /** When the first of it was decided, ms; null: no read model knows the order. */
  readonly since: number | null;
  /** When facts of a topic were decided, ms. */
  readonly times: Readonly<Partial<Record<TrailTopic, readonly number[]>>>;
  /** How far read models have read a topic in the order's partition. */
  readonly positions: Readonly<Partial<Record<TrailTopic, bigint>>>;
};

/** From the first record of a time on, to that of another; `first`: up to the first record of the order. */
export type Look = { readonly from: number; readonly until: number | null; readonly first: boolean };

/** Requests and replies were written so long before that which they led to, mostly, ms; or clocks differ. */
export const EARLIER_MS = 10_000;

/** Who hears what is on a topic, and notes when. */
const HEARD_BY: Readonly<Partial<Record<TrailTopic, TrailTopic>>> = {
  'order-requests': 'orders',
  'loyalty-replies': 'orders',
  'stock-replies': 'allocations',
  'shipment-requests': 'shipments',
};

/** Where to look for the records of a topic, by time. */
export function looksFor(topic: TrailTopic, { times }: Pick<KnownTimes, 'times'>): Look[] {
  const heardBy = HEARD_BY[topic];
  if (heardBy === undefined) return [...new Set(times[topic] ?? [])].map(at);
  const heard = [...(times[heardBy] ?? []), ...(times[topic] ?? [])];
  return merged(heard.map(time => [time - EARLIER_MS, time] as const)).map(within);
}

/** What no read model shows follows what its owner reads. */
const FOLLOWS: Readonly<Partial<Record<TrailTopic, readonly TrailTopic[]>>> = {
  'order-activity': ['orders', 'payments'],
  notifications: ['orders'],
};

/** Whether nothing of it comes later: a mail may be sent again after long, while the order stands as it stood. */
export const followsAtOnce = (topic: TrailTopic): boolean => topic === 'order-activity';

/** Where to look for the newest fact of a topic that no read model shows, the newest first. */
export function looksAfter(topic: TrailTopic, { times }: Pick<KnownTimes, 'times'>): Look[] {
  const told = new Set((FOLLOWS[topic] ?? []).flatMap(name => times[name] ?? []));
  // Each by itself: one look at all of them would end at its bound, before the newest.
  return [...told].sort((one, other) => other - one).map(time => within([time, time + EARLIER_MS]));
}

const within = ([from, until]: readonly [from: number, until: number]): Look => ({ from, until, first: false });

const at = (from: number): Look => ({ from, until: null, first: true });

export const lookText = ({ from, until }: Look): string => `${from} ${until ?? ''}`;

type Noted = {
  readonly version?: number;
  readonly history?: readonly { readonly at: number; readonly version: number }[];
};
const notedIn = ({ value }: TrailRecord): Noted => (value ?? {}) as Noted;

/** Where to look for facts that the newest of those found tells of. */
export function furtherLooks(found: readonly TrailRecord[]): Look[] {
  const versions = new Set(found.map(one => notedIn(one).version));
  const [newest] = found.map(notedIn).sort((one, other) => (other.version ?? 0) - (one.version ?? 0));
  return [...new Set((newest?.history ?? []).filter(one => !versions.has(one.version)).map(one => one.at))].map(at);
}

/** Between which offsets versions lie that no history tells of. */
export function gapsIn(found: readonly TrailRecord[]): [after: bigint, before: bigint][] {
  const gaps: [bigint, bigint][] = [];
  const sorted = found.toSorted((one, other) => (BigInt(one.offset) < BigInt(other.offset) ? -1 : 1));
  sorted.forEach((one, n) => {
    const next = sorted[n + 1];
    const [here, there] = [notedIn(one).version, next && notedIn(next).version];
    if (next === undefined || here === undefined || there === undefined || there <= here + 1) return;
    gaps.push([BigInt(one.offset) + 1n, BigInt(next.offset)]);
  });
  return gaps;
}

export const isFact = (topic: TrailTopic): boolean => FACTS.some(one => one === topic);

/** Spans that overlap are one. */
export function merged(spans: readonly (readonly [from: number, until: number])[]): [from: number, until: number][] {
  const all: [number, number][] = [];
  for (const [from, until] of [...spans].sort(([one], [other]) => one - other)) {
    const last = all.at(-1);
    if (last === undefined || from > last[1]) all.push([from, until]);
    else last[1] = Math.max(last[1], until);
  }
  return all;
}
