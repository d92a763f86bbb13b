import type { FastifyRequest } from 'fastify';
import { answered, type LongplayClient } from '../../client/client.ts';
import { mayAsk } from '../../security/caller.ts';
import type { PageRoutes } from '../console.ts';
import { type Content, html } from '../html.ts';
import { badge, notice } from '../parts/parts.ts';
import { type Told, told, untold } from '../parts/told.ts';
import { place } from '../places.ts';
import type { Case, Order } from './story.ts';
import type { Stuck } from './stuck-page.ts';
import { timelinePage } from './timeline-page.ts';

type Asked = { Params: { orderId: string }; Querystring: { scale?: string; asked?: string } };

/** One order's life. */
export const timelineRoutes: PageRoutes = async (app, { console }) => {
  app.get<Asked>('/console/orders/:orderId', async (request, reply) => {
    const { orderId } = request.params;
    const client = console.ask(request);
    const path = { orderId };
    const [orderTold, trailTold, casesTold, rows, asked] = await Promise.all([
      told(answered(client.GET('/orders/{orderId}', { params: { path } }))),
      told(answered(client.GET('/orders/{orderId}/trail', { params: { path } }))),
      // Where there is no hospital, there are no cases.
      told(answered(client.GET('/orders/{orderId}/cases', { params: { path } }))),
      told(answered(client.GET('/orders/{orderId}/views', { params: { path } }))),
      askedBefore(client, request),
    ]);
    const [order, trail] = [orderTold.value, trailTold.value];
    const cases: readonly Case[] = casesTold.value?.cases ?? [];
    // Nobody knows it: the API says why, as far as that is known.
    if (order === null && trail === null && cases.length === 0) {
      await answered(client.GET('/orders/{orderId}', { params: { path } }));
    }
    const scale = request.query.scale === 'time' ? 'time' : 'short';
    const stuckTold = order === null ? nothing : await stuckIn(client, order);
    const missing = [
      untold('How it stands', orderTold),
      untold('What happened to it', trailTold),
      untold('Whether it is parked', casesTold),
      untold('Why it does not go on', stuckTold),
    ];
    const page = timelinePage({
      orderId,
      order,
      trail,
      cases,
      unread: casesTold.value?.unread ?? 0,
      rows,
      scale,
      stuck: stuckTold.value,
      asked,
      untold: { order: orderTold.trouble !== null, trail: trailTold.trouble !== null, notices: missing },
      mayAsk: mayAsk(request.caller, ['shop']),
      now: console.shop.now(),
    });
    return console.send(request, reply, { ...page, path: [{ title: 'Orders', href: place(['orders']) }] });
  });
};

const nothing: Told<never> = { value: null, trouble: null };

/** Why an order does not go on; null where it does. */
async function stuckIn(client: LongplayClient, { orderId, owed = [] }: Order): Promise<Told<Stuck>> {
  if (owed.length === 0) return nothing;
  const { value, trouble } = await told(
    answered(client.GET('/flow/stuck', { params: { query: { orderId, limit: 1 } } })),
  );
  return { value: value?.orders[0] ?? null, trouble };
}

/** What became of the request that this console has just sent. */
async function askedBefore(client: LongplayClient, request: FastifyRequest): Promise<Content> {
  const { asked: requestId } = (request as FastifyRequest<Asked>).query;
  if (requestId === undefined || requestId === '') return null;
  const answer = await told(answered(client.GET('/requests/{requestId}', { params: { path: { requestId } } })));
  const found = answer.value;
  if (found === null) return untold('What became of what was asked for', answer);
  const { status, reason } = found;
  if (status === 'accepted') return notice('good', html`<p>What was asked for was accepted.</p>`);
  if (status === 'rejected')
    return notice('warn', html`<p>What was asked for was rejected: <code>${reason}</code></p>`);
  return notice(
    'none',
    html`<p>${badge('none', 'undecided')} What was asked for is on the log; its owner has not decided yet.</p>`,
  );
}
