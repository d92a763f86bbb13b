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

export type Overlook = {
  /** What of each topic was seen last; what cannot be read now is as it was. */
  samples(ends: Ends, now: number): Promise<ReadonlyMap<string, Sample>>;
  /** Offsets a minute of each topic, over the last one or two. */
  rates(ends: Ends, now: number): Promise<ReadonlyMap<string, number>>;
};

type Taken = { readonly at: number; readonly mark: string; readonly sample: Promise<Sample> };
type Look = { readonly at: number; readonly ends: ReadonlyMap<string, bigint> };

/** Looks at the log while somebody looks at the map, and shares what it sees. */
export function overlook({ reads, prefix }: Pick<Follow, 'reads' | 'prefix'>): Overlook {
  const taken = new Map<string, Taken>();
  const failed = new Map<string, number>();
  let looks: Look[] = [];
  let first: Promise<void> | null = null;

  const sampled = async (topic: string, ends: NonNullable<ReturnType<Ends['get']>>): Promise<Sample> => {
    const full = topicOf({ prefix }, topic);
    let span = 0n;
    const records: LogRecord[] = [];
    for (const { partition, start, end } of ends) {
      if (end <= start) continue;
      const piece = await reads.backward({ topic: full, partition, start, before: end, limit: NEWEST });
      span += end - piece.from;
      records.push(...piece.records);
    }
    return sampleOf(topic, records, span);
  };

  /** Where nobody has looked a minute ago, the brokers are asked where the topics ended then. */
  const askThen = async (ends: Ends, now: number): Promise<void> => {
    const then = await Promise.all(
      [...ends.keys()].map(async topic => {
        const positions = await reads.offsetsAt(topicOf({ prefix }, topic), now - MINUTE);
        return [topic, positions.reduce((sum, { offset }) => sum + offset, 0n)] as const;
      }),
    );
    looks = [{ at: now - MINUTE, ends: new Map(then) }, ...looks];
  };

  return {
    samples: async (ends, now) => {
      const all = await Promise.all(
        [...ends].map(async ([topic, its]): Promise<Sample | null> => {
          const mark = its.map(({ start, end }) => `${start} ${end}`).join();
          const known = taken.get(topic);
          const isFresh = known !== undefined && (known.mark === mark || now - known.at < SAMPLE_EVERY_MS);
          if (!isFresh && now - (failed.get(topic) ?? 0) >= SAMPLE_EVERY_MS) {
            const sample = sampled(topic, its);
            taken.set(topic, { at: now, mark, sample });
            sample.catch(() => {
              failed.set(topic, now);
              if (known === undefined) taken.delete(topic);
              else taken.set(topic, known);
            });
          }
          return (await taken.get(topic)?.sample.catch(() => known?.sample)) ?? null;
        }),
      );
      return new Map(all.flatMap(one => (one === null ? [] : [[one.topic, one]])));
    },
    rates: async (ends, now) => {
      const sums = new Map([...ends].map(([topic, its]) => [topic, its.reduce((sum, { end }) => sum + end, 0n)]));
      looks = looks.filter(({ at }) => now - at <= 2 * MINUTE);
      if (!looks.some(({ at }) => now - at >= MINUTE)) {
        first ??= askThen(ends, now).finally(() => {
          first = null;
        });
        await first;
      }
      // The newest that is a minute old; of older ones there is no need any more.
      const then = looks.findLast(({ at }) => now - at >= MINUTE);
      looks = looks.filter(one => then === undefined || one.at >= then.at);
      if ((looks.at(-1)?.at ?? 0) < now) looks.push({ at: now, ends: sums });
      if (then === undefined) return new Map();
      return new Map(
        [...sums].flatMap(([topic, end]) => {
          const before = then.ends.get(topic);
          return before === undefined ? [] : [[topic, (Number(end - before) * MINUTE) / (now - then.at)]];
        }),
      );
    },
  };
}
