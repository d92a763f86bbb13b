import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { LongplayError } from '../../runtime/errors.ts';
import type { PartitionOffsets } from '../../runtime/log/port.ts';
import { topicOf } from '../../runtime/tasks/engine.ts';
import type { TopicDefinition } from '../../schemas/topic-definition.ts';
import { topics } from '../../schemas/topics.ts';
import { afterListening } from '../after-listening.ts';
import type { Follow, FoundTopic } from '../follow/context.ts';
import { type NewestRecord, newestRecords } from '../follow/newest.ts';
import { type RecordPage, type RecordQuery, recordPage } from '../follow/record-page.ts';
import { answer, list, listAnswers, object, readAnswers } from './schemas.ts';
import { recordsAnswer, recordsQuery, topicParams } from './topic-schemas.ts';

const tags = ['topics'];

const topicFields = {
  name: { type: 'string', description: 'Without the installation’s prefix.' },
  kind: {
    type: 'string',
    enum: ['facts', 'requests'],
    description:
      '`facts`: what happened, compacted for ever. `requests`: what is asked or answered, trimmed once all have read it.',
  },
  key: { type: 'string', description: 'What the key says.' },
  partitionedBy: { type: 'string', enum: ['key', 'input'] },
  writtenBy: list({ type: 'string' }),
  holds: { type: 'string' },
  cleanup: { type: 'string', description: '`compact`: the newest record of each key is kept; `delete`: trimmed.' },
  newest: {
    ...answer({
      partition: { type: 'integer' },
      offset: { type: 'string' },
      time: { type: 'string', format: 'date-time', description: 'As its writer or the broker stamped it.' },
    }),
    type: ['object', 'null'],
    description: 'Its newest record. Null: it has none, or it was not asked for.',
  },
  links: { type: 'object', additionalProperties: { type: 'string' } },
} as const;

const partition = answer({
  partition: { type: 'integer' },
  start: { type: 'string', description: 'The first offset that is kept.' },
  end: { type: 'string', description: 'The last stable offset: where the next record will be, at the least.' },
});

const exampleTopic = {
  name: 'orders',
  kind: 'facts',
  key: 'order id',
  partitionedBy: 'key',
  writtenBy: ['orders'],
  holds: 'the order, from RECEIVED to its end, with what it knows of its neighbours',
  cleanup: 'compact',
  partitions: [{ partition: 0, start: '0', end: '42' }],
  newest: { partition: 0, offset: '41', time: '2026-11-21T10:00:00.000Z' },
  links: { self: '/topics/orders', records: '/topics/orders/records', events: '/topics/orders/events' },
};

const topicAnswer = {
  ...answer({ ...topicFields, partitions: list(partition, 'None: the brokers do not have it.') }),
  examples: [exampleTopic],
};

const newestQuery = object({
  newest: {
    type: 'boolean',
    description: 'Adds the newest record’s place and time. Default false: it takes reads of the log.',
    examples: [true],
  },
});

const listSchema = {
  operationId: 'listTopics',
  summary: 'List every topic',
  description: 'The catalogue: who writes each topic and what it holds, with where it begins and ends now.',
  tags,
  querystring: newestQuery,
  response: listAnswers(answer({ topics: list(topicAnswer) }), 'In the order of the catalogue.'),
};

const readSchema = {
  operationId: 'readTopic',
  summary: 'Read what a topic is, and where it ends',
  description: 'One entry of the catalogue, with the offsets of each partition as they are now.',
  tags,
  params: topicParams,
  querystring: newestQuery,
  response: readAnswers(topicAnswer, 'The topic.'),
};

const recordsSchema = {
  operationId: 'readRecords',
  summary: 'Browse the records of a topic',
  description:
    'By offset, by time, by key, or the newest ones; decoded and raw. Only what is committed. A page takes a bounded time: where that runs out, `complete` is false, `scanned` says what was looked at, and the cursor goes on there. Personal texts are ciphertext, unless an admin asks for `open`.',
  tags,
  params: topicParams,
  querystring: recordsQuery,
  response: readAnswers(recordsAnswer, 'A page of one partition.'),
};

type Named = { Params: { name: string } };
type Looked = { Querystring: { readonly newest?: boolean } };
type Asked = Named & { Querystring: RecordQuery & { readonly open?: boolean } };

/** What is on the log: the catalogue, and the records themselves. */
export const topicRoutes: FastifyPluginAsync<{ follow: Follow }> = async (app, { follow }) => {
  const { reads, log, prefix } = follow;
  const config = { needs: ['operator'] } as const;
  const newest = newestRecords(reads);

  const shownWith = async (definition: TopicDefinition, partitions: readonly PartitionOffsets[], asked = false) =>
    shownTopic(definition, partitions, asked ? await newest.of(partitions) : []);

  // What nobody has asked about before is looked up record by record, and each topic's schemas are fetched once.
  afterListening(app, async () => {
    for (const definition of topics) {
      const full = topicOf({ prefix }, definition.name);
      const partitions = await reads.offsets(full);
      await newest.of(partitions);
      const [last] = partitions.filter(({ start, end }) => end > start);
      if (last === undefined) continue;
      const { partition, start, end } = last;
      const { records } = await reads.backward({ topic: full, partition, start, before: end, limit: 1 });
      await follow.show(definition, false)(records);
    }
  });

  app.get<Looked>('/topics', { schema: listSchema, config }, async (request, reply) => {
    const there = await log.admin.describeTopics(topics.map(({ name }) => topicOf({ prefix }, name)));
    const names = new Set(there.map(({ name }) => name));
    reply.header('cache-control', 'no-store');
    return {
      topics: await Promise.all(
        topics.map(async definition => {
          const full = topicOf({ prefix }, definition.name);
          return shownWith(definition, names.has(full) ? await reads.offsets(full) : [], request.query.newest);
        }),
      ),
    };
  });

  app.get<Named & Looked>('/topics/:name', { schema: readSchema, config }, async (request, reply) => {
    const { definition, full } = await follow.topic(request.params.name);
    reply.header('cache-control', 'no-store');
    return shownWith(definition, await reads.offsets(full), request.query.newest);
  });

  app.get<Asked>('/topics/:name/records', { schema: recordsSchema, config }, async (request, reply) => {
    const { open = false, ...query } = request.query;
    const topic = await follow.topic(request.params.name);
    if (open) mayOpen(request);
    const page = await recordPage(reads, topic, query);
    if (open) tellOpened(request, topic, page);
    reply.header('cache-control', 'no-store');
    return {
      ...page,
      topic: topic.definition.name,
      start: String(page.start),
      end: String(page.end),
      scanned: { from: String(page.scanned.from), to: String(page.scanned.to) },
      gaps: page.gaps.map(({ from, to, what }) => ({ from: String(from), to: String(to), what })),
      records: await follow.show(topic.definition, open)(page.records),
    };
  });
};

function mayOpen(request: FastifyRequest): void {
  if (!request.caller.scopes.has('admin')) {
    throw new LongplayError('LP_API_FORBIDDEN', 'Personal texts are opened for the scope admin only.');
  }
}

/** Who sees which records opened, on the log before he does. The key: what he searched by. */
function tellOpened({ caller, query, log }: FastifyRequest, { definition }: FoundTopic, page: RecordPage): void {
  const { key = null } = query as RecordQuery;
  const { partition, records } = page;
  const actor = { kind: caller.kind, id: caller.id };
  const offsets = records.map(({ offset }) => String(offset));
  log.info({ actor, topic: definition.name, partition, offsets, key }, 'personal texts of records are opened');
}

function shownTopic(
  definition: TopicDefinition,
  partitions: readonly PartitionOffsets[],
  newest: readonly NewestRecord[],
) {
  const { name, kind, key, partitionedBy, owner, alsoWrittenBy, holds } = definition;
  const self = `/topics/${name}`;
  const last = newest.reduce<NewestRecord | null>((a, b) => (a === null || b.time > a.time ? b : a), null);
  return {
    name,
    kind,
    key,
    partitionedBy,
    writtenBy: [owner, ...alsoWrittenBy],
    holds,
    cleanup: kind === 'facts' ? 'compact' : 'delete',
    partitions: partitions.map(one => ({ partition: one.partition, start: String(one.start), end: String(one.end) })),
    newest:
      last === null
        ? null
        : { partition: last.partition, offset: String(last.offset), time: new Date(last.time).toISOString() },
    links: { self, records: `${self}/records`, events: `${self}/events` },
  };
}
