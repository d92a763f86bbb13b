import { LongplayError } from '../../runtime/errors.ts';
import { LogError } from '../../runtime/log/errors.ts';
import { partitionFor } from '../../runtime/log/partitioner.ts';
import type { HiddenOffsets, LogRecord, PartitionOffsets } from '../../runtime/log/port.ts';
import type { FoundTopic } from './context.ts';
import { type Gap, gapsIn } from './gaps.ts';
import type { Reads } from './reads.ts';

export type RecordQuery = {
  readonly partition?: number;
  readonly offset?: string;
  readonly before?: string;
  readonly time?: string;
  readonly key?: string;
  readonly limit?: number;
  readonly cursor?: string;
};

export type RecordPage = {
  readonly partition: number;
  readonly start: bigint;
  readonly end: bigint;
  readonly records: readonly LogRecord[];
  readonly scanned: { readonly from: bigint; readonly to: bigint };
  /** None where a key was asked for. */
  readonly gaps: readonly Gap[];
  readonly complete: boolean;
  readonly olderCursor: string | null;
  readonly newerCursor: string;
};

type Place = { readonly way: 'forward' | 'backward'; readonly partition: number; readonly offset: bigint };

const DEFAULT_LIMIT = 20;

/**
 * A page of a topic's records. Pages lie side by side: the older one of a page ends where it begins.
 *
 * @throws LP_API_INPUT_INVALID, LP_API_NOT_FOUND, LP_API_UNAVAILABLE, LogError
 */
export async function recordPage(reads: Reads, topic: FoundTopic, query: RecordQuery): Promise<RecordPage> {
  for (let again = 2; ; again -= 1) {
    try {
      return await pageOnce(reads, topic, query);
    } catch (error) {
      // A request topic was trimmed between the look at its start and the read.
      if (!(error instanceof LogError) || error.kind !== 'fatal' || again === 0) throw error;
    }
  }
}

async function pageOnce(reads: Reads, topic: FoundTopic, query: RecordQuery): Promise<RecordPage> {
  const all = await reads.offsets(topic.full);
  const place = await placeOf(reads, topic, query, all);
  const found = all[place.partition];
  if (found === undefined) {
    throw new LongplayError('LP_API_NOT_FOUND', `${topic.definition.name} has no partition ${place.partition}.`);
  }
  const { partition, start, end } = found;
  const at = within(place.offset, start, end);
  const { limit = DEFAULT_LIMIT, key } = query;
  if (place.way === 'backward') {
    const piece = await reads.backward({ topic: topic.full, partition, start, before: at, limit });
    const complete = piece.records.length === limit || piece.from === start;
    return pageOf(found, piece, { from: piece.from, to: at }, complete);
  }
  const wanted = key === undefined ? {} : { wanted: isOf(key) };
  const from = { topic: topic.full, partition, offset: at };
  const piece = await reads.forward({ from, until: end, limit, ...wanted });
  const complete = piece.records.length === limit || piece.nextOffset >= end;
  const page = pageOf(found, piece, { from: at, to: piece.nextOffset }, complete);
  return key === undefined ? page : { ...page, gaps: [], olderCursor: null };
}

function pageOf(
  { partition, start, end }: PartitionOffsets,
  { records, hidden }: { readonly records: readonly LogRecord[]; readonly hidden: readonly HiddenOffsets[] },
  scanned: RecordPage['scanned'],
  complete: boolean,
): RecordPage {
  return {
    partition,
    start,
    end,
    records,
    scanned,
    gaps: gapsIn(scanned, records, hidden),
    complete,
    olderCursor: scanned.from > start ? `b${partition}.${scanned.from}` : null,
    newerCursor: `f${partition}.${scanned.to}`,
  };
}

async function placeOf(
  reads: Reads,
  { definition, full, partitions }: FoundTopic,
  query: RecordQuery,
  all: readonly PartitionOffsets[],
): Promise<Place> {
  const { key, offset, time, before, cursor } = query;
  if (cursor !== undefined) {
    const found = /^([fb])(\d{1,6})\.(\d{1,19})$/.exec(cursor);
    if (found === null || (key !== undefined && found[1] === 'b')) throw invalid('The cursor is none of this list.');
    const way = found[1] === 'f' ? 'forward' : 'backward';
    return { way, partition: Number(found[2]), offset: BigInt(found[3] as string) };
  }
  const ofKey = key !== undefined && definition.partitionedBy === 'key' ? partitionOf(key, partitions) : undefined;
  const partition = query.partition ?? ofKey;
  if (partition === undefined) {
    throw invalid(
      definition.partitionedBy === 'key'
        ? 'Name a `partition`, or a `key`.'
        : `Name a \`partition\`: in ${definition.name}, keys do not tell it.`,
    );
  }
  if (offset !== undefined && time !== undefined) throw invalid('Name an `offset` or a `time`, not both.');
  if (before !== undefined) {
    const other = [offset, time, key].some(one => one !== undefined);
    if (other) throw invalid('`before` goes backwards: name no `offset`, `time` or `key` with it.');
    return { way: 'backward', partition, offset: BigInt(before) };
  }
  if (offset !== undefined) return { way: 'forward', partition, offset: BigInt(offset) };
  if (time !== undefined) {
    const positions = await reads.offsetsAt(full, Date.parse(time));
    return { way: 'forward', partition, offset: positions.find(one => one.partition === partition)?.offset ?? 0n };
  }
  if (key !== undefined) return { way: 'forward', partition, offset: 0n };
  return { way: 'backward', partition, offset: all[partition]?.end ?? 0n };
}

const partitionOf = (key: string, partitions: number): number => partitionFor(Buffer.from(key, 'utf8'), partitions);

const isOf = (key: string): ((record: LogRecord) => boolean) => {
  const bytes = Buffer.from(key, 'utf8');
  return record => record.key?.equals(bytes) === true;
};

const within = (offset: bigint, start: bigint, end: bigint): bigint =>
  offset < start ? start : offset > end ? end : offset;

const invalid = (message: string): LongplayError => new LongplayError('LP_API_INPUT_INVALID', message);
