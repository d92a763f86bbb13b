import type { FastifyPluginAsync } from 'fastify';
import type { Shop } from '../context.ts';
import type { Follow } from '../follow/context.ts';
import { feedRoutes } from './feeds.ts';
import { orderEventRoutes } from './order-events.ts';
import { orderTrailRoutes } from './order-trail.ts';
import { schemaListRoutes } from './schema-list.ts';
import { topicEventRoutes } from './topic-events.ts';
import { topicPublishingRoutes } from './topic-publishing.ts';
import { topicSchemaIdRoutes } from './topic-schema-ids.ts';
import { topicRoutes } from './topics.ts';
import { topologyRoutes } from './topology.ts';

/** All that looks into the log. */
export const followRoutes: FastifyPluginAsync<{ shop: Shop; follow: Follow }> = async (app, { shop, follow }) => {
  await app.register(topicRoutes, { follow });
  await app.register(topicSchemaIdRoutes, { follow });
  await app.register(topicPublishingRoutes, { shop });
  await app.register(topicEventRoutes, { follow });
  await app.register(feedRoutes, { follow });
  const { registered, topology, readers, prefix } = follow;
  if (registered !== null) await app.register(schemaListRoutes, { registered, installation: prefix, readers });
  if (topology !== null) await app.register(topologyRoutes, { follow, topology });
  await app.register(orderEventRoutes, { shop, follow });
  await app.register(orderTrailRoutes, { shop, follow });
};
