import type { ReadRecords } from '../../client/paths.ts';
import type { RecordView } from './record-view.ts';

type Answer = ReadRecords['responses'][200]['content']['application/json'];

export type ShownRecord = Answer['records'][number];
export type ShownGap = Answer['gaps'][number] & { readonly partition: number };
export type Asked = NonNullable<ReadRecords['parameters']['query']>;

/** What was read of one partition. */
export type Part = Pick<Answer, 'partition' | 'start' | 'end' | 'records' | 'scanned' | 'gaps' | 'complete'>;

/** A page of one or more partitions. */
export type Browsed = {
  /** By time, in the order of the view; those of one partition by their offsets. */
  readonly records: readonly ShownRecord[];
  readonly gaps: readonly ShownGap[];
  /** The offsets of each partition that the page covers. */
  readonly covered: readonly { readonly partition: number; readonly from: bigint; readonly to: bigint }[];
  /** Whether there is more on this side; a search by key goes on to what is newer only. */
  readonly older: boolean;
  readonly newer: boolean;
  /** False: time or bytes ran out before all was looked at that belongs to the page. */
  readonly complete: boolean;
};

export type Way = 'backward' | 'forward';

/** Which way the log is read for a view: newest first begins at the end, or at an offset, and goes back. */
export function wayOf({ at, key, time, order }: RecordView): Way {
  if (at !== null) return at.way === 'older' ? 'backward' : 'forward';
  return key !== null || time !== null || order === 'oldest' ? 'forward' : 'backward';
}

/** What is asked of the API for a view of a topic: one question a partition. */
export function questionsOf(
  view: RecordView,
  topic: { partitionedBy: string; partitions: readonly object[] },
): Asked[] {
  const { partition, key, offset, time, limit, at } = view;
  const common = { limit, ...(key !== null && { key }) };
  if (at !== null) {
    const side = wayOf(view) === 'backward' ? 'before' : 'offset';
    return [...at.offsets].map(([one, where]) => ({ ...common, partition: one, [side]: where }));
  }
  const from = (): Asked => {
    if (time !== null) return { time: momentOf(time) ?? time };
    if (wayOf(view) === 'forward') return { offset: offset ?? '0' };
    return offset === null ? {} : { before: String(BigInt(offset) + 1n) };
  };
  if (partition !== null) return [{ ...common, ...from(), partition }];
  if (key !== null && topic.partitionedBy === 'key') return [{ ...common, ...from() }];
  return topic.partitions.map((_, one) => ({ ...common, ...from(), partition: one }));
}

/** A time as it was typed, in UTC where it names no zone; null: it is none. */
export function momentOf(typed: string): string | null {
  const zoned = /(?:[zZ]|[+-]\d\d:?\d\d)$/.test(typed) || !/\d:\d\d/.test(typed) ? typed : `${typed}Z`;
  const at = Date.parse(zoned.replace(' ', 'T'));
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

/**
 * One page of what was read of several partitions: the records that come first on the way, as many as it holds, and of
 * each partition just the offsets up to there, so that the next page goes on with what this one left out.
 */
export function browsed(parts: readonly Part[], view: RecordView): Browsed {
  const way = wayOf(view);
  const left = parts.map(part => ({
    part,
    records: way === 'forward' ? [...part.records] : part.records.toReversed(),
  }));
  const taken: ShownRecord[] = [];
  while (taken.length < view.limit) {
    const next = left
      .filter(({ records }) => records.length > 0)
      .reduce<(typeof left)[number] | null>(
        (best, one) => (best === null || isFirst(one, best, way) ? one : best),
        null,
      );
    if (next === null) break;
    taken.push(next.records.shift() as ShownRecord);
  }
  const covered = left.map(({ part: { partition, scanned }, records: [next] }) => {
    const [from, to] = [BigInt(scanned.from), BigInt(scanned.to)];
    if (next === undefined) return { partition, from, to };
    const offset = BigInt(next.offset);
    return way === 'forward' ? { partition, from, to: offset } : { partition, from: offset + 1n, to };
  });
  const within = (partition: number) => covered.find(one => one.partition === partition);
  const gaps = parts.flatMap(part =>
    part.gaps
      .filter(({ from, to }) => {
        const range = within(part.partition);
        return range !== undefined && BigInt(from) >= range.from && BigInt(to) <= range.to;
      })
      .map(gap => ({ ...gap, partition: part.partition })),
  );
  const reads = view.order === 'oldest' ? 'forward' : 'backward';
  return {
    records: way === reads ? taken : taken.toReversed(),
    gaps,
    covered,
    older: view.key === null && parts.some((part, n) => (covered[n]?.from ?? 0n) > BigInt(part.start)),
    newer: parts.some((part, n) => (covered[n]?.to ?? 0n) < BigInt(part.end)),
    complete: parts.every(({ complete }) => complete),
  };
}

type Left = { readonly part: Part; readonly records: readonly ShownRecord[] };

/** Which of two partitions' next records comes first on the way. */
function isFirst({ records: [one] }: Left, { records: [other] }: Left, way: Way): boolean {
  if (one === undefined || other === undefined) return one !== undefined;
  return way === 'forward' ? one.time < other.time : one.time > other.time;
}

/** The views of the pages beside this one. */
export function besides(view: RecordView, { covered, older, newer }: Browsed) {
  const to = (way: 'older' | 'newer'): RecordView => ({
    ...view,
    offset: null,
    time: null,
    at: {
      way,
      offsets: new Map(covered.map(one => [one.partition, String(way === 'older' ? one.from : one.to)])),
    },
  });
  return { older: older ? to('older') : null, newer: newer ? to('newer') : null };
}
