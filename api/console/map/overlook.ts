import { setTimeout as sleep } from 'node:timers/promises';
import type { LogRecord } from '../../../runtime/log/port.ts';
import { topicOf } from '../../../runtime/tasks/engine.ts';
import type { Follow } from '../../follow/context.ts';
import type { Ends } from '../pulse.ts';
import { type Sample, sampleOf } from './seen.ts';

/** So much of each partition is looked at: its newest records. */
const NEWEST = 20;
/** A topic is looked at again after so long, ms, where it has grown. */
const SAMPLE_EVERY_MS = 30_000;
/** What a rate is a rate over, ms. */
const MINUTE = 60_000;
/** A page waits no longer than this for a first look, ms. */
const PATIENCE_MS = 150;

/** What was seen of the log; `complete`: of everything that was asked about. */
export type Overlooked = {
  readonly samples: ReadonlyMap<string, Sample>;
  /** Offsets a minute of each topic, over the last one or two. */
  readonly rates: ReadonlyMap<string, number>;
  /** When each topic was seen to have grown last, ms. */
  readonly grown: ReadonlyMap<string, number>;
  readonly complete: boolean;
};

export type Overlook = { look(ends: Ends, now: number): Promise<Overlooked> };

type Taken = { readonly at: number; readonly mark: string; readonly sample: Sample };
/** Where all partitions of a topic together ended. */
type Point = { readonly at: number; readonly end: bigint };
type OfTopic = NonNullable<ReturnType<Ends['get']>>;

/**
 * Looks at the log while somebody looks at the map, and shares what it sees. Nobody waits for it: what is known is
 * answered, and looked at again behind it.
 */
export function overlook({ reads, prefix }: Pick<Follow, 'reads' | 'prefix'>): Overlook {
  const taken = new Map<string, Taken>();
  const asked = new Map<string, number>();
  const grown = new Map<string, number>();
  const history = new Map<string, Point[]>();
  const askedThen = new Map<string, number>();

  const takeSample = async (topic: string, its: OfTopic, now: number, mark: string): Promise<void> => {
    const full = topicOf({ prefix }, topic);
    let span = 0n;
    const records: LogRecord[] = [];
    for (const { partition, start, end } of its) {
      if (end <= start) continue;
      const piece = await reads.backward({ topic: full, partition, start, before: end, limit: NEWEST });
      span += end - piece.from;
      records.push(...piece.records);
    }
    taken.set(topic, { at: now, mark, sample: sampleOf(topic, records, span) });
  };

  const sample = (ends: Ends, now: number): Promise<void>[] =>
    [...ends].flatMap(([topic, its]) => {
      const mark = its.map(({ start, end }) => `${start} ${end}`).join();
      const isFresh = taken.get(topic)?.mark === mark || now - (asked.get(topic) ?? 0) < SAMPLE_EVERY_MS;
      if (isFresh) return [];
      asked.set(topic, now);
      // What cannot be read now is as it was.
      return [takeSample(topic, its, now, mark).catch(() => undefined)];
    });

  /** What is known of where a topic ended, up to one point that is a minute old. */
  const note = (topic: string, end: bigint, now: number): void => {
    const points = (history.get(topic) ?? []).filter(({ at }) => now - at <= 2 * MINUTE);
    const old = points.findLastIndex(({ at }) => now - at >= MINUTE);
    const last = points.at(-1);
    if (last !== undefined && end > last.end) grown.set(topic, now);
    if (last === undefined || last.at < now) points.push({ at: now, end });
    history.set(topic, points.slice(Math.max(0, old)));
  };

  const pointThen = (topic: string, now: number): Point | null => {
    const [first] = history.get(topic) ?? [];
    return first !== undefined && now - first.at >= MINUTE ? first : null;
  };

  /** Where nobody has looked a minute ago, the brokers are asked where the topics ended then. */
  const askThen = (ends: Ends, now: number): Promise<void>[] =>
    [...ends.keys()].flatMap(topic => {
      const isAsked = now - (askedThen.get(topic) ?? 0) < SAMPLE_EVERY_MS;
      if (isAsked || pointThen(topic, now) !== null) return [];
      askedThen.set(topic, now);
      const asking = reads.offsetsAt(topicOf({ prefix }, topic), now - MINUTE).then(positions => {
        const end = positions.reduce((sum, { offset }) => sum + offset, 0n);
        history.set(topic, [{ at: now - MINUTE, end }, ...(history.get(topic) ?? [])]);
      });
      return [asking.catch(() => undefined)];
    });

  const rateOf = (topic: string, end: bigint, now: number): number | null => {
    const then = pointThen(topic, now);
    return then === null ? null : (Math.max(0, Number(end - then.end)) * MINUTE) / (now - then.at);
  };

  return {
    look: async (ends, now) => {
      const sums = [...ends].map(([topic, its]) => [topic, sumOf(its)] as const);
      for (const [topic, end] of sums) note(topic, end, now);
      const under = [...sample(ends, now), ...askThen(ends, now)];
      if (under.length > 0) await Promise.race([Promise.all(under), sleep(PATIENCE_MS)]);
      const found = [...ends.keys()].flatMap(topic => taken.get(topic)?.sample ?? []);
      const rates = sums.flatMap(([topic, end]) => {
        const rate = rateOf(topic, end, now);
        return rate === null ? [] : [[topic, rate] as const];
      });
      return {
        samples: new Map(found.map(one => [one.topic, one])),
        rates: new Map(rates),
        grown,
        complete: found.length === ends.size && rates.length === ends.size,
      };
    },
  };
}

const sumOf = (its: OfTopic): bigint => its.reduce((sum, { end }) => sum + end, 0n);
