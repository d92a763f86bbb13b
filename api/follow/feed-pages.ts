import type { LogRecord, PartitionOffsets } from '../../runtime/log/port.ts';
import type { AtomEntry, AtomLink } from './atom.ts';
import type { ShownRecord } from './shown-record.ts';

/**
 * Offsets of one archived page. A page is a fixed range of offsets, whatever compaction leaves of it: so it has the same
 * address for ever, and the same chain of pages leads past it.
 */
export const PAGE = 100;
/** A larger value is not written into its entry, which then says where it lies. */
const LARGEST_CONTENT = 64 * 1024;

export type Pages = {
  /** The oldest page that is kept, by number, and the newest one that will not grow any more; none: last < first. */
  readonly first: number;
  readonly last: number;
  /** Where the current feed begins: behind the last page, so it holds fewer than two pages. */
  readonly currentFrom: bigint;
};

/** The newest full page belongs to the current feed still, so that a consumer seldom has to look into the archive. */
export function pagesOf({ start, end }: Pick<PartitionOffsets, 'start' | 'end'>): Pages {
  const size = BigInt(PAGE);
  const full = end / size;
  const last = Number(full) - 2;
  const first = Number(start / size);
  const from = BigInt(Math.max(last + 1, first)) * size;
  return { first, last, currentFrom: from > start ? from : start };
}

/** Of a page, or of the current feed (null). */
export function archiveLinks(feed: string, { first, last }: Pages, page: number | null): AtomLink[] {
  const previous = page === null ? last : page - 1;
  const links: AtomLink[] = [];
  if (previous >= first) links.push({ rel: 'prev-archive', href: `${feed}/pages/${previous}` });
  if (page !== null && page < last) links.push({ rel: 'next-archive', href: `${feed}/pages/${page + 1}` });
  return links;
}

export type EntriesOptions = {
  readonly prefix: string;
  /** The broker's own id: a topic that is made anew has other entries. */
  readonly topicId: string;
  readonly records: readonly LogRecord[];
  readonly shown: readonly ShownRecord[];
};

/** An entry for each record; its id is its place, which no other record ever has. */
export function entriesOf({ prefix, topicId, records, shown }: EntriesOptions): AtomEntry[] {
  return shown.map((one, index) => {
    const { topic, partition, offset, time, key, tombstone, value, undecodable, schemaId } = one;
    const type = one.headers.find(({ name }) => name === 'ce_type')?.value ?? (tombstone ? 'deleted' : 'record');
    const large = (records[index]?.value?.length ?? 0) > LARGEST_CONTENT;
    return {
      id: `urn:longplay:${encodeURIComponent(`${prefix}.${topic}`)}:${encodeURIComponent(topicId)}:${partition}:${offset}`,
      title: `${type} ${key ?? ''}`.trim(),
      updated: time,
      link: `/topics/${topic}/records?partition=${partition}&offset=${offset}&limit=1`,
      content: large ? null : { topic, partition, offset, key, tombstone, schemaId, value, undecodable },
    };
  });
}
