import type { FastifyPluginAsync } from 'fastify';
import { LongplayError } from '../../runtime/errors.ts';
import type { Shop } from '../context.ts';
import type { OrdersQuery, Place, ProgressRow } from './flow-reads.ts';
import { idsIn } from './order-names.ts';
import { orderProgressSchema } from './order-progress-schemas.ts';
import { type PageQuery, paged, pageOf, sendPage } from './paging.ts';

type Query = PageQuery & { readonly status?: string; readonly customerId?: string; readonly named?: string };

/** Where orders stand. */
export const orderProgressRoutes: FastifyPluginAsync<{ shop: Shop }> = async (app, { shop }) => {
  const { flow } = shop;

  const listed = async (query: OrdersQuery, before: Place | null, limit: number) => {
    const { rows, next } = await flow.orders(query, before, limit);
    return { rows, hasMore: next !== null };
  };

  /** Those that a text names, with those of the customer of that name after them, the newest first. */
  const named = async (text: string, before: Place | null, limit: number) => {
    const [byId, ofCustomer] = await Promise.all([
      // What is named one by one stands on the first page.
      before !== null ? [] : Promise.all(idsIn(text).map(one => flow.named(one))),
      listed({ customerId: text }, before, limit),
    ]);
    const found = new Map(byId.flat().map(row => [row.order_id, row]));
    const first = [...found.values()].sort((one, other) => other.placed_at.getTime() - one.placed_at.getTime());
    const others = ofCustomer.rows.filter(row => !found.has(row.order_id));
    const rows = [...first, ...others].slice(0, limit);
    const hasMore = ofCustomer.hasMore || first.length + others.length > limit;
    return { rows, hasMore: hasMore && rows.at(-1)?.customer_id === text };
  };

  app.get<{ Querystring: Query }>(
    '/flow/orders',
    {
      schema: orderProgressSchema,
      config: { needs: ['operator'], shows: { of: ['order-progress'], key: null } },
    },
    async (request, reply) => {
      const { status, customerId, named: text } = request.query;
      const page = pageOf(request);
      const before = page.after === null ? null : placeOf(page.after);
      const { rows, hasMore } =
        text === undefined
          ? await listed({ status, customerId }, before, page.limit)
          : await named(text, before, page.limit);
      // One more than is shown says that there is a next page; it is not looked at.
      const more = hasMore ? [...rows, ...rows.slice(-1)] : rows;
      const { items, nextCursor } = paged(more, page, cursorOf, shown);
      return sendPage(request, reply, 'orders', { orders: items, nextCursor });
    },
  );
};

const cursorOf = ({ placed_at, order_id }: ProgressRow): string => `${placed_at.toISOString()} ${order_id}`;

function placeOf(cursor: string): Place {
  const cut = cursor.indexOf(' ');
  const at = new Date(cursor.slice(0, Math.max(0, cut)));
  if (Number.isNaN(at.getTime())) throw new LongplayError('LP_API_INPUT_INVALID', 'The cursor is none of this list.');
  return { at, orderId: cursor.slice(cut + 1) };
}

function shown(row: ProgressRow) {
  const self = `/orders/${encodeURIComponent(row.order_id)}`;
  return {
    orderId: row.order_id,
    version: Number(row.version),
    customerId: row.customer_id,
    status: row.status,
    statusSince: row.status_since.toISOString(),
    placedAt: row.placed_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
    total: row.total_amount === null ? null : { amount: Number(row.total_amount), currency: row.total_currency ?? '' },
    final: row.final,
    owed: row.owed,
    timeline: row.timeline,
    timelineDropped: row.timeline_dropped,
    links: { self, trail: `${self}/trail`, timeline: `${self}/timeline` },
  };
}
