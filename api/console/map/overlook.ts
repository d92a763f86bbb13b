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
type Look = { readonly at: number; readonly ends: ReadonlyMap<string, bigint> };
type OfTopic = NonNullable<ReturnType<Ends['get']>>;

/**
 * Looks at the log while somebody looks at the map, and shares what it sees. Nobody waits for it: what is known is
 * answered, and looked at again behind it.
 */
export function overlook({ reads, prefix }: Pick<Follow, 'reads' | 'prefix'>): Overlook {
  const taken = new Map<string, Taken>();
  const asked = new Map<string, number>();
  const grown = new Map<string, number>();
  let looks: Look[] = [];
  let askedThen = 0;

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

  /** Where nobody has looked a minute ago, the brokers are asked where the topics ended then. */
  const askThen = async (ends: Ends, now: number): Promise<void> => {
    if (now - askedThen < SAMPLE_EVERY_MS) return;
    askedThen = now;
    const then = await Promise.all(
      [...ends.keys()].map(async topic => {
        const positions = await reads.offsetsAt(topicOf({ prefix }, topic), now - MINUTE);
        return [topic, positions.reduce((sum, { offset }) => sum + offset, 0n)] as const;
      }),
    );
    looks = [{ at: now - MINUTE, ends: new Map(then) }, ...looks];
  };

  const rates = (ends: Ends, now: number): Map<string, number> => {
    // The newest that is a minute old; of older ones there is no need any more.
    const then = looks.findLast(({ at }) => now - at >= MINUTE);
    if (then === undefined) return new Map();
    looks = looks.filter(({ at }) => at >= then.at);
    return new Map(
      [...ends].flatMap(([topic, its]) => {
        const before = then.ends.get(topic);
        if (before === undefined) return [];
        const offsets = Number(sumOf(its) - before);
        return [[topic, (Math.max(0, offsets) * MINUTE) / (now - then.at)] as const];
      }),
    );
  };

  return {
    look: async (ends, now) => {
      looks = looks.filter(({ at }) => now - at <= 2 * MINUTE);
      const last = looks.at(-1);
      if (last === undefined || last.at < now) {
        const sums = new Map([...ends].map(([topic, its]) => [topic, sumOf(its)]));
        for (const [topic, sum] of sums) if (sum > (last?.ends.get(topic) ?? sum)) grown.set(topic, now);
        looks.push({ at: now, ends: sums });
      }
      const isOld = looks.some(({ at }) => now - at >= MINUTE);
      const under = [...sample(ends, now), ...(isOld ? [] : [askThen(ends, now).catch(() => undefined)])];
      if (under.length > 0) await Promise.race([Promise.all(under), sleep(PATIENCE_MS)]);
      const found = [...ends.keys()].flatMap(topic => taken.get(topic)?.sample ?? []);
      return {
        samples: new Map(found.map(one => [one.topic, one])),
        rates: rates(ends, now),
        grown,
        complete: found.length === ends.size && looks.some(({ at }) => now - at >= MINUTE),
      };
    },
  };
}

const sumOf = (its: OfTopic): bigint => its.reduce((sum, { end }) => sum + end, 0n);
