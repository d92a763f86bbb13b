import { createHash } from 'node:crypto';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { LongplayError } from '../../runtime/errors.ts';
import type { LogRecord } from '../../runtime/log/port.ts';
import { holds } from '../conditional.ts';
import { ATOM, type AtomEntry, type AtomFeed, atomText } from '../follow/atom.ts';
import type { Follow, FoundTopic } from '../follow/context.ts';
import { archiveLinks, entriesOf, PAGE, pagesOf } from '../follow/feed-pages.ts';
import { feedSchema, indexSchema, pageSchema } from './feed-schemas.ts';

/**
 * An archived page gets nothing new, but what it shows can change: compaction takes from it, and values are shown as the
 * newest schema sees them. So it is kept for a while, and asked about by its ETag then.
 */
const ARCHIVED = 'private, max-age=300';
/** The newest archived page does not name the one after it yet; the current feed changes at any time. */
const CURRENT = 'private, no-cache';

type Named = { Params: { topic: string } };
type Numbered = { Params: { topic: string; partition: number } };
type Paged = { Params: { topic: string; partition: number; page: number } };

/** Fact topics as Atom feeds, for those who have no Kafka. */
export const feedRoutes: FastifyPluginAsync<{ follow: Follow }> = async (app, { follow }) => {
  const { reads } = follow;
  const config = { needs: ['operator'] } as const;

  const found = async (name: string): Promise<FoundTopic> => {
    const topic = await follow.topic(name);
    if (topic.definition.kind === 'facts') return topic;
    throw new LongplayError('LP_API_NOT_FOUND', `${name} holds requests; only topics of facts have a feed.`);
  };

  const partitionOf = async ({ definition, full }: FoundTopic, partition: number) => {
    const one = (await reads.offsets(full))[partition];
    if (one !== undefined) return one;
    throw new LongplayError('LP_API_NOT_FOUND', `${definition.name} has no partition ${partition}.`);
  };

  const entriesFor = async (topic: FoundTopic, records: readonly LogRecord[]): Promise<AtomEntry[]> => {
    const shown = await follow.show(topic.definition, false)(records);
    return entriesOf({ prefix: follow.prefix, topicId: topic.id, records, shown });
  };

  /** Every entry of a range of offsets, the newest first; piece by piece, since records may be large. */
  const entriesIn = async (topic: FoundTopic, partition: number, from: bigint, until: bigint): Promise<AtomEntry[]> => {
    const entries: AtomEntry[] = [];
    for (let offset = from; offset < until; ) {
      const position = { topic: topic.full, partition, offset };
      const { records, nextOffset } = await reads.forward({ from: position, until, limit: PAGE });
      if (nextOffset === offset) throw new LongplayError('LP_API_UNAVAILABLE', 'The page could not be read in time.');
      entries.push(...(await entriesFor(topic, records)));
      offset = nextOffset;
    }
    return entries.toReversed();
  };

  app.get<Named>('/feeds/:topic', { schema: indexSchema, config }, async (request, reply) => {
    const topic = await found(request.params.topic);
    const { name } = topic.definition;
    const self = `/feeds/${name}`;
    const all = await reads.offsets(topic.full);
    const pieces = await Promise.all(
      all.map(({ partition, start, end }) =>
        reads.backward({ topic: topic.full, partition, start, before: end, limit: PAGE }),
      ),
    );
    const newest = pieces
      .flatMap(piece => piece.records)
      .sort((one, other) => other.timestamp - one.timestamp)
      .slice(0, PAGE);
    const entries = await entriesFor(topic, newest);
    const parts = all.map(({ partition }) => ({ rel: 'related', href: `${self}/${partition}` }));
    const links = [{ rel: 'self', href: self }, ...parts];
    return send(request, reply, topic, { id: idOf(topic), title: name, isArchive: false, links, entries });
  });

  app.get<Numbered>('/feeds/:topic/:partition', { schema: feedSchema, config }, async (request, reply) => {
    const topic = await found(request.params.topic);
    const one = await partitionOf(topic, request.params.partition);
    const pages = pagesOf(one);
    const entries = await entriesIn(topic, one.partition, pages.currentFrom, one.end);
    const { name } = topic.definition;
    const self = `/feeds/${name}/${one.partition}`;
    const links = [{ rel: 'self', href: self }, { rel: 'current', href: self }, ...archiveLinks(self, pages, null)];
    return send(request, reply, topic, {
      id: `${idOf(topic)}:${one.partition}`,
      title: `${name}, partition ${one.partition}`,
      isArchive: false,
      links,
      entries,
    });
  });

  app.get<Paged>('/feeds/:topic/:partition/pages/:page', { schema: pageSchema, config }, async (request, reply) => {
    const { page } = request.params;
    const topic = await found(request.params.topic);
    const one = await partitionOf(topic, request.params.partition);
    const pages = pagesOf(one);
    if (page < pages.first || page > pages.last) {
      const where = `Archived pages of this partition are ${pages.first} to ${pages.last}.`;
      throw new LongplayError('LP_API_NOT_FOUND', pages.last < pages.first ? 'Nothing is archived yet.' : where);
    }
    const low = BigInt(page) * BigInt(PAGE);
    const offset = low > one.start ? low : one.start;
    const until = low + BigInt(PAGE);
    const entries = await entriesIn(topic, one.partition, offset, until);
    const { name } = topic.definition;
    const feed = `/feeds/${name}/${one.partition}`;
    const links = [
      { rel: 'self', href: `${feed}/pages/${page}` },
      { rel: 'current', href: feed },
      ...archiveLinks(feed, pages, page),
    ];
    return send(request, reply, topic, {
      id: `${idOf(topic)}:${one.partition}`,
      title: `${name}, partition ${one.partition}, page ${page}`,
      isArchive: true,
      links,
      entries,
      cache: page < pages.last ? ARCHIVED : CURRENT,
    });
  });
};

const NEVER = '1970-01-01T00:00:00.000Z';

function send(
  request: FastifyRequest,
  reply: FastifyReply,
  topic: FoundTopic,
  { cache = CURRENT, ...feed }: Omit<AtomFeed, 'updated' | 'author'> & { readonly cache?: string },
): FastifyReply {
  // Of an empty feed nothing is known to have changed, ever.
  const updated =
    feed.entries
      .map(one => one.updated)
      .sort()
      .at(-1) ?? NEVER;
  const text = atomText({ ...feed, updated, author: topic.definition.owner });
  const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`;
  reply.header('etag', etag).header('cache-control', cache);
  if (holds(request.headers['if-none-match'], etag)) return reply.code(304).send();
  return reply.type(ATOM).send(text);
}

const idOf = ({ id, full }: FoundTopic): string => `urn:longplay:${encodeURIComponent(full)}:${encodeURIComponent(id)}`;
