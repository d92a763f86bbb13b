import type { FastifyPluginAsync } from 'fastify';
import { afterListening } from '../after-listening.ts';
import type { Shop } from '../context.ts';
import type { Follow } from '../follow/context.ts';
import { requestIdOf } from '../request-ids.ts';
import { askSearch } from '../trail/ask-search.ts';
import { asksIn } from '../trail/asks.ts';
import { requestsNamed } from '../trail/decided.ts';
import { type TrailEvent, traceIdOf } from '../trail/event.ts';
import { eventsOf } from '../trail/events-of.ts';
import { trailPlaces } from '../trail/places.ts';
import { type SchemaVersions, versionsOfSchemas } from '../trail/schema-versions.ts';
import { type Searched, trailSearch } from '../trail/search.ts';
import { sendNotFound } from './not-found.ts';
import { trailReads } from './order-trail-reads.ts';
import { trailSchema } from './order-trail-schemas.ts';

type Asked = { Params: { orderId: string } };

/** All that the log has of an order. */
export const orderTrailRoutes: FastifyPluginAsync<{ shop: Shop; follow: Follow }> = async (app, { shop, follow }) => {
  const reads = trailReads(shop.database, follow.prefix);
  const places = trailPlaces(follow);
  const search = trailSearch(follow, Date.now, places);
  const searchAsked = askSearch(follow, Date.now, places);
  const schemaVersions = versionsOfSchemas(follow.registered);

  const find = async (orderId: string) => {
    const { told, known, views } = await reads.of(orderId);
    const keyed = await search(orderId, known);
    const its = recordsIn(keyed);
    const [asked, decided] = await Promise.all([
      searchAsked(orderId, asksIn(orderId, its), known(0).since),
      reads.decided(orderId, [requestIdOf(orderId), ...requestsNamed(its, told)]),
    ]);
    const searched = [...keyed, ...asked];
    return { ...eventsOf(orderId, recordsIn(searched), told, decided), views, searched };
  };

  // The first search of all takes twice as long as later ones.
  afterListening(app, async () => {
    const newest = await reads.newest();
    if (newest !== null) await find(newest);
  });

  app.get<Asked>(
    '/orders/:orderId/trail',
    { schema: trailSchema, config: { needs: ['operator'] } },
    async (request, reply) => {
      const { orderId } = request.params;
      const { events, dropped, views, searched } = await find(orderId);
      if (events.length === 0) return sendNotFound(shop, reply, 'The order', orderId);
      const versionOf = await schemaVersions(
        events.flatMap(({ topic, record }) => (record?.schemaId == null ? [] : [{ topic, id: record.schemaId }])),
      );
      reply.header('cache-control', 'no-store');
      return {
        orderId,
        events: events.map(one => shownEvent(one, versionOf)),
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

const recordsIn = (searched: readonly Searched[]) => searched.flatMap(({ records }) => records);

const shownEvent = ({ at, outcome, record, what, causes, ...event }: TrailEvent, versionOf: SchemaVersions) => ({
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
    schemaVersion: record.schemaId === null ? null : versionOf(event.topic, record.schemaId),
    tombstone: record.tombstone,
    value: record.value,
    undecodable: record.undecodable,
  },
});
