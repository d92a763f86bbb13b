import type { PartitionOffsets } from '../../runtime/log/port.ts';
import type { Reads } from './reads.ts';

export type NewestRecord = {
  readonly partition: number;
  readonly offset: bigint;
  /** Milliseconds since the epoch, as its writer or the broker stamped it. */
  readonly time: number;
};

export type NewestRecords = {
  /** The last record of each partition that has one. */
  of(partitions: readonly PartitionOffsets[]): Promise<readonly NewestRecord[]>;
};

/** Partitions that are looked into at the same time: others who read the log get their turns. */
const AT_ONCE = 3;

/** When each partition got its last record; looked up anew only where its end has moved. */
export function newestRecords(reads: Pick<Reads, 'backward'>): NewestRecords {
  const known = new Map<string, { readonly end: bigint; readonly newest: NewestRecord | null }>();
  const waiting: (() => void)[] = [];
  let working = 0;

  const look = async ({ topic, partition, start, end }: PartitionOffsets): Promise<NewestRecord | null> => {
    if (working >= AT_ONCE) await new Promise<void>(resolve => waiting.push(resolve));
    else working += 1;
    try {
      const [record] = (await reads.backward({ topic, partition, start, before: end, limit: 1 })).records;
      return record === undefined ? null : { partition, offset: record.offset, time: record.timestamp };
    } finally {
      const next = waiting.shift();
      if (next === undefined) working -= 1;
      else next();
    }
  };

  const newestOf = async (one: PartitionOffsets): Promise<NewestRecord | null> => {
    const id = `${one.topic} ${one.partition}`;
    const before = known.get(id);
    // An end that is lower, or the same with a later start, is that of a topic that was made anew or trimmed.
    if (before?.end === one.end && (before.newest === null || before.newest.offset >= one.start)) return before.newest;
    const newest = one.end === one.start ? null : await look(one);
    known.set(id, { end: one.end, newest });
    return newest;
  };

  return {
    of: async partitions => (await Promise.all(partitions.map(newestOf))).filter(one => one !== null),
  };
}
