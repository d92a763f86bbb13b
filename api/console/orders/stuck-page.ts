import type { AnswerOf } from '../answers.ts';
import { type Content, type Html, html } from '../html.ts';
import type { Page } from '../page.ts';
import { badge, count, counted, empty, notice, pager } from '../parts/parts.ts';
import { table } from '../parts/table.ts';
import type { Told } from '../parts/told.ts';
import { place } from '../places.ts';
import type { Mood } from '../strip.ts';
import { ago, lengthText, moment } from '../times.ts';
import { type Laws, lawsSection } from './laws-view.ts';
import { tabsOf } from './list-page.ts';
import { stateBadge } from './states.ts';
import { worded } from './story.ts';

export type StuckCounts = AnswerOf<'/flow/stuck/count'>;
export type Stuck = AnswerOf<'/flow/stuck'>['orders'][number];
type Why = Stuck['why'];
type Step = NonNullable<StuckCounts['steps']>[number];

export type StuckQuery = { readonly owedBy?: string; readonly step?: string; readonly cursor?: string };

export type StuckShown = {
  readonly query: StuckQuery;
  readonly counts: StuckCounts;
  readonly orders: readonly Stuck[];
  readonly next: string | null;
  /** Orders in all. */
  readonly all: number;
  readonly now: number;
  readonly laws: Told<Laws>;
};

const REASONS: readonly (readonly [kind: keyof NonNullable<StuckCounts['reasons']>, says: string, mood: Mood])[] = [
  ['parked', 'parked in the hospital', 'bad'],
  ['stopped', 'a processor stands still', 'bad'],
  ['paused', 'a processor is paused', 'warn'],
  ['behind', 'a processor is behind', 'warn'],
  ['waiting', 'somebody has not answered', 'warn'],
  ['unknown', 'not looked into, there are too many', 'none'],
];

/** Orders whose next owed step is overdue: by whom it is owed, since when, and why. */
export function stuckPage({ query, counts, orders, next, all, now, laws }: StuckShown): Page {
  const { owedBy = '', step = '' } = query;
  const stuck = counts.orders ?? 0;
  const at = (cursor: string | null) => place(['orders'], { tab: 'stuck', owedBy, step, cursor });
  return {
    title: 'Stuck orders',
    area: 'orders',
    live: ['orders', 'hospital', 'pulse'],
    path: [{ title: 'Orders', href: place(['orders']) }],
    beside: stuck === 0 ? badge('good', 'all clear') : badge('bad', counted(stuck, 'order')),
    body: html`${tabsOf('stuck', all, stuck)}
${stuck === 0 ? clear() : grouped(counts, query)}
${(owedBy !== '' || step !== '') && html`<p>Only those that wait for ${step !== '' && html`<b>${worded(step)}</b> by `}<b>${owedBy === '' ? 'anybody' : owedBy}</b>. <a href="${place(['orders'], { tab: 'stuck' })}">Show all that are stuck</a></p>`}
${
  (stuck > 0 || orders.length > 0) &&
  table<Stuck>({
    caption: 'Stuck orders, those that have waited longest first',
    columns: columnsOf(now),
    rows: orders,
    id: ({ orderId }) => `stuck-${orderId.replaceAll(/[^\w-]/g, '_')}`,
    empty: empty(
      'None of them is stuck like that.',
      html`<a href="${place(['orders'], { tab: 'stuck' })}">Show all that are stuck</a>`,
    ),
  })
}
${pager(query.cursor === undefined ? null : at(null), next === null ? null : at(next))}
${lawsSection(laws, now)}`,
  };
}

const clear = (): Html =>
  notice(
    'good',
    html`<p><b>All clear.</b> Nobody is late with a step that an order waits for.</p><p>An order stands here as soon as a step that it is owed is overdue, and leaves by itself once the step is taken.</p>`,
  );

function grouped({ steps = [], reasons }: StuckCounts, { owedBy, step }: StuckQuery): Html {
  return html`<div class="columns"><section id="by-step"><h2>By whom it is owed</h2>${table<Step>({
    caption: 'Overdue steps',
    columns: [
      { title: 'Step', cell: one => stepLink(one, one.step === step && one.owedBy === owedBy) },
      { title: 'Owed by', cell: one => one.owedBy },
      { title: 'Orders', number: true, cell: one => count(one.orders ?? 0) },
    ],
    rows: steps,
    id: one => `step-${one.owedBy}-${one.step}`,
    empty: null,
  })}</section>
<section id="by-why"><h2>Why</h2>${table({
    caption: 'Why orders are stuck',
    columns: [
      { title: 'Why', cell: ([, says, mood]: (typeof REASONS)[number]) => badge(mood, says) },
      { title: 'Orders', number: true, cell: ([kind]) => count(reasons?.[kind] ?? 0) },
    ],
    rows: REASONS.filter(([kind]) => (reasons?.[kind] ?? 0) > 0),
    id: ([kind]) => `why-${kind}`,
    empty: empty('It could not be told why.', 'The brokers or the hospital cannot be asked.'),
  })}</section></div>`;
}

const stepLink = ({ owedBy, step }: Step, isCurrent: boolean): Html =>
  html`<a href="${place(['orders'], { tab: 'stuck', owedBy, step })}"${isCurrent && html` aria-current="true"`}>${worded(step ?? '')}</a>`;

const columnsOf = (now: number) => [
  {
    title: 'Order',
    cell: ({ orderId }: Stuck) => html`<a class="mono" href="${place(['orders', orderId])}">${orderId}</a>`,
  },
  { title: 'State', cell: ({ status }: Stuck) => stateBadge(status) },
  {
    title: 'Waits for',
    cell: ({ steps }: Stuck) => steps.map(one => html`<div><b>${worded(one.name ?? '')}</b> by ${one.owedBy}</div>`),
  },
  {
    title: 'Overdue',
    cell: ({ overdueAt }: Stuck) =>
      html`<span class="nowrap">${lengthText(Math.max(0, now - Date.parse(overdueAt)))}</span> <span class="hint nowrap">since ${moment(overdueAt)} UTC</span>`,
  },
  { title: 'Why', cell: ({ why }: Stuck) => whyOf(why, now) },
];

/** Why, with a link to where something can be done about it. */
export function whyOf(why: Why, now: number): Content {
  const { kind, text, processor, caseId, next } = why;
  if (kind === 'parked' && caseId != null) {
    return html`${badge('bad', 'parked')} as case <a class="mono" href="${place(['hospital', 'cases', caseId])}">${caseId}</a>`;
  }
  const more =
    next == null ? null : html` <span class="hint">for ${next.step}, since ${ago(next.since ?? null, now)}</span>`;
  const mood: Mood = kind === 'stopped' ? 'bad' : 'warn';
  const leads = processor == null ? text : html`<a href="${place(['nodes', 'processors', processor])}">${text}</a>`;
  return html`${badge(mood, kind)} ${leads}${more}`;
}
