import { answered } from '../../client/client.ts';
import type { PageRoutes } from '../console.ts';
import { seeOther } from '../parts/confirm.ts';
import { orNull, told } from '../parts/told.ts';
import { place } from '../places.ts';
import { anchorOf } from './anchors.ts';
import { type ListQuery, listPage } from './list-page.ts';
import { type StuckQuery, stuckPage } from './stuck-page.ts';

type Query = ListQuery & StuckQuery & { readonly tab?: string };

const A_PAGE = 25;

/** Orders, and those that are stuck. */
export const listRoutes: PageRoutes = async (app, { console }) => {
  app.get<{ Querystring: Query }>('/console/orders', async (request, reply) => {
    const client = console.ask(request);
    const { tab, q: typed, ...query } = kept(request.query);
    const now = console.shop.now();
    const states = answered(client.GET('/flow/states', {})).then(answer => answer.states ?? []);

    if (tab === 'stuck') {
      const { owedBy, step, cursor } = query;
      const asked = { limit: A_PAGE, ...(owedBy && { owedBy }), ...(step && { step }), ...(cursor && { cursor }) };
      const [page, known, stuck, laws] = await Promise.all([
        answered(client.GET('/flow/stuck', { params: { query: asked } })),
        states,
        answered(client.GET('/flow/stuck/count', {})),
        told(answered(client.GET('/flow/laws', {}))),
      ]);
      const all = known.reduce((sum, { orders = 0 }) => sum + orders, 0);
      const { orders, nextCursor: next } = page;
      return console.send(request, reply, stuckPage({ query, counts: stuck, orders, next, all, now, laws }));
    }

    const q = typed?.trim();
    const { status, customer, cursor } = query;
    const filter = { ...(status && { status: status as 'PLACED' }), ...(customer && { customerId: customer }) };
    const asked = q ? { named: q, limit: A_PAGE } : { limit: A_PAGE, ...filter, ...(cursor && { cursor }) };
    const [{ orders, nextCursor: next }, known, stuck] = await Promise.all([
      answered(client.GET('/flow/orders', { params: { query: asked } })),
      states,
      // Without why, which takes a look at each of them.
      console.shop.flow.counts(),
    ]);
    if (q) {
      const [only, ...others] = orders;
      if (only !== undefined && others.length === 0 && only.customerId !== q)
        return seeOther(reply, found(only.orderId, q));
      if (only === undefined && (await isParked(q))) return seeOther(reply, place(['orders', q]));
    }
    const page = listPage({
      query: { ...query, ...(q && { q }) },
      orders,
      next,
      states: known,
      stuck: stuck.orders,
      now,
    });
    return console.send(request, reply, page);

    /** An order whose request is parked has no row anywhere; its key has a case. */
    async function isParked(key: string): Promise<boolean> {
      const query = { key, state: 'all', limit: 1 } as const;
      const hospital = await orNull(answered(client.GET('/hospital/cases', { params: { query } })));
      return (hospital?.cases ?? []).some(
        one => one.record?.topic === 'order-requests' || one.record?.topic === 'orders',
      );
    }
  });
};

/** The order's page; at the event, where it was that which was searched for. */
const found = (orderId: string, q: string): string =>
  q === orderId ? place(['orders', orderId]) : `${place(['orders', orderId])}#${anchorOf(q)}`;

/** What a form sends empty was not asked for; of what is there twice, the first counts. */
function kept(query: Query): Query {
  const entries = Object.entries(query).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== '')) as Query;
}
