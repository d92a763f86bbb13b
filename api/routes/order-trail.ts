import type { FastifyPluginAsync } from 'fastify';
import type { Shop } from '../context.ts';
import type { Follow } from '../follow/context.ts';
import { type TrailEvent, traceIdOf } from '../trail/event.ts';
import { eventsOf } from '../trail/events-of.ts';
import { trailSearch } from '../trail/search.ts';
import { sendNotFound } from './not-found.ts';
import { trailReads } from './order-trail-reads.ts';
import { trailSchema } from './order-trail-schemas.ts';

type Asked = { Params: { orderId: string } };

/** All that the log has of an order. */
export const orderTrailRoutes: FastifyPluginAsync<{ shop: Shop; follow: Follow }> = async (app, { shop, follow }) => {
  const reads = trailReads(shop.database, follow.prefix);
  const search = trailSearch(follow);

  app.get<Asked>(
    '/orders/:orderId/trail',
    { schema: trailSchema, config: { needs: ['operator'] } },
    async (request, reply) => {
      const { orderId } = request.params;
      const { told, known, views } = await reads(orderId);
      const searched = await search(orderId, known);
      const { events, dropped } = eventsOf(
        orderId,
        searched.flatMap(({ records }) => records),
        told,
      );
      if (events.length === 0) return sendNotFound(shop, reply, 'The order', orderId);
      reply.header('cache-control', 'no-store');
      return {
        orderId,
        events: events.map(shownEvent),
        dropped,
        views: views.map(({ name, topic, version, positions }) => {
          const its = searched.find(one => one.topic === topic);
          const newest = Math.max(0, ...events.flatMap(one => (one.topic === topic ? [one.version ?? 0] : [])));
          const position = positions.get(its?.partition ?? -1) ?? null;
          return {
            name,
            topic,
            version,
            // It may have read on since it was asked, or what it shows was compacted away.
            behind: Math.max(0, newest - (version ?? 0)),
            partition: its?.partition ?? null,
            position: position === null ? null : String(position),
            end: its === undefined ? null : String(its.end),
          };
        }),
        searched: searched.map(({ topic, partition, records: found, whole }) => ({
          topic,
          partition,
          records: found.length,
          whole,
        })),
        links: { self: `${pathOf(orderId)}/trail`, order: pathOf(orderId), timeline: `${pathOf(orderId)}/timeline` },
      };
    },
  );
};

const pathOf = (orderId: string): string => `/orders/${encodeURIComponent(orderId)}`;

const shownEvent = ({ at, outcome, record, what, causes, ...event }: TrailEvent) => ({
  ...event,
  at: new Date(at).toISOString(),
  what: [...what],
  causes: [...causes],
  traceId: traceIdOf(event.correlationId),
  outcome: outcome && { ...outcome, at: new Date(outcome.at).toISOString() },
  record: record && {
    partition: record.partition,
    offset: record.offset,
    time: record.time,
    schemaId: record.schemaId,
    tombstone: record.tombstone,
    value: record.value,
    undecodable: record.undecodable,
  },
});
