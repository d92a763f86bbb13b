import type { FastifyRequest } from 'fastify';
import { answered, type LongplayClient } from '../../client/client.ts';
import type { PageRoutes } from '../console.ts';
import { type Content, html } from '../html.ts';
import { badge, notice } from '../parts/parts.ts';
import { place } from '../places.ts';
import { orNull } from './or-null.ts';
import type { Case, Order } from './story.ts';
import type { Stuck } from './stuck-page.ts';
import { timelinePage } from './timeline-page.ts';

type Asked = { Params: { orderId: string }; Querystring: { scale?: string; asked?: string } };

/** So many cases of one order are shown. */
const MOST_CASES = 50;
const MOST_STUCK = 100;

/** One order's life. */
export const timelineRoutes: PageRoutes = async (app, { console }) => {
  app.get<Asked>('/console/orders/:orderId', async (request, reply) => {
    const { orderId } = request.params;
    const client = console.ask(request);
    const path = { orderId };
    const [order, trail, hospital] = await Promise.all([
      orNull(answered(client.GET('/orders/{orderId}', { params: { path } }))),
      orNull(answered(client.GET('/orders/{orderId}/trail', { params: { path } }))),
      // Where there is no hospital, there are no cases.
      orNull(
        answered(
          client.GET('/hospital/cases', { params: { query: { key: orderId, state: 'all', limit: MOST_CASES } } }),
        ),
      ),
    ]);
    const cases = (hospital?.cases ?? []) as Case[];
    // Nobody knows it: the API says why, as far as that is known.
    if (order === null && trail === null && cases.length === 0) {
      await answered(client.GET('/orders/{orderId}', { params: { path } }));
    }
    const stuck = order === null ? null : await stuckIn(client, order);
    const scale = request.query.scale === 'time' ? 'time' : 'short';
    const asked = await askedBefore(client, request);
    const page = timelinePage({ orderId, order, trail, cases, scale, stuck, asked, now: console.shop.now() });
    return console.send(request, reply, { ...page, path: [{ title: 'Orders', href: place(['orders']) }] });
  });
};

/** Why an order does not go on; null where it does, or where very many are stuck for longer. */
async function stuckIn(client: LongplayClient, { orderId, owed = [] }: Order): Promise<Stuck | null> {
  const late = owed.find(({ overdue }) => overdue === true);
  if (late?.owedBy === undefined || late.step === undefined) return null;
  const query = { owedBy: late.owedBy, step: late.step, limit: MOST_STUCK };
  const { orders } = await answered(client.GET('/flow/stuck', { params: { query } }));
  return orders.find(one => one.orderId === orderId) ?? null;
}

/** What became of the request that this console has just sent. */
async function askedBefore(client: LongplayClient, request: FastifyRequest): Promise<Content> {
  const { asked: requestId } = (request as FastifyRequest<Asked>).query;
  if (requestId === undefined || requestId === '') return null;
  const found = await orNull(answered(client.GET('/requests/{requestId}', { params: { path: { requestId } } })));
  if (found === null) return null;
  const { status, reason } = found;
  if (status === 'accepted') return notice('good', html`<p>What was asked for was accepted.</p>`);
  if (status === 'rejected')
    return notice('warn', html`<p>What was asked for was rejected: <code>${reason}</code></p>`);
  return notice(
    'none',
    html`<p>${badge('none', 'undecided')} What was asked for is on the log; its owner has not decided yet.</p>`,
  );
}
