import type { FastifyPluginAsync } from 'fastify';
import type { Shop } from '../context.ts';
import { customerOrderRoutes } from './customer-orders.ts';
import { customerRoutes } from './customers.ts';
import { enrolmentRoutes } from './enrolments.ts';
import { farmRoutes } from './farm.ts';
import { flowRoutes } from './flow.ts';
import { holidayRoutes } from './holidays.ts';
import { hospitalRoutes } from './hospital.ts';
import { loyaltyRoutes } from './loyalty.ts';
import { orderCaseRoutes } from './order-cases.ts';
import { asksForCustomer } from './order-expand.ts';
import { orderProgressRoutes } from './order-progress.ts';
import { orderViewRoutes } from './order-views.ts';
import { orderRoutes } from './orders.ts';
import { productRoutes } from './products.ts';
import { readsAfter } from './read-after.ts';
import { reportRoutes } from './reports.ts';
import { requestRoutes } from './requests.ts';
import { shipmentRoutes } from './shipments.ts';
import { STALE_HEADER } from './staleness.ts';
import { stockRoutes } from './stock.ts';
import { followRoutes } from './topic-follow.ts';
import { STALENESS_HEADER } from './view-lag.ts';
import { webhookRoutes } from './webhooks.ts';
import { welcomePackRoutes } from './welcome-packs.ts';
import { worklistRoutes } from './worklist.ts';

const resources = [
  orderRoutes,
  orderViewRoutes,
  productRoutes,
  stockRoutes,
  customerRoutes,
  customerOrderRoutes,
  loyaltyRoutes,
  shipmentRoutes,
  worklistRoutes,
  reportRoutes,
  flowRoutes,
  orderProgressRoutes,
  requestRoutes,
  webhookRoutes,
  holidayRoutes,
  welcomePackRoutes,
  enrolmentRoutes,
  farmRoutes,
];

/** All that the shop can be asked. */
export const shopRoutes: FastifyPluginAsync<{ shop: Shop }> = async (app, { shop }) => {
  app.addHook('preHandler', async (request, reply) => {
    const { shows } = request.routeOptions.config;
    if (shows === undefined) return;
    const of = asksForCustomer(request.query as object) ? [...shows.of, 'customers'] : shows.of;
    if (!(await readsAfter(shop, request, reply, of))) return reply;
    const key = shows.key === null ? null : String((request.params as Record<string, unknown>)[shows.key]);
    const [stale, behind] = await Promise.all([shop.staleness.of(shows.of, key), shop.lag.of(of)]);
    if (stale.length > 0) reply.header(STALE_HEADER, stale.map(encodeURIComponent).join(', '));
    if (behind !== null) reply.header(STALENESS_HEADER, behind);
  });
  for (const routes of resources) await app.register(routes, { shop });
  if (shop.follow !== null) await app.register(followRoutes, { shop, follow: shop.follow });
  if (shop.hospital === null) return;
  await app.register(hospitalRoutes, { shop, desk: shop.hospital });
  await app.register(orderCaseRoutes, { shop, desk: shop.hospital });
};
