import { casePlace } from '../hospital/places.ts';
import { type Content, type Html, html, joined } from '../html.ts';
import type { Page } from '../page.ts';
import { badge, button, empty, facts, notice, tabs } from '../parts/parts.ts';
import { table } from '../parts/table.ts';
import type { Told } from '../parts/told.ts';
import { place } from '../places.ts';
import { ago, lengthText, moment } from '../times.ts';
import { axisOf, type Scale } from './axis.ts';
import { chart, legend } from './chart.ts';
import { eventList } from './event-list.ts';
import { ofItsKey, ofItsStory, parkedElsewhere } from './parked-view.ts';
import { moneyText, stateBadge } from './states.ts';
import { type Case, type Order, storyOf, type Trail, worded } from './story.ts';
import { type Stuck, whyOf } from './stuck-page.ts';
import { type Rows, viewsSection } from './views-view.ts';

export type Shown = {
  readonly orderId: string;
  /** As its read models have it; null: they have no such order. */
  readonly order: Order | null;
  readonly trail: Trail | null;
  /** Of its key, open and closed; others whose record names it, and those that it waits behind. */
  readonly cases: readonly Case[];
  /** Cases under other keys that may be about it, and could not be looked at. */
  readonly unread: number;
  /** What each read model has of it. */
  readonly rows: Told<Rows>;
  readonly scale: Scale;
  /** Why it does not go on; null: no step that it is owed is overdue. */
  readonly stuck: Stuck | null;
  /** What was asked for by this page before, and what became of it. */
  readonly asked: Content;
  /** What could not be told just now, and why: a server is away. */
  readonly untold: { readonly order: boolean; readonly trail: boolean; readonly notices: Content };
  /** Whether who looks may ask something of the order: that takes the scope `shop`. */
  readonly mayAsk: boolean;
  readonly now: number;
};

/** The life of one order. */
export function timelinePage(shown: Shown): Omit<Page, 'path'> {
  const { orderId, order, trail, cases, scale, asked, untold } = shown;
  const events = trail?.events ?? [];
  const began = Math.min(...events.map(({ at }) => Date.parse(at)));
  const story = storyOf(events, ofItsStory(cases, began));
  const axis = axisOf(
    story.map(({ at }) => at),
    1,
  );
  const status = order?.status ?? null;
  return {
    title: orderId,
    area: 'orders',
    live: ['orders', 'log', 'hospital'],
    beside: html`${status === null ? noState(untold.order, trail) : stateBadge(status)} ${deeds(shown)}`,
    body: html`${asked}
${untold.notices}
${parkedOf(ofItsKey(cases))}
${parkedElsewhere(cases, shown.unread)}
${stuckOf(shown)}
${order !== null ? head(order, shown) : !untold.order && notKnown(cases, trail)}
${order !== null && owed(order, shown.now)}
<section id="timeline"><h2>What happened</h2>
${
  story.length === 0
    ? nothingHappened(untold.trail)
    : html`${tabs('Scale', [
        { title: 'Long waits cut', href: place(['orders', orderId]), current: scale === 'short' },
        { title: 'To scale', href: place(['orders', orderId], { scale: 'time' }), current: scale === 'time' },
      ])}
${chart(story, scale)}${legend}
${eventList(story, axis.longest)}
${incomplete(trail)}`
}
</section>
${trail !== null && viewsSection(trail, shown.rows)}`,
  };
}

const noState = (untold: boolean, trail: Trail | null): Html =>
  untold
    ? badge('none', 'unknown')
    : isRefused(trail)
      ? badge('warn', 'does not exist')
      : badge('none', 'not known yet');

const nothingHappened = (untold: boolean): Content =>
  untold
    ? empty('Its events cannot be read now.', 'They are on the log, and stand here once it can be read again.')
    : empty(
        'Nothing of it is on the log.',
        'A request that was taken in a moment ago stands here as soon as its owner has decided.',
      );

function deeds({ order, orderId, mayAsk }: Shown): Content {
  const can = (name: string): boolean => order?.actions?.some(one => one.name === name) ?? false;
  if (!mayAsk) {
    const one = can('cancel') ? 'cancelled' : can('return') ? 'sent back' : null;
    return one !== null && html`<span class="hint">It can be ${one} by who has the scope <code>shop</code>.</span>`;
  }
  return html`<span class="row">${can('cancel') && button(place(['orders', orderId, 'cancel']), 'Cancel it', 'danger')}
${can('return') && button(place(['orders', orderId, 'return']), 'Ask for a return')}</span>`;
}

function head(order: Order, { now }: Shown): Html {
  const items = order.lines?.reduce((sum, { quantity }) => sum + (quantity ?? 0), 0) ?? 0;
  return facts([
    [
      'Customer',
      html`<a href="${place(['orders'], { customer: order.customerId })}" title="The orders of this customer">${order.customerId}</a>`,
    ],
    ['Placed', order.placedAt == null ? 'unknown' : html`${moment(order.placedAt)} UTC, ${ago(order.placedAt, now)}`],
    ['To pay', moneyText(order.total ?? null)],
    ['Lines', `${order.lines?.length ?? 0}, ${items} ${items === 1 ? 'piece' : 'pieces'}`],
    ['Version', order.version],
    ['Payment', order.payment == null ? 'none yet' : worded(order.payment.status ?? '')],
    ['Stock', order.allocation == null ? 'none yet' : worded(order.allocation.status ?? '')],
    ['Shipment', order.shipment == null ? 'none yet' : worded(order.shipment.status ?? '')],
    ...(order.rejection == null
      ? []
      : [['Rejected', html`<code>${order.rejection.code}</code> by ${order.rejection.by}`] as const]),
  ]);
}

function parkedOf(cases: readonly Case[]): Content {
  const open = cases.filter(({ closedAt }) => closedAt == null);
  // A read model's case holds nothing up.
  const first = open.find(({ processor }) => !processor.startsWith('projections.')) ?? open[0];
  if (first === undefined) return null;
  const behind = open.filter(({ processor }) => processor === first.processor).length - 1;
  const others = open.length - 1 - behind;
  const more = [
    behind > 0 && `, and ${behind} more behind it`,
    others > 0 && `, and ${others === 1 ? 'one' : others} of others, which the story tells`,
  ];
  return notice(
    'bad',
    html`<p>Parked as case <a href="${casePlace(first.caseId)}">${first.caseId}</a>${more}: ${first.processor} could not process it, and nothing later of this key is processed before that is treated.</p>`,
  );
}

/** Whether nothing but requests that were rejected is known of it. */
const isRefused = (trail: Trail | null): boolean =>
  (trail?.events.length ?? 0) > 0 && trail?.events.every(({ outcome }) => outcome?.accepted === false) === true;

function notKnown(cases: readonly Case[], trail: Trail | null): Content {
  if (cases.length > 0) {
    return html`<p>No read model knows this order: its request has never been decided, since it is parked.</p>`;
  }
  if (isRefused(trail)) {
    return notice('warn', html`<p>There is no such order: what was asked of it was rejected.</p>`);
  }
  return notice('warn', html`<p>The read models do not show this order yet; the log has it.</p>`);
}

function stuckOf({ stuck, now }: Shown): Content {
  if (stuck === null) return null;
  const steps = stuck.steps.map(({ name = '', owedBy }) => html`<b>${worded(name)}</b> by ${owedBy}`);
  return notice(
    'bad',
    html`<p>Stuck for ${lengthText(Math.max(0, now - Date.parse(stuck.overdueAt)))}: it waits for ${joined(steps, ', and ')}. ${whyOf(stuck.why, now)}</p>`,
  );
}

type Owed = NonNullable<Order['owed']>[number];

function owed(order: Order, now: number): Html {
  const steps = order.owed ?? [];
  return html`<section id="owed"><h2>What is owed next</h2>${table<Owed>({
    caption: 'Steps that are owed',
    columns: [
      { title: 'Step', cell: ({ step }) => worded(step ?? '') },
      { title: 'By whom', cell: ({ owedBy }) => owedBy },
      { title: 'Since', cell: ({ since }) => ago(since, now) },
      {
        title: 'Due',
        cell: ({ due, overdue }) => (overdue === true ? html`passed, looked at again ${ago(due, now)}` : ago(due, now)),
      },
      { title: 'State', cell: ({ overdue, due }) => stateOf(overdue === true, Date.parse(due ?? ''), now) },
    ],
    rows: steps,
    id: ({ step, owedBy }) => `owed-${step}-${owedBy}`,
    empty: empty('Nobody owes this order a step.', isOver(order) ? 'It has come to its end.' : null),
  })}</section>`;
}

const isOver = ({ status }: Order): boolean =>
  ['DELIVERED', 'REJECTED', 'CANCELLED', 'RETURNED'].includes(status ?? '');

const stateOf = (passed: boolean, due: number, now: number): Html =>
  passed || due <= now ? badge('bad', 'overdue') : badge('good', 'in time');

/** Says what of the story may be missing. */
function incomplete(trail: Trail | null): Content {
  if (trail === null) return null;
  const looked = trail.searched.filter(({ whole }) => !whole).map(({ topic }) => topic);
  return html`<p class="hint">${trail.dropped > 0 && `${trail.dropped} entries are so old that no history tells of them. `}${looked.length > 0 && `In ${looked.join(', ')}, records were looked up by the times that histories name, since much has been written meanwhile.`}</p>`;
}
