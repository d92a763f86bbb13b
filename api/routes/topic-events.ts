import type { FastifyPluginAsync } from 'fastify';
import type { Follow } from '../follow/context.ts';
import type { TopicTail } from '../follow/tail.ts';
import { followTopic, positionsOf } from '../follow/topic-follower.ts';
import { object, problemAnswer } from './schemas.ts';
import { exampleOf, lastEventId, streamAnswers } from './sse-schemas.ts';
import { exampleRecord, topicParams } from './topic-schemas.ts';

const schema = {
  operationId: 'followTopic',
  summary: 'Follow a topic, record by record',
  description:
    'Server-sent events: `record` for each record as `GET /topics/{name}/records` shows it, personal texts as ciphertext. The id says where the client is in each partition, so coming back with it (Last-Event-ID) misses nothing and repeats nothing, on any instance. A client that is slow is told from the log, at its own pace; one that takes nothing for 30 s is dropped, and comes back. `gap`: these offsets were deleted before they could be told. Records are in order within their partition.',
  tags: ['topics'],
  params: topicParams,
  querystring: object({
    from: {
      type: 'string',
      enum: ['beginning', 'now'],
      description: 'Where a client without Last-Event-ID begins. Default now.',
      examples: ['now'],
    },
  }),
  headers: lastEventId,
  response: {
    ...streamAnswers('The records, as they come.', exampleOf('4f1c2a90-2s.1b.0', 'record', exampleRecord)),
    410: problemAnswer('The topic was made anew since that event.', 'LP_API_EVENTS_GONE'),
  },
};

type Asked = {
  Params: { name: string };
  Querystring: { from?: 'beginning' | 'now' };
  Headers: { 'last-event-id'?: string };
};

export const topicEventRoutes: FastifyPluginAsync<{ follow: Follow }> = async (app, { follow }) => {
  const { reads, tails, streams } = follow;

  app.get<Asked>(
    '/topics/:name/events',
    // Its headers would be followed by nothing, for as long as the stream goes on.
    { schema, config: { needs: ['operator'], unlimited: true }, exposeHeadRoute: false },
    async (request, reply) => {
      const place = streams.take(request.caller);
      let tail: TopicTail | null = null;
      try {
        const { definition, full, id } = await follow.topic(request.params.name);
        tail = await tails.hold(full);
        const topic = { name: full, id };
        const lastEventId = request.headers['last-event-id'] ?? null;
        const at = await positionsOf({ topic, tail, reads, lastEventId, from: request.query.from ?? 'now' });
        const stream = place.open(reply);
        try {
          await followTopic({ topic, tail, reads, stream, at, show: follow.show(definition, false) });
        } catch (err) {
          request.log.warn({ err }, 'a topic cannot be followed for the moment; its client comes back');
        } finally {
          stream.end();
        }
      } finally {
        tail?.release();
        place.release();
      }
    },
  );
};
