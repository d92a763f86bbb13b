import type { Broken } from './check.ts';

/** What of a fact's record its owner has counted. */
export type Counted = {
  /** Without the prefix. */
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly key: string;
  /** As `ce_id` says it; null: the key was deleted, or nobody can tell. */
  readonly version: number | null;
  /** Milliseconds since the epoch. */
  readonly writtenAt: number;
};

/** Follows how owners count, record by record, as they stand on the log. */
export type VersionCount = {
  /** The next records of a partition, without a gap since the last ones; which of them do not count on. */
  take(of: string, records: readonly Counted[], now: number): Broken[];
  /** What comes next of this partition does not follow what was taken last. */
  skip(of: string): void;
};

type Last = Pick<Counted, 'version' | 'writtenAt'>;

/** Keys of a partition of which the last version is remembered: those that were written last. */
const MOST_KEYS = 2_000;
/**
 * What is younger is never compacted away, ms: `min.compaction.lag.ms` of facts (schemas/settings.ts). A version between two
 * records can be missing only where the first of them is older.
 */
const WHOLE_FOR_MS = 3_600_000;

/** The log is never put right, and a person is told once: so long after it was written a violation is told, ms. */
export const TOLD_FOR_MS = 86_400_000;

/**
 * The law that versions count 1, 2, 3… per key at the owner. One that is not later than the one before breaks it: no reader
 * takes such a fact in. One that leaves some out does, as long as compaction cannot have taken them.
 */
export function countVersions(mostKeys: number = MOST_KEYS): VersionCount {
  const partitions = new Map<string, Map<string, Last>>();

  const remember = (known: Map<string, Last>, key: string, last: Last): void => {
    // At the end: the first are those that were not written for the longest time.
    known.delete(key);
    known.set(key, last);
    if (known.size > mostKeys) known.delete(known.keys().next().value as string);
  };

  return {
    take: (of, records, now) => {
      const known = partitions.get(of) ?? new Map<string, Last>();
      partitions.set(of, known);
      return records.flatMap(record => {
        const { key, version, writtenAt } = record;
        const before = known.get(key)?.version ?? null;
        const since = known.get(key)?.writtenAt ?? 0;
        if (version === null) known.delete(key);
        else remember(known, key, { version, writtenAt });
        if (version === null || before === null || version === before + 1) return [];
        // Whoever looks at it for the first time now may not be the first: it was told then.
        if (now - writtenAt >= TOLD_FOR_MS) return [];
        if (version > before && now - since >= WHOLE_FOR_MS) return [];
        return [brokenBy(record, version, before)];
      });
    },
    skip: of => void partitions.delete(of),
  };
}

function brokenBy({ topic, partition, offset, key }: Counted, version: number, before: number): Broken {
  const what = version > before ? 'some are missing' : 'no reader takes it in';
  const sentence = `version ${version} of it comes after version ${before} in ${topic}, partition ${partition}, offset ${offset}: ${what}`;
  return { law: 'versions', key, topic, sentence };
}

/** The version that an event of an owner names: `orders/ORDER/3`. */
export function versionIn(id: string | null, topic: string, key: string): number | null {
  const begin = `${topic}/${key}/`;
  if (id === null || !id.startsWith(begin)) return null;
  const text = id.slice(begin.length);
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
}
