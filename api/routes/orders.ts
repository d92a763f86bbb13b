import type { FastifyPluginAsync } from 'fastify';
import { sendConditional } from '../conditional.ts';
import type { Shop } from '../context.ts';
import { requestIds } from '../request-ids.ts';
import type { OrderBody, ReasonBody, ReturnBody } from '../requests/bodies.ts';
import { cancelOrder, placeOrder, returnOrder } from '../requests/orders.ts';
import { answerWrite } from '../writing.ts';
import { sendNotFound } from './not-found.ts';
import { type ListedOrder, orderReads } from './order-reads.ts';
import { listSchema, orderParams, placeSchema, readSchema, reasonSchema, returnSchema } from './order-schemas.ts';
import { orderView } from './order-view.ts';
import { ownerOf } from './owners.ts';
import { type PageQuery, paged, pageOf } from './paging.ts';
import { writeAnswers, writeHeaders } from './schemas.ts';

type OrderParams = { Params: { orderId: string } };
type ListQuery = PageQuery & { readonly status?: string; readonly customerId?: string };

export const orderRoutes: FastifyPluginAsync<{ shop: Shop }> = async (app, { shop }) => {
  const reads = orderReads(shop);

  app.post<{ Body: OrderBody }>('/orders', { schema: placeSchema, config: { needs: ['shop'] } }, (request, reply) => {
    const ids = requestIds(request);
    const orderId = ids.created('order');
    return answerWrite(shop, request, reply, {
      ids,
      resource: `/orders/${orderId}`,
      creates: true,
      answer: { orderId },
      build: asking => placeOrder(asking, orderId, request.body),
    });
  });

  app.get<{ Querystring: ListQuery }>(
    '/orders',
    { schema: listSchema, config: { needs: ['shop', 'warehouse', 'operator'] } },
    async request => {
      const { status = null, customerId = null } = request.query;
      const { after, limit } = pageOf(request.query);
      const rows = await reads.list({ status, customerId, after, limit });
      const { items, nextCursor } = paged(rows, limit, row => row.order_id, listed);
      return { orders: items, nextCursor };
    },
  );

  app.get<OrderParams>(
    '/orders/:orderId',
    {
      schema: readSchema,
      config: {
        needs: ['shop', 'warehouse', 'operator'],
        shows: { of: ['orders', 'payments', 'allocations', 'shipments'], key: 'orderId' },
      },
    },
    async (request, reply) => {
      const { orderId } = request.params;
      const parts = await reads.find(orderId);
      if (parts === null) return sendNotFound(shop, reply, 'The order', orderId);
      return sendConditional(request, reply, orderView(parts));
    },
  );

  const changes = { params: orderParams, headers: writeHeaders, response: writeAnswers('changes'), tags: ['orders'] };

  app.post<OrderParams & { Body: ReasonBody | null }>(
    '/orders/:orderId/cancellation',
    {
      schema: {
        ...changes,
        operationId: 'cancelOrder',
        summary: 'Cancel an order',
        description:
          'Possible until the order is dispatched. Once it is confirmed, the warehouse decides between the cancel and its dispatch, so the outcome may take a moment.',
        body: reasonSchema,
      },
      config: { needs: ['shop'] },
    },
    (request, reply) => {
      const { orderId } = request.params;
      const body = request.body ?? {};
      return answerWrite(shop, request, reply, {
        ids: requestIds(request),
        resource: `/orders/${encodeURIComponent(orderId)}`,
        build: async asking => {
          const owner = await ownerOf(shop, orderId, body.reason);
          return { request: cancelOrder(asking, orderId, owner, body), options: {} };
        },
      });
    },
  );

  app.post<OrderParams & { Body: ReturnBody }>(
    '/orders/:orderId/returns',
    {
      schema: {
        ...changes,
        operationId: 'returnOrder',
        summary: 'Ask to send lines back',
        description:
          'Possible once the order is delivered. The refund follows when the warehouse has received the goods.',
        body: returnSchema,
      },
      config: { needs: ['shop'] },
    },
    (request, reply) => {
      const { orderId } = request.params;
      return answerWrite(shop, request, reply, {
        ids: requestIds(request),
        resource: `/orders/${encodeURIComponent(orderId)}`,
        build: async asking => {
          const owner = await ownerOf(shop, orderId, request.body.reason);
          return { request: returnOrder(asking, orderId, owner, request.body), options: {} };
        },
      });
    },
  );
};

const listed = (row: ListedOrder) => ({
  orderId: row.order_id,
  version: Number(row.version),
  status: row.status,
  customerId: row.customer_id,
  placedAt: row.placed_at?.toISOString() ?? null,
  total: row.total_amount === null ? null : { amount: Number(row.total_amount), currency: row.total_currency },
  links: { self: `/orders/${encodeURIComponent(row.order_id)}` },
});
