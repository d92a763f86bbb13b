import { leftOf } from '../../../schemas/coming-back.ts';
import { answered, type LongplayClient } from '../../client/client.ts';
import type { PageRoutes } from '../console.ts';
import { html } from '../html.ts';
import { deedRoutes } from '../parts/deed.ts';
import { empty } from '../parts/parts.ts';
import { place } from '../places.ts';
import { moneyText } from './states.ts';
import { type Order, worded } from './story.ts';

type OfOrder = { orderId: string };
type LineField = `line-${number}`;

/** The outcome is waited for so long: mostly it is there by then, and is shown; else the order's page tells it. */
const PREFER = { prefer: 'wait=1' };
const CODE = 'by-operator';

/** What can be asked of an order: a cancel, or a return. */
export const orderDeedRoutes: PageRoutes = async (app, { console }) => {
  deedRoutes<never, OfOrder>(app, console, {
    url: '/console/orders/:orderId/cancel',
    area: 'orders',
    names: [],
    ask: async (client, path) => ({
      title: 'Cancel an order',
      ...aboutOf(await orderOf(client, path)),
      means:
        'The order is cancelled, unless the warehouse has dispatched it before: stock is given back, money that was set aside is let go, and money that was taken is refunded. It cannot be undone.',
      deed: 'Cancel the order',
      danger: true,
    }),
    act: async (client, path, { reason, headers }) => {
      const body = { reasonCode: CODE, reason };
      const asking = { params: { path }, body, headers: { ...headers, ...PREFER } };
      return after(path, await answered(client.POST('/orders/{orderId}/cancellation', asking)));
    },
  });

  deedRoutes<LineField, OfOrder>(app, console, {
    url: '/console/orders/:orderId/return',
    area: 'orders',
    names: sent => sent.filter(isLineField),
    ask: async (client, path) => {
      const order = await orderOf(client, path);
      const lines = linesOf(order);
      return {
        title: 'Ask for a return',
        ...aboutOf(order),
        means:
          'The return is noted, and the customer owes the goods from then on. What is refunded is what the warehouse receives.',
        deed: 'Ask for the return',
        fields: typed =>
          html`<fieldset><legend>What is to come back</legend>${lines.map(
            ({
              line,
              title,
              left,
            }) => html`<label for="line-${line}">${title} <span class="hint">line ${line}, up to ${left}</span></label>
<input id="line-${line}" name="line-${line}" type="number" inputmode="numeric" min="0" max="${left}" value="${typed[`line-${line}`] ?? 0}">`,
          )}</fieldset>`,
        ...(lines.length === 0 && {
          moot: empty('Nothing of it is left to come back.', 'All of it has come back, or is awaited.'),
        }),
      };
    },
    act: async (client, path, { typed, reason, headers }) => {
      const lines = Object.entries(typed)
        .filter(([name]) => isLineField(name))
        .map(([name, text]) => ({ line: Number(name.slice('line-'.length)), quantity: Number(text) }))
        .filter(({ quantity }) => quantity > 0);
      const body = { lines, reasonCode: CODE, reason };
      const asking = { params: { path }, body, headers: { ...headers, ...PREFER } };
      return after(path, await answered(client.POST('/orders/{orderId}/returns', asking)));
    },
  });
};

const isLineField = (name: string): name is LineField => /^line-\d{1,9}$/.test(name);

const orderOf = (client: LongplayClient, path: OfOrder): Promise<Order> =>
  answered(client.GET('/orders/{orderId}', { params: { path } }));

const after = ({ orderId }: OfOrder, { requestId }: { readonly requestId: string }): string =>
  place(['orders', orderId], { asked: requestId });

type Line = { readonly line: number; readonly title: string; readonly left: number };

/** Lines of which something can still be asked back. */
const linesOf = ({ lines = [], returns = [] }: Order): Line[] => {
  const asked = returns.map(({ status = '', lines: back = [], unasked = [] }) => ({
    status,
    lines: back.map(quantityOf),
    unasked: unasked.map(quantityOf),
  }));
  return lines
    .map(({ line = 0, title = '', quantity = 0, returnedQuantity = 0 }) => ({
      line,
      title,
      left: leftOf({ line, quantity, returnedQuantity }, asked),
    }))
    .filter(({ left }) => left > 0);
};

const quantityOf = ({ line = 0, quantity = 0 }: { readonly line?: number; readonly quantity?: number }) => ({
  line,
  quantity,
});

const aboutOf = ({ orderId, status, lines = [], total = null }: Order) => ({
  back: place(['orders', orderId]),
  path: [
    { title: 'Orders', href: place(['orders']) },
    { title: orderId, href: place(['orders', orderId]) },
  ],
  counts: [
    ['Order', html`<b class="mono">${orderId}</b>`],
    ['State', worded(status ?? '')],
    ['Lines', lines.length],
    ['To pay', moneyText(total)],
  ] as const,
});
