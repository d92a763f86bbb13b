import type { FastifyPluginAsync } from 'fastify';
import { sendConditional } from '../conditional.ts';
import type { Shop } from '../context.ts';
import { problem, sendProblem } from '../errors.ts';
import { requestIds } from '../request-ids.ts';
import type { OrderBody, ReasonBody, ReturnBody } from '../requests/bodies.ts';
import { cancelOrder, placeOrder, returnOrder } from '../requests/orders.ts';
import { mayAsk } from '../security/caller.ts';
import { answerWrite } from '../writing.ts';
import { sendNotFound } from './not-found.ts';
import { asksForCustomer, orderExpander } from './order-expand.ts';
import { type ListedOrder, orderReads } from './order-reads.ts';
import { cancelSchema, listSchema, placeSchema, readSchema, returnSchema, timelineSchema } from './order-schemas.ts';
import { orderView, timelineView } from './order-view.ts';
import { ownerOf } from './owners.ts';
import { type PageQuery, paged, pageOf, sendPage } from './paging.ts';

type OrderParams = { Params: { orderId: string } };
type ListQuery = PageQuery & Readonly<Partial<Record<'status' | 'customerId' | 'placedFrom' | 'placedTo', string>>>;

/** What an order's page is made of. */
const PARTS = ['orders', 'payments', 'allocations', 'shipments'];

export const orderRoutes: FastifyPluginAsync<{ shop: Shop }> = async (app, { shop }) => {
  const reads = orderReads(shop);
  const { expanded } = orderExpander(shop);
  const owned = (key: string) => ({ topic: 'orders', key });

  app.post<{ Body: OrderBody }>('/orders', { schema: placeSchema, config: { needs: ['shop'] } }, (request, reply) => {
    const ids = requestIds(request);
    const orderId = ids.created('order');
    return answerWrite(shop, request, reply, {
      ids,
      resource: `/orders/${orderId}`,
      creates: true,
      places: orderId,
      answer: { orderId },
      build: asking => placeOrder(asking, orderId, request.body),
    });
  });

  app.get<{ Querystring: ListQuery }>(
    '/orders',
    {
      schema: listSchema,
      config: { needs: ['shop', 'warehouse', 'operator'], shows: { of: ['orders'], key: null } },
    },
    async (request, reply) => {
      const { status = null, customerId = null, placedFrom, placedTo } = request.query;
      const page = pageOf(request);
      const placed = { placedFrom: timeOf(placedFrom), placedTo: timeOf(placedTo) };
      const rows = await reads.list({ status, customerId, ...placed, after: page.after, limit: page.limit });
      const { items, nextCursor } = paged(rows, page, row => row.order_id, listed);
      return sendPage(request, reply, 'orders', { orders: items, nextCursor });
    },
  );

  app.get<OrderParams & { Querystring: { readonly expand?: string } }>(
    '/orders/:orderId',
    {
      schema: readSchema,
      config: { needs: ['shop', 'warehouse', 'operator'], shows: { of: PARTS, key: 'orderId' } },
    },
    async (request, reply) => {
      const { orderId } = request.params;
      if (asksForCustomer(request.query) && !mayAsk(request.caller, ['shop'])) {
        return sendProblem(reply, problem('LP_API_FORBIDDEN', 'expand=customer needs the scope shop.'));
      }
      const parts = await reads.find(orderId);
      if (parts === null) return sendNotFound(shop, reply, 'The order', orderId);
      const more = await expanded(parts, request.query.expand);
      return sendConditional(request, reply, { ...orderView(parts), ...(more !== null && { expanded: more }) });
    },
  );

  app.get<OrderParams>(
    '/orders/:orderId/timeline',
    {
      schema: timelineSchema,
      config: { needs: ['shop', 'warehouse', 'operator'], shows: { of: PARTS, key: 'orderId' } },
    },
    async (request, reply) => {
      const { orderId } = request.params;
      const parts = await reads.find(orderId);
      if (parts === null) return sendNotFound(shop, reply, 'The order', orderId);
      return sendConditional(request, reply, timelineView(parts));
    },
  );

  app.post<OrderParams & { Body: ReasonBody | null }>(
    '/orders/:orderId/cancellation',
    { schema: cancelSchema, config: { needs: ['shop'] } },
    (request, reply) => {
      const { orderId } = request.params;
      const body = request.body ?? {};
      return answerWrite(shop, request, reply, {
        ids: requestIds(request),
        resource: `/orders/${encodeURIComponent(orderId)}`,
        owned: owned(orderId),
        build: async asking => {
          const owner = await ownerOf(shop, orderId, body.reason);
          return { request: cancelOrder(asking, orderId, owner, body), options: {} };
        },
      });
    },
  );

  app.post<OrderParams & { Body: ReturnBody }>(
    '/orders/:orderId/returns',
    { schema: returnSchema, config: { needs: ['shop'] } },
    (request, reply) => {
      const { orderId } = request.params;
      return answerWrite(shop, request, reply, {
        ids: requestIds(request),
        resource: `/orders/${encodeURIComponent(orderId)}`,
        owned: owned(orderId),
        build: async asking => {
          const owner = await ownerOf(shop, orderId, request.body.reason);
          return { request: returnOrder(asking, orderId, owner, request.body), options: {} };
        },
      });
    },
  );
};

const timeOf = (text: string | undefined): Date | null => (text === undefined ? null : new Date(text));

const listed = (row: ListedOrder) => ({
  orderId: row.order_id,
  version: Number(row.version),
  status: row.status,
  customerId: row.customer_id,
  placedAt: row.placed_at?.toISOString() ?? null,
  total: row.total_amount === null ? null : { amount: Number(row.total_amount), currency: row.total_currency },
  links: { self: `/orders/${encodeURIComponent(row.order_id)}` },
});
