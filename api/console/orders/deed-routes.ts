import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answered } from '../../client/client.ts';
import type { Console, PageRoutes } from '../console.ts';
import { refusalOf } from '../failure.ts';
import { html } from '../html.ts';
import { confirmation, formOf, seeOther } from '../parts/confirm.ts';
import { place } from '../places.ts';
import { moneyText } from './states.ts';
import { type Order, worded } from './story.ts';

type OfOrder = { Params: { orderId: string } };
type Typed = { readonly reason?: string; readonly lines?: ReadonlyMap<number, string> };

/** The outcome is waited for so long: mostly it is there by then, and is shown; else the order's page tells it. */
const PREFER = 'wait=1';
const CODE = 'by-operator';

/** What can be asked of an order: a cancel, or a return. */
export const deedRoutes: PageRoutes = async (app, { console }) => {
  const orderOf = (request: FastifyRequest): Promise<Order> => {
    const path = (request as FastifyRequest<OfOrder>).params;
    return answered(console.ask(request).GET('/orders/{orderId}', { params: { path } }));
  };

  app.get<OfOrder>('/console/orders/:orderId/cancel', async (request, reply) =>
    showCancel(console, request, reply, await orderOf(request), {}),
  );

  app.post<OfOrder>('/console/orders/:orderId/cancel', async (request, reply) => {
    const { reason, once } = formOf(request, 'reason', 'once');
    const path = request.params;
    try {
      const header = { 'idempotency-key': once, prefer: PREFER };
      const body = { reasonCode: CODE, reason };
      const asked = console.ask(request).POST('/orders/{orderId}/cancellation', { params: { path, header }, body });
      return seeOther(reply, after(path.orderId, await answered(asked)));
    } catch (error) {
      const refused = refusalOf(error);
      return showCancel(console, request, reply, await orderOf(request), { reason }, refused);
    }
  });

  app.get<OfOrder>('/console/orders/:orderId/return', async (request, reply) =>
    showReturn(console, request, reply, await orderOf(request), {}),
  );

  app.post<OfOrder>('/console/orders/:orderId/return', async (request, reply) => {
    const { reason, once } = formOf(request, 'reason', 'once');
    const path = request.params;
    const order = await orderOf(request);
    const typed = new Map(
      linesOf(order).map(({ line }) => [line, formOf(request, `line-${line}`)[`line-${line}`] ?? '']),
    );
    const lines = [...typed].map(([line, text]) => ({ line, quantity: Number(text) })).filter(one => one.quantity > 0);
    try {
      const header = { 'idempotency-key': once, prefer: PREFER };
      const body = { lines, reasonCode: CODE, reason };
      const asked = console.ask(request).POST('/orders/{orderId}/returns', { params: { path, header }, body });
      return seeOther(reply, after(path.orderId, await answered(asked)));
    } catch (error) {
      return showReturn(console, request, reply, order, { reason, lines: typed }, refusalOf(error));
    }
  });
};

const after = (orderId: string, { requestId }: { readonly requestId: string }): string =>
  place(['orders', orderId], { asked: requestId });

type Line = { readonly line: number; readonly title: string; readonly left: number };

/** Lines of which something can still come back. */
const linesOf = ({ lines = [] }: Order): Line[] =>
  lines
    .map(({ line = 0, title = '', quantity = 0, returnedQuantity = 0 }) => ({
      line,
      title,
      left: quantity - returnedQuantity,
    }))
    .filter(({ left }) => left > 0);

/** A refused form gets a key of its own: what is corrected in it is another request. */
const once = () => html`<input type="hidden" name="once" value="${randomUUID()}">`;

const trailTo = (orderId: string) => [
  { title: 'Orders', href: place(['orders']) },
  { title: orderId, href: place(['orders', orderId]) },
];

const factsOf = ({ orderId, status, lines = [], total = null }: Order) =>
  [
    ['Order', html`<b class="mono">${orderId}</b>`],
    ['State', worded(status ?? '')],
    ['Lines', lines.length],
    ['To pay', moneyText(total)],
  ] as const;

function showCancel(
  console: Console,
  request: FastifyRequest,
  reply: FastifyReply,
  order: Order,
  typed: Typed,
  refused: string | null = null,
): Promise<FastifyReply> {
  const { orderId } = order;
  const body = confirmation({
    action: place(['orders', orderId, 'cancel']),
    back: place(['orders', orderId]),
    counts: factsOf(order),
    means:
      'The order is cancelled, unless the warehouse has dispatched it before: stock is given back, money that was set aside is let go, and money that was taken is refunded. It cannot be undone.',
    deed: 'Cancel the order',
    danger: true,
    fields: once(),
    typed: { reason: typed.reason },
    refused,
  });
  const status = refused === null ? 200 : 409;
  return console.send(request, reply, {
    title: 'Cancel an order',
    area: 'orders',
    path: trailTo(orderId),
    status,
    body,
  });
}

function showReturn(
  console: Console,
  request: FastifyRequest,
  reply: FastifyReply,
  order: Order,
  typed: Typed,
  refused: string | null = null,
): Promise<FastifyReply> {
  const { orderId } = order;
  const lines = linesOf(order);
  const fields = html`${once()}<fieldset><legend>What is to come back</legend>${lines.map(
    ({
      line,
      title,
      left,
    }) => html`<label for="line-${line}">${title} <span class="hint">line ${line}, up to ${left}</span></label>
<input id="line-${line}" name="line-${line}" type="number" inputmode="numeric" min="0" max="${left}" value="${typed.lines?.get(line) ?? 0}">`,
  )}</fieldset>`;
  const body = confirmation({
    action: place(['orders', orderId, 'return']),
    back: place(['orders', orderId]),
    counts: factsOf(order),
    means:
      'The return is noted, and the customer owes the goods from then on. What is refunded is what the warehouse receives.',
    deed: 'Ask for the return',
    fields,
    typed: { reason: typed.reason },
    refused,
  });
  const status = refused === null ? 200 : 409;
  return console.send(request, reply, {
    title: 'Ask for a return',
    area: 'orders',
    path: trailTo(orderId),
    status,
    body,
  });
}
