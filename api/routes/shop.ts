import type { FastifyPluginAsync } from 'fastify';
import type { Shop } from '../context.ts';
import { customerOrderRoutes } from './customer-orders.ts';
import { customerRoutes } from './customers.ts';
import { loyaltyRoutes } from './loyalty.ts';
import { orderRoutes } from './orders.ts';
import { productRoutes } from './products.ts';
import { reportRoutes } from './reports.ts';
import { requestRoutes } from './requests.ts';
import { shipmentRoutes } from './shipments.ts';
import { stockRoutes } from './stock.ts';
import { worklistRoutes } from './worklist.ts';

const resources = [
  orderRoutes,
  productRoutes,
  stockRoutes,
  customerRoutes,
  customerOrderRoutes,
  loyaltyRoutes,
  shipmentRoutes,
  worklistRoutes,
  reportRoutes,
  requestRoutes,
];

/** All that the shop can be asked. */
export const shopRoutes: FastifyPluginAsync<{ shop: Shop }> = async (app, { shop }) => {
  for (const routes of resources) await app.register(routes, { shop });
};
