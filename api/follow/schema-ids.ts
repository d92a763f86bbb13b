import { schemaIdIn } from '../../runtime/codec/wire.ts';
import { LongplayError } from '../../runtime/errors.ts';
import type { LogRecord } from '../../runtime/log/port.ts';
import type { FoundTopic } from './context.ts';
import type { Reads } from './reads.ts';

export type Place = { readonly partition: number; readonly offset: string };

/** Records that are written with one schema, among those that were looked at. */
export type IdSeen = { readonly id: number; readonly records: number; readonly first: Place; readonly last: Place };

export type IdsSeen = {
  readonly schemas: readonly IdSeen[];
  readonly tombstones: number;
  /** Values that are not in the registry's format. */
  readonly foreign: number;
  readonly partitions: readonly {
    readonly partition: number;
    readonly from: string;
    readonly to: string;
    readonly end: string;
  }[];
  /** Goes on where this look has ended, and counts on. Null: all was looked at, to the end as it was at the beginning. */
  readonly cursor: string | null;
};

/** What a cursor carries: what was seen so far, and where each partition is. */
type Seen = {
  readonly partitions: { from: string; at: string; end: string }[];
  readonly ids: Record<string, { records: number; first: Place; last: Place }>;
  tombstones: number;
  foreign: number;
};

/** One look takes so long, and up to one read of the log more, ms. */
const WITHIN_MS = 2_000;

/**
 * By which schemas records of a topic are written, from its start to where it ends now: as much as fits into one look,
 * with a cursor to go on.
 *
 * @throws LP_API_INPUT_INVALID, LP_API_UNAVAILABLE, LogError
 */
export async function schemaIdsIn(
  reads: Reads,
  { full }: Pick<FoundTopic, 'full'>,
  cursor: string | undefined,
  within: number = WITHIN_MS,
): Promise<IdsSeen> {
  const ends = await reads.offsets(full);
  const seen =
    cursor === undefined
      ? begun(ends.map(({ start, end }) => ({ from: String(start), at: String(start), end: String(end) })))
      : seenBefore(cursor, ends.length);
  const deadline = Date.now() + within;
  const wanted = (record: LogRecord): boolean => {
    count(seen, record);
    return false;
  };
  for (const [partition, part] of seen.partitions.entries()) {
    const start = ends[partition]?.start ?? 0n;
    let at = BigInt(part.at) < start ? start : BigInt(part.at);
    const until = BigInt(part.end);
    while (at < until && Date.now() < deadline) {
      const from = { topic: full, partition, offset: at };
      at = (await reads.forward({ from, until, limit: Number.POSITIVE_INFINITY, wanted })).nextOffset;
    }
    part.at = String(at < until ? at : until);
  }
  return shown(seen);
}

const begun = (partitions: Seen['partitions']): Seen => ({ partitions, ids: {}, tombstones: 0, foreign: 0 });

function count(seen: Seen, { value, partition, offset }: LogRecord): void {
  if (value === null) {
    seen.tombstones += 1;
    return;
  }
  const id = schemaIdIn(value);
  if (id === null) {
    seen.foreign += 1;
    return;
  }
  const here = { partition, offset: String(offset) };
  const known = seen.ids[id];
  if (known === undefined) seen.ids[id] = { records: 1, first: here, last: here };
  else {
    known.records += 1;
    known.last = here;
  }
}

function shown(seen: Seen): IdsSeen {
  const { partitions, ids, tombstones, foreign } = seen;
  const isDone = partitions.every(({ at, end }) => BigInt(at) >= BigInt(end));
  return {
    schemas: Object.entries(ids).map(([id, one]) => ({ id: Number(id), ...one })),
    tombstones,
    foreign,
    partitions: partitions.map(({ from, at, end }, partition) => ({ partition, from, to: at, end })),
    cursor: isDone ? null : Buffer.from(JSON.stringify(seen)).toString('base64url'),
  };
}

function seenBefore(cursor: string, partitions: number): Seen {
  try {
    const seen = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as Seen;
    if (seen.partitions.length === partitions && seen.partitions.every(isPart) && typeof seen.ids === 'object') {
      return { ...seen, ids: { ...seen.ids } };
    }
  } catch {
    // Told below.
  }
  throw new LongplayError('LP_API_INPUT_INVALID', 'The cursor is none of this topic.');
}

const isPart = (part: Seen['partitions'][number]): boolean =>
  [part.from, part.at, part.end].every(one => /^\d{1,19}$/.test(one));
