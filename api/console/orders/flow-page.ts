import type { AnswerOf } from '../answers.ts';
import { type Content, type Html, html } from '../html.ts';
import type { Page } from '../page.ts';
import { count, counted, empty } from '../parts/parts.ts';
import { table } from '../parts/table.ts';
import { place } from '../places.ts';
import { lengthText, moment } from '../times.ts';
import { type State, tabsOf } from './list-page.ts';
import { stateBadge } from './states.ts';
import { worded } from './story.ts';

export type Step = NonNullable<AnswerOf<'/flow/steps'>['steps']>[number];

export type FlowShown = {
  readonly states: readonly State[];
  /** Those that are taken most often first. */
  readonly steps: readonly Step[];
  readonly stuck: number;
  readonly now: number;
};

/** How orders go on: where they stand and for how long, which steps they take, and how long those take. */
export function flowPage({ states, steps, stuck, now }: FlowShown): Page {
  const all = states.reduce((sum, { orders = 0 }) => sum + orders, 0);
  return {
    title: 'How orders go on',
    area: 'orders',
    live: ['orders'],
    path: [{ title: 'Orders', href: place(['orders']) }],
    beside: html`<span class="soft">${counted(all, 'order')}</span>`,
    body: html`${tabsOf('flow', all, stuck)}
<section id="states"><h2>Where they stand</h2>${table<State>({
      caption: 'Orders by state, and since when the oldest of them has been there',
      columns: [
        { title: 'State', cell: ({ state = '' }) => html`<a href="${inState(state)}">${stateBadge(state)}</a>` },
        { title: 'Orders', number: true, cell: ({ orders = 0 }) => count(orders) },
        { title: 'The oldest has been there', cell: one => ageOf(one, now) },
      ],
      rows: states,
      id: ({ state }) => `state-${state}`,
      empty: none,
    })}</section>
<section id="steps"><h2>Which steps they take</h2>
<p class="hint">Of all orders that the log still tells of, from one step of an order to its next. How many took how long is known for eight lengths, from 100 ms to a day and beyond: half and 95 of 100 are estimates between two of them. <code>GET /flow/steps</code> has all eight, and the metric <code>longplay_flow_step_seconds</code> goes over time.</p>
${table<Step>({
  caption: 'Steps that orders take, the most frequent first',
  columns: stepColumns(new Set(states.map(({ state }) => state))),
  rows: steps,
  id: ({ from, to, ledBy }) => `step-${from}-${to}-${ledBy}`,
  empty:
    all === 0
      ? none
      : empty('No order has taken a step yet.', html`<a href="${place(['orders'])}">Where they stand</a>`),
})}</section>`,
  };
}

const none = empty(
  'There are no orders yet.',
  html`<code>npx longplay load --orders 100 --rate 10</code> places some.`,
);

const inState = (status: string): string => place(['orders'], { status });

const ageOf = ({ oldest, end }: State, now: number): Content =>
  end === true
    ? html`<span class="soft">they may stay there</span>`
    : oldest == null
      ? html`<span class="soft">not known yet</span>`
      : html`<span class="nowrap">${lengthText(Math.max(0, now - Date.parse(oldest)))}</span> <span class="hint nowrap">since ${moment(oldest)} UTC</span>`;

const stepColumns = (known: ReadonlySet<string | undefined>) => [
  {
    title: 'Step',
    cell: ({ from = '', to = '' }: Step) =>
      html`<span class="nowrap">${stateOf(from, known)} → ${stateOf(to, known)}</span>`,
  },
  { title: 'Led by', cell: ({ ledBy = '' }: Step) => leaderOf(ledBy) },
  { title: 'Taken', number: true, cell: ({ count: often = 0 }: Step) => count(often) },
  { title: 'Half within', number: true, cell: (one: Step) => estimate(one.p50Ms, one) },
  { title: '95 of 100 within', number: true, cell: (one: Step) => estimate(one.p95Ms, one) },
  { title: 'All within', number: true, cell: ({ histogram = [] }: Step) => within(longestOf(histogram)) },
  { title: 'On average', number: true, cell: ({ meanMs = 0 }: Step) => length(meanMs) },
  {
    title: 'Overdue meanwhile',
    number: true,
    cell: ({ overdue = 0 }: Step) => (overdue === 0 ? 'never' : `${count(overdue)} ×`),
  },
];

/** Where there is an order now, it leads to those. */
const stateOf = (state: string, known: ReadonlySet<string | undefined>): Content =>
  known.has(state) ? html`<a href="${inState(state)}">${worded(state)}</a>` : worded(state);

const leaderOf = (ledBy: string): Html =>
  ledBy === 'deadline' ? html`a deadline` : html`<a href="${place(['topics', ledBy])}">${ledBy}</a>`;

const length = (ms: number): Html => html`<span class="nowrap">${lengthText(ms)}</span>`;

const within = (ms: number | null | undefined): Content =>
  ms == null ? html`<span class="nowrap">more than a day</span>` : length(ms);

/** Between none and the first length there is nothing to estimate by. */
function estimate(ms: number | null | undefined, { histogram = [] }: Step): Content {
  const shortest = histogram[0]?.upToMs ?? 0;
  return ms != null && ms < shortest ? html`<span class="nowrap">under ${lengthText(shortest)}</span>` : within(ms);
}

/** The longest time of the last bucket that something is in; null: longer than all. */
const longestOf = (histogram: NonNullable<Step['histogram']>): number | null =>
  histogram.findLast(one => (one.count ?? 0) > 0)?.upToMs ?? null;
