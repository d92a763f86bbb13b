import type { LogRecord } from '../../../runtime/log/port.ts';
import type { Station } from '../../../schemas/station.ts';
import type { TopicDefinition } from '../../../schemas/topic-definition.ts';

/** What the newest records of a topic tell of those around it. */
export type Sample = {
  readonly topic: string;
  readonly records: number;
  /** Records per offset: markers of transactions take up offsets as well. */
  readonly density: number;
  /** Who wrote it, by the last part of CloudEvents' source, with the time of the newest, ms; '' says not who. */
  readonly writers: ReadonlyMap<string, { readonly records: number; readonly newest: number }>;
  /** Where the newest records are, the newest first. */
  readonly newest: readonly Pick<LogRecord, 'partition' | 'offset'>[];
  /** Topics whose records a processor names as the cause: it has read them. */
  readonly causes: ReadonlyMap<string, ReadonlySet<string>>;
};

/** Seen on the log, and declared nowhere. */
export type Odd = {
  readonly what: 'writes' | 'reads';
  /** Who does, as it calls itself; '': it does not say. */
  readonly processor: string;
  readonly topic: string;
  readonly records: number;
};

/**
 * Declared, and not seen: nothing is on the topic (`empty`); nothing of this writer is among its newest records
 * (`others`, the newest of which was written then); or the newest of this writer is from long ago (`long`). Times in ms.
 */
export type Silence =
  | { readonly how: 'empty' }
  | { readonly how: 'others'; readonly records: number; readonly since: number }
  | { readonly how: 'long'; readonly since: number };

/** After so long, ms, without a record nobody is in the middle of something. */
export const SILENT_AFTER_MS = 15 * 60_000;

const headerOf = ({ headers }: LogRecord, name: string): string =>
  headers.find(([one]) => one === name)?.[1]?.toString('utf8') ?? '';

/** So many places of records are kept, to be looked at again. */
const NEWEST = 2;

/** `span`: offsets that were looked through. */
export function sampleOf(topic: string, records: readonly LogRecord[], span: bigint): Sample {
  const writers = new Map<string, { records: number; newest: number }>();
  const causes = new Map<string, Set<string>>();
  for (const record of records) {
    const writer = headerOf(record, 'ce_source').split('/').at(-1) ?? '';
    const known = writers.get(writer) ?? { records: 0, newest: 0 };
    writers.set(writer, { records: known.records + 1, newest: Math.max(known.newest, record.timestamp) });
    // Of a fact the id is topic/key/version; a request's, an effect's or a deadline's begins with something else.
    const [, cause] = /^([^/]+)\/.+\/\d+$/.exec(headerOf(record, 'ce_causationid')) ?? [];
    if (cause !== undefined) causes.set(writer, (causes.get(writer) ?? new Set()).add(cause));
  }
  const density = span > 0n ? records.length / Number(span) : 1;
  const newest = records
    .toSorted((one, other) => other.timestamp - one.timestamp || Number(other.offset - one.offset))
    .slice(0, NEWEST)
    .map(({ partition, offset }) => ({ partition, offset }));
  return { topic, records: records.length, density, writers, newest, causes };
}

/** Those who write what they are not declared to write, or act on what they are not declared to read. */
export function oddOf(
  samples: readonly Sample[],
  stations: readonly Station[],
  topics: readonly TopicDefinition[],
): Odd[] {
  const byName = new Map(stations.map(one => [one.processor, one]));
  const facts = new Set(topics.filter(({ kind }) => kind === 'facts').map(({ name }) => name));
  return samples.flatMap(({ topic, writers, causes }): Odd[] => {
    const definition = topics.find(({ name }) => name === topic);
    if (definition === undefined) return [];
    const declared = new Set<string>([definition.owner, ...definition.alsoWrittenBy]);
    const mayWrite = (writer: string): boolean => {
      if (byName.has(writer)) return declared.has(writer);
      // Ways in call themselves as they like, and write no facts; in operations the value alone says who asks.
      return (writer !== '' || topic.endsWith('.operations')) && (declared.has('api') || declared.has('cli'));
    };
    const writes = [...writers]
      .filter(([writer]) => !mayWrite(writer))
      .map(([processor, { records }]): Odd => ({ what: 'writes', processor, topic, records }));
    const reads = [...causes].flatMap(([writer, its]) => {
      const station = byName.get(writer);
      if (station === undefined) return [];
      const known = new Set([station.owns, ...station.reads, ...station.tables]);
      return [...its]
        .filter(cause => facts.has(cause) && !known.has(cause) && !cause.includes('.'))
        .map((cause): Odd => ({ what: 'reads', processor: writer, topic: cause, records: 1 }));
    });
    return [...writes, ...reads];
  });
}

/**
 * Null: something was written lately. Without a sample nothing can be told.
 *
 * @param writer null: whoever it was.
 * @param grown when the topic was seen to have grown last, ms: since the sample was taken, maybe.
 */
export function silenceOf(
  sample: Sample | undefined,
  writer: string | null,
  now: number,
  grown: number | undefined = undefined,
): Silence | null {
  if (sample === undefined) return null;
  if (sample.records === 0) return { how: 'empty' };
  const newest = Math.max(...[...sample.writers.values()].map(one => one.newest));
  const own = writer === null ? newest : sample.writers.get(writer)?.newest;
  if (own === undefined) return { how: 'others', records: sample.records, since: newest };
  const since = Math.max(own, grown ?? 0);
  return now - since >= SILENT_AFTER_MS ? { how: 'long', since } : null;
}

/** When each of those who write was last seen, ms, on whichever topic. */
export function lastSeenOf(samples: readonly Sample[]): Map<string, number> {
  const seen = new Map<string, number>();
  for (const { writers } of samples) {
    for (const [writer, { newest }] of writers) seen.set(writer, Math.max(seen.get(writer) ?? 0, newest));
  }
  return seen;
}
