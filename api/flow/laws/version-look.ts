import type { Log, LogRecord, PartitionOffsets } from '../../../runtime/log/port.ts';
import { headerOf } from '../../../runtime/observe/tracing/records.ts';
import { topicName } from '../../../runtime/topics/spec.ts';
import { MOST_OF_A_LAW, type Violation } from './suspects.ts';
import { type Counted, countVersions, TOLD_FOR_MS, versionIn } from './versions.ts';

/** Looks at what owners have written since the last look. */
export type VersionLook = {
  /** @param facts where the topics of facts begin and end now. */
  take(facts: readonly PartitionOffsets[], now: number): Promise<void>;
  violations(): readonly Violation[];
  /** Whether there may be more than these. */
  more(): boolean;
};

export type VersionLookOptions = {
  readonly log: Pick<Log, 'readPartition'>;
  readonly prefix: string;
  /** What was found before. */
  readonly known: readonly Violation[];
  /** Whether more was found before than is known. Default: no. */
  readonly more?: boolean;
  /** Offsets of a partition at which a look takes a look at most; what lies before them is passed over. Default 2,000: at most 5 % of a core. */
  readonly mostOffsets?: bigint;
};

const MOST_OFFSETS = 2_000n;
/** Whoever looks does not wait for a broker that is away any longer, ms: it goes on from there next time. */
const LOOK_WITHIN_MS = 3_000;
const FETCH_BYTES = 1_048_576;

/**
 * Follows the ends of the topics of facts. Versions are in the headers of records, so no value is decoded: it costs what the
 * fetches do.
 */
export function openVersionLook(options: VersionLookOptions): VersionLook {
  const { log, prefix, known, mostOffsets = MOST_OFFSETS } = options;
  let more = options.more ?? false;
  const count = countVersions();
  const positions = new Map<string, bigint>();
  const found = new Map(known.map(one => [idOf(one), one]));
  const before = topicName(prefix, '').length;

  const begin = (of: string, { start, end }: PartitionOffsets): bigint => {
    const at = positions.get(of);
    if (at !== undefined && end - at <= mostOffsets) return at;
    count.skip(of);
    // At first, what was written while nobody looked.
    const from = end - mostOffsets;
    return from < start ? start : from;
  };

  const lookAt = async (place: PartitionOffsets, now: number): Promise<void> => {
    const { topic, partition, end } = place;
    const of = `${topic} ${partition}`;
    const offset = begin(of, place);
    positions.set(of, offset);
    if (offset >= end) return;
    const signal = AbortSignal.timeout(LOOK_WITHIN_MS);
    const from = { topic, partition, offset };
    for await (const batch of log.readPartition({ from, until: end, maxBytes: FETCH_BYTES, signal })) {
      for (const one of count.take(of, countedIn(batch.records, topic.slice(before)), now)) {
        const id = idOf(one);
        if (!found.has(id) && found.size < MOST_OF_A_LAW) found.set(id, { ...one, since: now });
      }
      positions.set(of, batch.nextOffset);
    }
  };

  return {
    take: async (facts, now) => {
      for (const [id, { since }] of found) if (now - since >= TOLD_FOR_MS) found.delete(id);
      more &&= found.size > 0;
      for (const place of facts) await lookAt(place, now);
    },
    violations: () => [...found.values()],
    more: () => more || found.size >= MOST_OF_A_LAW,
  };
}

const idOf = ({ key, topic }: Pick<Violation, 'key' | 'topic'>): string => JSON.stringify([topic, key]);

/** What its event does not number, as a record of somebody else's, is not counted. */
function countedIn(records: readonly LogRecord[], topic: string): Counted[] {
  return records.flatMap(({ key: bytes, value, headers, partition, offset, timestamp: writtenAt }) => {
    if (bytes === null) return [];
    const key = bytes.toString('utf8');
    const version = value === null ? null : versionIn(headerOf(headers, 'ce_id'), topic, key);
    if (value !== null && version === null) return [];
    return [{ topic, partition, offset, key, version, writtenAt }];
  });
}
