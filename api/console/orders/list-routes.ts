import { answered, type LongplayClient } from '../../client/client.ts';
import type { PageRoutes } from '../console.ts';
import { seeOther } from '../parts/confirm.ts';
import { orNull, told } from '../parts/told.ts';
import { place } from '../places.ts';
import { anchorOf } from './anchors.ts';
import { flowPage } from './flow-page.ts';
import { type ListQuery, listPage } from './list-page.ts';
import { type StuckQuery, stuckPage } from './stuck-page.ts';

type Query = ListQuery & StuckQuery & { readonly tab?: string };

const A_PAGE = 25;

/** Orders, those that are stuck, and the steps that they take. */
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

    if (tab === 'flow') {
      const [known, { steps = [] }, stuck] = await Promise.all([
        states,
        answered(client.GET('/flow/steps', {})),
        console.shop.flow.counts(),
      ]);
      return console.send(request, reply, flowPage({ states: known, steps, stuck: stuck.orders, now }));
    }

    const q = typed?.trim();
    const { status, customer, cursor } = query;
    const filter = { ...(status && { status: status as 'PLACED' }), ...(customer && { customerId: customer }) };
    const asked = { limit: A_PAGE, ...(q ? { named: q } : filter), ...(cursor && { cursor }) };
    const [{ orders, nextCursor: next }, known, stuck] = await Promise.all([
      answered(client.GET('/flow/orders', { params: { query: asked } })),
      states,
      // Without why, which takes a look at each of them.
      console.shop.flow.counts(),
    ]);
    if (q && cursor === undefined) {
      const [only, ...others] = orders;
      if (only !== undefined && others.length === 0 && only.customerId !== q)
        return seeOther(reply, found(only.orderId, q));
      const undecided = only === undefined ? await undecidedAt(client, q) : null;
      if (undecided !== null) return seeOther(reply, undecided);
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
  });
};

/** The page of an order that no read model knows yet: by its own id, where its request is parked, or by the request's. */
async function undecidedAt(client: LongplayClient, q: string): Promise<string | null> {
  const query = { key: q, state: 'all', limit: 1 } as const;
  const [hospital, taken] = await Promise.all([
    orNull(answered(client.GET('/hospital/cases', { params: { query } }))),
    orNull(answered(client.GET('/requests/{requestId}', { params: { path: { requestId: q } } }))),
  ]);
  const isParked = (hospital?.cases ?? []).some(
    one => one.record?.topic === 'order-requests' || one.record?.topic === 'orders',
  );
  if (isParked) return place(['orders', q]);
  const [, of] = /^\/(?:orders|shipments)\/([^/]+)$/.exec(taken?.links?.resource ?? '') ?? [];
  return of === undefined ? null : place(['orders', decodeURIComponent(of)], { asked: q });
}

/** The order's page; at the event, where it was that which was searched for. */
const found = (orderId: string, q: string): string =>
  q === orderId ? place(['orders', orderId]) : `${place(['orders', orderId])}#${anchorOf(q)}`;

/** What a form sends empty was not asked for; of what is there twice, the first counts. */
function kept(query: Query): Query {
  const entries = Object.entries(query).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== '')) as Query;
}
