import { LongplayError } from '../../errors.ts';
import { partitionFor } from '../../log/partitioner.ts';
import type { Log, LogRecord, TopicPartition } from '../../log/port.ts';
import { topicName } from '../../topics/spec.ts';
import type { Projection } from '../definition.ts';

/** The log, and whose topics on it. */
type Source = { readonly log: Log; readonly prefix: string };

/** A partition in which a key may stand, and what it has of it as far as it was read. */
export type Place = TopicPartition & {
  readonly start: bigint;
  readonly end: bigint;
  readonly records: LogRecord[];
};

/** Where the records of a key may be: in each topic the partition of its hash, or any, where the projection says so. */
export async function placesOf(
  { log, prefix }: Source,
  { topics, scattered }: Pick<Projection, 'topics' | 'scattered'>,
  key: string,
): Promise<Place[]> {
  const placesIn = async (name: string): Promise<Place[]> => {
    const topic = topicName(prefix, name);
    const all = await log.admin.offsets(topic);
    const hashed = partitionFor(Buffer.from(key), all.length);
    return all
      .filter(({ partition }) => scattered === true || partition === hashed)
      .map(({ partition, start, end }) => ({ topic, partition, start, end, records: [] }));
  };
  return (await Promise.all(topics.map(placesIn))).flat();
}

/** Records of a key between two offsets. */
export async function recordsOf(
  { log }: Pick<Source, 'log'>,
  { topic, partition }: TopicPartition,
  key: string,
  offset: bigint,
  until: bigint,
  signal?: AbortSignal,
): Promise<LogRecord[]> {
  const wanted = Buffer.from(key);
  const found: LogRecord[] = [];
  const range = { from: { topic, partition, offset }, until, ...(signal && { signal }) };
  for await (const { records } of log.readPartition(range)) {
    for (const record of records) if (record.key?.equals(wanted) === true) found.push(record);
  }
  signal?.throwIfAborted();
  return found;
}

/**
 * Those of which its rows are made: a key stands in one of the topics, and what the others know of it, which is nothing,
 * must not delete its rows.
 *
 * @throws LP_PROJECTION_KEY_TRIMMED A row of it may be of a record that retention has deleted, or of none.
 */
export function knownOf<P extends { readonly records: readonly LogRecord[] }>(
  projection: string,
  key: string,
  places: readonly Pick<Place, 'start'>[],
  found: readonly P[],
): readonly P[] {
  const known = found.filter(({ records }) => records.length > 0);
  if (known.length > 0) return known;
  if (places.every(({ start }) => start === 0n)) return found.slice(0, 1);
  const message = `The log has nothing of ${key} any more that ${projection} could be made of.`;
  throw new LongplayError('LP_PROJECTION_KEY_TRIMMED', message);
}
