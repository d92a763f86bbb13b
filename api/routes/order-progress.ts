import type { FastifyPluginAsync } from 'fastify';
import { LongplayError } from '../../runtime/errors.ts';
import type { Shop } from '../context.ts';
import type { Place, ProgressRow } from './flow-reads.ts';
import { idsIn } from './order-names.ts';
import { orderProgressSchema } from './order-progress-schemas.ts';
import { type PageQuery, paged, pageOf, sendPage } from './paging.ts';

type Query = PageQuery & { readonly status?: string; readonly customerId?: string; readonly named?: string };

/** Where orders stand. */
export const orderProgressRoutes: FastifyPluginAsync<{ shop: Shop }> = async (app, { shop }) => {
  const { flow } = shop;

  /** Those that a text names: at most a page, the newest first. */
  const named = async (text: string, limit: number): Promise<ProgressRow[]> => {
    const [byId, ofCustomer] = await Promise.all([
      Promise.all(idsIn(text).map(one => flow.named(one))),
      flow.orders({ customerId: text }, null, limit),
    ]);
    const found = new Map([...byId.flat(), ...ofCustomer.rows].map(row => [row.order_id, row]));
    return [...found.values()]
      .sort((one, other) => other.placed_at.getTime() - one.placed_at.getTime())
      .slice(0, limit);
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
      if (text !== undefined) {
        const orders = (await named(text, page.limit)).map(shown);
        return sendPage(request, reply, 'orders', { orders, nextCursor: null });
      }
      const before = page.after === null ? null : placeOf(page.after);
      const { rows, next } = await flow.orders({ status, customerId }, before, page.limit);
      // One more than is shown says that there is a next page; it is not looked at.
      const more = next === null ? rows : [...rows, ...rows.slice(-1)];
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
