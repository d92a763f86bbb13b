import type { AnswerOf } from '../answers.ts';
import { type Content, type Html, html } from '../html.ts';
import type { Page } from '../page.ts';
import { badge, count, counted, empty, pager, tabs } from '../parts/parts.ts';
import { table } from '../parts/table.ts';
import { place } from '../places.ts';
import { ago, lengthText, timeText } from '../times.ts';
import { dots } from './dots.ts';
import { moneyText, stateBadge } from './states.ts';
import { worded } from './story.ts';

export type Listed = AnswerOf<'/flow/orders'>['orders'][number];
export type State = NonNullable<AnswerOf<'/flow/states'>['states']>[number];

/** What the address says: all of it is kept from page to page. */
export type ListQuery = {
  readonly q?: string;
  readonly status?: string;
  readonly customer?: string;
  readonly cursor?: string;
};

export type ListShown = {
  readonly query: ListQuery;
  readonly orders: readonly Listed[];
  readonly next: string | null;
  readonly states: readonly State[];
  readonly stuck: number;
  readonly now: number;
};

/** Every order, the newest first; or those that were searched for. */
export function listPage(shown: ListShown): Page {
  const { query, orders, next, states, stuck, now } = shown;
  const { q = '', status = '', customer = '' } = query;
  const all = states.reduce((sum, { orders: some }) => sum + (some ?? 0), 0);
  return {
    title: 'Orders',
    area: 'orders',
    live: ['orders'],
    beside: html`<span class="soft">${counted(all, 'order')}</span>`,
    body: html`${tabsOf('all', all, stuck)}
${search(q)}
${statesOf(states, query, now)}
${customer !== '' && html`<p>Only those of <b class="mono">${customer}</b>. <a href="${place(['orders'], { status })}">Show those of all customers</a></p>`}
${q !== '' && html`<p>${next !== null && 'More than '}${counted(orders.length, 'order')} found for <b class="mono">${q}</b>. <a href="${place(['orders'])}">Show all orders</a></p>`}
${table<Listed>({
  caption: 'Orders, the newest first',
  columns: columnsOf(now),
  rows: orders,
  id: ({ orderId }) => `order-${orderId.replaceAll(/[^\w-]/g, '_')}`,
  empty: nothing(query, all),
})}
${pager(query.cursor === undefined ? null : place(['orders'], { q, status, customer }), next === null ? null : place(['orders'], { q, status, customer, cursor: next }))}`,
  };
}

export const tabsOf = (current: 'all' | 'stuck' | 'flow', all: number, stuck: number): Html =>
  tabs('Orders', [
    { title: 'All', href: place(['orders']), current: current === 'all', count: all },
    { title: 'Stuck', href: place(['orders'], { tab: 'stuck' }), current: current === 'stuck', count: stuck },
    { title: 'Flow', href: place(['orders'], { tab: 'flow' }), current: current === 'flow' },
  ]);

const search = (q: string): Html => html`<form class="filters" method="get" action="/console/orders" role="search">
<div class="wide"><label for="q">Find <span class="hint">by the id of an order, a customer, an event or a request</span></label>
<input id="q" name="q" type="search" value="${q}" autocomplete="off" spellcheck="false" maxlength="500"></div>
<button>Find</button></form>`;

/** How many stand where, and for how long the oldest has, where it is to go on; each leads to them. */
function statesOf(states: readonly State[], { status = '', customer = '' }: ListQuery, now: number): Content {
  if (states.length === 0) return null;
  const one = (name: string, inside: Content): Html =>
    html`<li><a class="pill" href="${place(['orders'], { status: name, customer })}"${name === status && html` aria-current="page"`}>${inside}</a></li>`;
  return html`<nav class="states" aria-label="By state"><ul>${one('', 'every state')}${states.map(of => one(of.state ?? '', [worded(of.state ?? ''), ' ', html`<b>${count(of.orders ?? 0)}</b>`, oldestOf(of, now)]))}</ul></nav>`;
}

/** For how long the oldest order has been there; nothing where it may stay for ever. */
export const oldestOf = ({ oldest, end }: State, now: number): Content =>
  oldest != null &&
  end !== true &&
  html` <span title="since ${timeText(oldest)} UTC">oldest ${lengthText(Math.max(0, now - Date.parse(oldest)))}</span>`;

const columnsOf = (now: number) => [
  {
    title: 'Order',
    cell: ({ orderId }: Listed) => html`<a class="mono" href="${place(['orders', orderId])}">${orderId}</a>`,
  },
  { title: 'State', cell: ({ status }: Listed) => stateBadge(status) },
  { title: 'What it went through', cell: ({ timeline, timelineDropped }: Listed) => dots(timeline, timelineDropped) },
  { title: 'Owed by', cell: (one: Listed) => owedBy(one, now) },
  {
    title: 'Customer',
    cell: ({ customerId }: Listed) =>
      html`<a class="mono" href="${place(['orders'], { customer: customerId })}">${customerId}</a>`,
  },
  { title: 'To pay', number: true, cell: ({ total }: Listed) => html`<span class="nowrap">${moneyText(total)}</span>` },
  { title: 'Placed', cell: ({ placedAt }: Listed) => html`<span class="nowrap">${ago(placedAt, now)}</span>` },
];

function owedBy({ owed, final }: Listed, now: number): Content {
  const [first] = [...owed].sort((one, other) => (one.overdueAt < other.overdueAt ? -1 : 1));
  if (first === undefined)
    return final ? html`<span class="soft">nobody</span>` : html`<span class="soft">nobody yet</span>`;
  const late = now - Date.parse(first.overdueAt);
  if (late <= 0) return first.owedBy;
  return badge('bad', `${first.owedBy}, ${lengthText(late)} overdue`);
}

function nothing({ q = '', status = '', customer = '' }: ListQuery, all: number): Html {
  if (q !== '') {
    return empty(
      html`No order, customer, event or request is named <b class="mono">${q}</b>.`,
      'Ids are searched for as a whole. An order is also found by its id, or by that of its request, while the request is parked or not decided yet.',
    );
  }
  if (status !== '' || customer !== '') {
    return empty('No order is like that.', html`<a href="/console/orders">Show all orders</a>`);
  }
  if (all > 0) return empty('There are no further orders.', html`<a href="/console/orders">To the newest</a>`);
  return empty('There are no orders yet.', html`<code>npx longplay load --orders 100 --rate 10</code> places some.`);
}
