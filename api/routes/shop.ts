import type { FastifyPluginAsync } from 'fastify';
import type { Shop } from '../context.ts';
import { customerRoutes } from './customers.ts';
import { orderRoutes } from './orders.ts';
import { productRoutes } from './products.ts';
import { requestRoutes } from './requests.ts';
import { shipmentRoutes } from './shipments.ts';
import { stockRoutes } from './stock.ts';

/** All that the shop can be asked. */
export const shopRoutes: FastifyPluginAsync<{ shop: Shop }> = async (app, { shop }) => {
  for (const routes of [orderRoutes, productRoutes, stockRoutes, customerRoutes, shipmentRoutes, requestRoutes]) {
    await app.register(routes, { shop });
  }
};
