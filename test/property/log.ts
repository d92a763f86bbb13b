import type { EventStamp } from '../../runtime/tasks/fat-event.ts';
import type { Random } from './random.ts';

export type Value = { readonly event: EventStamp };
export type Entry = { readonly key: string; readonly value: Value; alive: boolean };

/** Topics as arrays in memory: in order by key, compacted, never trimmed. */
export type Log = {
  /** One array a partition. */
  topic(name: string): readonly Entry[][];
  append(topic: string, key: string, value: Value): void;
  /** The newest value of each key of one partition, from what compaction has left. */
  newest(topic: string, partition: number): Map<string, Value>;
  compact(topic: string, random: Random): void;
};

export const PARTITIONS = 2;

export function partitionOf(key: string): number {
  let sum = 0;
  for (let at = 0; at < key.length; at++) sum += key.charCodeAt(at);
  return sum % PARTITIONS;
}

/** The newest fact of every key of a topic. */
export const factsOf = <T>({ log }: { readonly log: Pick<Log, 'newest'> }, topic: string): Map<string, T> =>
  new Map(Array.from({ length: PARTITIONS }, (_, partition) => [...log.newest(topic, partition)]).flat()) as never;

/** Everything that was ever written to a topic. */
export const writtenTo = <T>({ log }: { readonly log: Pick<Log, 'topic'> }, topic: string): T[] =>
  log.topic(topic).flatMap(entries => entries.map(({ value }) => value as T));

/** `passing`: what becomes of a value on its way to its readers. */
export function createLog(passing: (topic: string, value: Value) => Value): Log {
  const topics = new Map<string, Entry[][]>();
  const topic = (name: string) => {
    const known = topics.get(name);
    if (known !== undefined) return known;
    const made = Array.from({ length: PARTITIONS }, (): Entry[] => []);
    topics.set(name, made);
    return made;
  };
  return {
    topic,
    append: (name, key, value) =>
      topic(name)[partitionOf(key)]?.push({ key, value: passing(name, value), alive: true }),
    newest(name, partition) {
      const rows = new Map<string, Value>();
      for (const { key, value, alive } of topic(name)[partition] ?? []) if (alive) rows.set(key, value);
      return rows;
    },
    compact(name, random) {
      for (const entries of topic(name)) {
        const seen = new Set<string>();
        for (let at = random.below(entries.length + 1) - 1; at >= 0; at--) {
          const entry = entries[at] as Entry;
          if (seen.has(entry.key)) entry.alive = false;
          seen.add(entry.key);
        }
      }
    },
  };
}
