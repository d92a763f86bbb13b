import type { FastifyPluginAsync } from 'fastify';
import type { Shop } from '../context.ts';
import { orderIdSchema } from './order-parts.ts';
import { MOST_ROWS, orderRows } from './order-view-rows.ts';
import { answer, links, list, listAnswers, object } from './schemas.ts';

const view = answer(
  {
    name: { type: 'string', examples: ['order-progress'] },
    topic: { type: 'string', description: 'Of which it shows the newest fact.', examples: ['orders'] },
    table: { type: 'string', examples: ['order_progress'] },
    adds: { type: 'boolean', description: 'It is a report: the row is what the order adds to its sums.' },
    generation: { type: 'integer', description: 'The one that readers ask.' },
    rows: list(
      {
        type: 'object',
        additionalProperties: true,
        description: 'By the names of its columns.',
        examples: [{ order_id: 'order-17', version: 3, status: 'PLACED' }],
      },
      `At most ${MOST_ROWS}; none: it has nothing of this order.`,
    ),
    more: { type: 'boolean', description: 'Whether there are more than these.' },
  },
  ['name', 'topic', 'table', 'adds', 'generation', 'rows', 'more'],
);

export const orderViewsSchema = {
  operationId: 'readOrderViews',
  summary: 'Read the rows that each read model has of an order',
  description:
    'As they stand in the tables that readers ask, so that a wrong one can be seen; personal texts are ciphertext. `GET /orders/{orderId}/trail` tells how far each has read. A read model that is being filled is left out.',
  tags: ['orders'],
  params: object({ orderId: orderIdSchema }, ['orderId']),
  response: listAnswers(
    answer({ orderId: orderIdSchema, views: list(view, 'In the order of the catalogue.'), links }, [
      'orderId',
      'views',
      'links',
    ]),
    'What they have.',
  ),
};

/** What each read model shows of an order. */
export const orderViewRoutes: FastifyPluginAsync<{ shop: Shop }> = async (app, { shop }) => {
  const read = orderRows(shop.database);

  app.get<{ Params: { orderId: string } }>(
    '/orders/:orderId/views',
    { schema: orderViewsSchema, config: { needs: ['operator'] } },
    async (request, reply) => {
      const { orderId } = request.params;
      const order = `/orders/${encodeURIComponent(orderId)}`;
      reply.header('cache-control', 'no-store');
      return {
        orderId,
        views: await read(orderId),
        links: { self: `${order}/views`, order, trail: `${order}/trail` },
      };
    },
  );
};
