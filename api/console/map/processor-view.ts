import type { Halt } from '../../flow/halts.ts';
import { type Content, html } from '../html.ts';
import { badge, button, count, facts, notice } from '../parts/parts.ts';
import { table } from '../parts/table.ts';
import { place } from '../places.ts';
import type { ProcessorPulse } from '../pulse.ts';
import { ago, moment } from '../times.ts';
import { drawing, parkedText, rateText } from './draw.ts';
import type { LiveCard, LiveMap } from './overlay.ts';
import { forText, processorLink, topicPlace } from './view.ts';
import { type Written, writtenView } from './written.ts';

/** One processor, and what is one step away from it. */
export function processorView(
  map: LiveMap,
  card: LiveCard,
  pulse: ProcessorPulse,
  now: number,
  { asked, written }: { readonly asked: string | undefined; readonly written: readonly Written[] },
): Content {
  const { id, standing, parked, programs, lastSeen, station } = card;
  const done = asked === 'pause' ? standing.state === 'paused' : (pulse.halts ?? []).length === 0;
  return html`${(asked === 'pause' || asked === 'resume') && askedOf(asked, id, done)}
${(pulse.halts ?? []).map(haltOf)}
${standing.state === 'stopped' && (pulse.halts ?? []).length === 0 && stoppedNotice(card)}
${facts([
  ['State', badge(standing.mood, standing.says)],
  ...(standing.since === null ? [] : [['Since', moment(standing.since)] as const]),
  ['Lag', `${count(pulse.lag)} offsets`],
  [
    'Parked',
    html`<a href="${place(['hospital'], { processor: id })}">${parked === null ? 'no cases' : parkedText(parked)}</a>`,
  ],
  [
    'Owes steps of orders',
    html`<a href="${place(['orders'], { tab: 'stuck', owedBy: id })}">stuck orders that wait for it</a>`,
  ],
  ['Program', programs.length === 0 ? 'its positions do not tell' : programs.join(', ')],
  ['Wrote', ago(lastSeen, now)],
])}
<p class="row">${button(place(['nodes', 'processors', id, 'pause']), `Pause ${id}`)} ${button(place(['nodes', 'processors', id, 'resume']), `Resume ${id}`)}</p>
<h2>One step away</h2>
<div class="scroll map" role="region" aria-label="Neighbours of ${id}" tabindex="0">${drawing(oneHop(map, id), now, `${id} and its neighbours, from left to right. The tables below say the same.`)}</div>
<h2>Reads</h2>
${table({
  caption: `What ${id} reads`,
  rows: pulse.inputs.toSorted((one, other) => one.topic.localeCompare(other.topic) || one.partition - other.partition),
  id: ({ topic, partition }) => `input-${topic}-${partition}`,
  columns: [
    { title: 'Topic', cell: ({ topic }) => topicLink(topic) },
    { title: 'Partition', cell: ({ partition }) => partition, number: true },
    { title: 'Position', cell: ({ position }) => (position === null ? 'not begun' : count(position)), number: true },
    { title: 'End', cell: ({ end }) => count(end), number: true },
    { title: 'Lag', cell: ({ lag }) => count(lag), number: true },
    { title: 'Committed by', cell: ({ program }) => program ?? html`<span class="none">unknown</span>` },
  ],
  empty: null,
})}
${station.tables.length > 0 && html`<p>Looked up as tables, which cause nothing: ${station.tables.map((topic, n) => html`${n > 0 && ', '}${topicLink(topic)}`)}.</p>`}
<h2>Writes</h2>
${table({
  caption: `What ${id} writes`,
  rows: card.rows.filter(({ way }) => way === 'out'),
  id: ({ topic }) => `output-${topic}`,
  columns: [
    { title: 'Topic', cell: ({ topic }) => topicLink(topic) },
    { title: 'Kind', cell: ({ kind }) => kind },
    {
      title: 'Records',
      cell: ({ rate, silence }) => `${rateText(rate, silence)}${forText(silence, now)}`,
      number: true,
    },
    {
      title: 'Read by',
      cell: ({ topic }) => {
        const to = map.edges.filter(edge => edge.topic === topic && edge.from === id).map(edge => edge.to);
        return to.length === 0
          ? html`<span class="none">read models only</span>`
          : to.map((name, n) => html`${n > 0 && ', '}${processorLink(name)}`);
      },
    },
  ],
  empty: null,
})}
<h2>Schemas and samples of what it writes</h2>
${writtenView(written, now)}
<h2>Outside the shop</h2>
${
  card.outside.length === 0
    ? html`<p>It does nothing outside.</p>`
    : html`<ul>${card.outside.map(one => html`<li>${one.place}: ${one.kinds.join(', ')}</li>`)}</ul>`
}`;
}

/** The card itself, those that lead to it, and those that it leads to; of the edges only its own. */
export function oneHop(map: LiveMap, id: string): LiveMap {
  const edges = map.edges.filter(({ from, to }) => from === id || to === id);
  const near = new Set([id, ...edges.flatMap(({ from, to }) => [from, to])]);
  return { ...map, edges, cards: map.cards.filter(one => near.has(one.id)) };
}

const topicLink = (name: string): Content => html`<a href="${topicPlace(name)}">${name}</a>`;

const askedOf = (deed: 'pause' | 'resume', id: string, done: boolean): Content =>
  done
    ? notice('good', html`<p>${id} ${deed === 'pause' ? 'is paused' : 'goes on'}.</p>`)
    : notice(
        'none',
        html`<p>${id} was asked to ${deed === 'pause' ? 'pause' : 'go on'}. Each of its tasks does so in its turn; this page shows it.</p>`,
      );

function haltOf({ partition, what, since, by, why }: Halt): Content {
  const text =
    what === 'paused'
      ? html`<p>Partition ${partition} is paused since ${moment(since)}, by ${by}: ${why}</p>`
      : html`<p>Partition ${partition} was stopped by its storm breaker at ${moment(since)}: ${by}: ${why}</p><p>Correct the cause, start the corrected program, then resume it.</p>`;
  return notice(what === 'paused' ? 'warn' : 'bad', text);
}

const stoppedNotice = ({ id, standing, lag }: LiveCard): Content =>
  notice(
    'bad',
    html`<p>${id}: ${standing.says}${standing.since !== null && html`, since ${moment(standing.since)}`}. ${lag > 0n && 'Orders wait for it.'}</p>
<p>See whether the program that runs it is up, and what its log says; start it: <code>longplay streams</code>. Nothing is lost meanwhile.</p>`,
  );
