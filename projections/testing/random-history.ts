import fc from 'fast-check';
import type { Reader } from '../../runtime/codec/reader.ts';
import type { LogRecord } from '../../runtime/log/port.ts';
import type { Projected, Projection } from '../../runtime/projector/definition.ts';
import { topics } from '../../schemas/topics.ts';
import { type Random, randomOf } from '../../test/property/random.ts';
import { randomFact } from './random-facts.ts';

const PARTITIONS = 3;
const KEYS = 7;

/** A record before it stands in a log; a tombstone has no fact. */
export type Told = { readonly topic: string; readonly key: string; readonly fact: Projected | null };

/** What happened to a projection's keys, in the order in which the owners wrote it. */
export type History = { readonly told: readonly Told[]; readonly seed: number };

/** A step of one key: its next version, one after a gap, a new beginning from version 1, or its tombstone. */
type Step = { readonly key: number; readonly does: 'next' | 'gap' | 'end'; readonly seed: number };

const step: fc.Arbitrary<Step> = fc.record({
  key: fc.nat(KEYS - 1),
  does: fc.constantFrom('next', 'next', 'next', 'gap', 'end'),
  seed: fc.integer(),
});

export const histories = ({ topics }: Pick<Projection, 'topics'>): fc.Arbitrary<History> =>
  fc.record({
    told: fc.array(step, { maxLength: 40 }).map(steps => tellAll(topics, steps)),
    seed: fc.integer(),
  });

function tellAll(names: readonly string[], steps: readonly Step[]): Told[] {
  const versions = new Map<number, number>();
  return steps.map(({ key: n, does, seed }) => {
    // A key stands in one topic only.
    const topic = names[n % names.length] as string;
    const key = `key-${n}`;
    if (does === 'end') {
      versions.delete(n);
      return { topic, key, fact: null };
    }
    const version = (versions.get(n) ?? 0) + (does === 'gap' ? 3 : 1);
    versions.set(n, version);
    return { topic, key, fact: randomFact(topic, key, version, seed) };
  });
}

/** The same, of which some facts come again later, but never after their key has ended: its owner is past them. */
const withDuplicates = (history: History): Told[] => again(history, (facts, random) => [random.pick(facts) as Told]);

/**
 * The same, of which some runs of facts come again, each up to the newest: so a log may be compacted. Of a stale fact
 * that stood last the cleaner would keep nothing newer; it is the owner who sees to it that there is none.
 */
const withReplays = (history: History): Told[] =>
  again(history, (facts, random) => facts.slice(random.below(facts.length)));

function again({ told, seed }: History, repeat: (facts: readonly Told[], random: Random) => readonly Told[]): Told[] {
  const random = randomOf(seed);
  const known = new Map<string, Told[]>();
  return told.flatMap(one => {
    if (one.fact === null) known.delete(one.key);
    else known.set(one.key, [...(known.get(one.key) ?? []), one]);
    const repeated = Array.from({ length: random.below(3) }, () => random.pick([...known.values()]));
    return [one, ...repeated.flatMap(facts => (facts === undefined ? [] : repeat(facts, random)))];
  });
}

/** The same, merged in another order: of each key in its own. */
function interleaved({ told, seed }: History): Told[] {
  const random = randomOf(seed);
  const queues = [...Map.groupBy(told, ({ key }) => key).values()].map(queue => [...queue]);
  return told.map(() => {
    const queue = random.pick(queues.filter(({ length }) => length > 0)) as Told[];
    return queue.shift() as Told;
  });
}

/** On which partition a key is, for life. */
export const partitionOf = (key: string): number => Number(key.slice('key-'.length)) % PARTITIONS;

/** Records on partitions: which of them a key is on is fixed, and each topic counts its own offsets. */
function written(told: readonly Told[]): LogRecord[] {
  const offsets = new Map<string, bigint>();
  return told.map(({ topic, key, fact }) => {
    const partition = partitionOf(key);
    const place = `${topic} ${partition}`;
    const offset = offsets.get(place) ?? 0n;
    offsets.set(place, offset + 1n);
    const value = fact === null ? null : Buffer.from(JSON.stringify(fact));
    return { topic, partition, offset, timestamp: 0, key: Buffer.from(key), value, headers: [] };
  });
}

/**
 * What the log's cleaner leaves: up to some offset of each partition, the last record of each key; and of those the
 * tombstones are there or gone. Topics of requests are not compacted.
 */
function compacted(records: readonly LogRecord[], seed: number): LogRecord[] {
  const random = randomOf(seed);
  return [...Map.groupBy(records, ({ topic, partition }) => `${topic} ${partition}`).values()].flatMap(log => {
    if (kindOf(log[0]?.topic) === 'requests') return log;
    const clean = log.slice(0, random.below(log.length + 1));
    const dropsTombstones = random.chance(0.5);
    const last = new Map(clean.map(record => [String(record.key), record]));
    const left = clean.filter(
      record => last.get(String(record.key)) === record && !(dropsTombstones && record.value === null),
    );
    return [...left, ...log.slice(clean.length)];
  });
}

/** The ways in which the same history can be told, as the logs that a projection may meet. */
export const waysOf = (history: History): Readonly<Record<string, readonly LogRecord[]>> => ({
  full: written(history.told),
  compacted: compacted(written(history.told), history.seed),
  'with duplicates': written(withDuplicates(history)),
  'in another order': written(interleaved(history)),
  'all of it': compacted(written(withReplays({ ...history, told: interleaved(history) })), history.seed),
});

/** Decodes what stands in these logs. */
export const jsonReader: Pick<Reader<Projected>, 'decode' | 'peek'> = {
  decode: ((value: Buffer) => JSON.parse(String(value))) as Reader<Projected>['decode'],
  peek: field => value => JSON.parse(String(value))[field] ?? null,
};

const kindOf = (name: string | undefined) => topics.find(topic => topic.name === name)?.kind;

export type Batch = { readonly topic: string; readonly partition: number; readonly records: readonly LogRecord[] };

/** Batches of random sizes, in which the partitions take turns by chance. */
export function inBatches(records: readonly LogRecord[], seed: number): Batch[] {
  const random = randomOf(seed);
  const logs = [...Map.groupBy(records, ({ topic, partition }) => `${topic} ${partition}`).values()].map(log => [
    ...log,
  ]);
  const batches: Batch[] = [];
  for (;;) {
    const log = random.pick(logs.filter(({ length }) => length > 0));
    const [first] = log ?? [];
    if (log === undefined || first === undefined) return batches;
    const { topic, partition } = first;
    batches.push({ topic, partition, records: log.splice(0, 1 + random.below(6)) });
  }
}
