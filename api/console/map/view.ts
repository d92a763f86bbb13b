import { type Content, type Html, html, joined } from '../html.ts';
import { badge, button, count, counted, empty, notice, tabs } from '../parts/parts.ts';
import { table } from '../parts/table.ts';
import { place } from '../places.ts';
import { ago, lengthText, moment } from '../times.ts';
import { drawing, parkedText, rateText, silenceText } from './draw.ts';
import type { LiveCard, LiveMap, LiveRow } from './overlay.ts';
import { SILENT_AFTER_MS } from './seen.ts';

/** The whole page: what needs a person, the picture, and the same as a table. */
export function mapView(map: LiveMap, now: number): Html {
  return html`${needsOf(map)}
${silentOnes(map, now)}
${tabs('Topics shown', [
  { title: 'Facts and requests', href: '/console', current: map.detail === 'facts' },
  { title: 'Every topic', href: place([], { topics: 'all' }), current: map.detail === 'all' },
])}
<div class="scroll map" role="region" aria-label="Map: scrolls sideways where it is narrow" tabindex="0">
${drawing(map, now, 'Processors and topics, from left to right. The table below says the same.')}
</div>
${legend}
<h2 id="processors">The same as a table</h2>
${processorTable(map, now)}`;
}

/** What somebody has to see to, each with where to go. */
function needsOf({ cards, odd, untold }: LiveMap): Content {
  const parked = cards.filter(one => one.parked !== null);
  const stopped = cards.filter(({ standing }) => standing.state === 'stopped');
  const paused = cards.filter(({ standing }) => standing.state === 'paused');
  if (parked.length === 0 && stopped.length === 0 && paused.length === 0 && odd.length === 0) {
    return untold.length > 0 ? untoldOf(untold) : notice('good', html`<p>Nothing needs a person.</p>`);
  }
  return html`${untold.length > 0 && untoldOf(untold)}${stopped.map(one => notice('bad', html`<p>${processorLink(one.id)} is ${one.standing.says}${since(one)}.</p>`))}
${parked.map(one =>
  notice(
    one.parked?.itself ? 'warn' : 'bad',
    html`<p>${processorLink(one.id)}: ${one.parked && parkedText(one.parked)}${one.parked?.itself && ', tried again by themselves'}. <a href="${place(['hospital'], { processor: one.id })}">To the hospital of ${one.id}</a></p>`,
  ),
)}
${paused.map(one => notice('warn', html`<p>${processorLink(one.id)} is ${one.standing.says}${since(one)}.</p>`))}
${
  odd.length > 0 &&
  notice(
    'warn',
    html`<p>Seen on the log, but declared nowhere:</p><ul>${odd.map(
      one =>
        html`<li>${one.processor === '' ? 'Somebody who does not say who' : one.processor} ${one.what} ${topicLink(one.topic)} (${counted(one.records, 'record')} of the newest)</li>`,
    )}</ul>`,
  )
}`;
}

const untoldOf = (untold: readonly string[]): Html =>
  notice(
    'warn',
    html`<p>It cannot be told now ${untold.join(', nor ')}: see the strip above for the server that is away.</p>`,
  );

/** What is declared, and of which nothing is seen. In words, and quiet: at rest that is as it should be. */
function silentOnes({ cards, edges }: LiveMap, now: number): Content {
  // What each processor has for itself says nothing while nobody is treated.
  const rows = cards.flatMap(({ id, rows }) => rows.filter(one => !one.topic.includes('.')).map(row => ({ id, row })));
  const silent = rows.filter(({ row }) => row.silence !== null);
  if (silent.length === 0) return null;
  const told = silent.map(({ id, row: { topic, way, silence } }) => {
    const writer = way === 'out' ? id : null;
    const to = writer === null ? [id] : edges.filter(one => one.topic === topic && one.from === id).map(one => one.to);
    const what = html`${topicLink(topic)}, ${writer === null ? 'which comes in' : html`from ${processorLink(writer)}`}${to.length > 0 && html` to ${joined(to.map(processorLink), ', ')}`}`;
    return silence === null || silence.how === 'empty'
      ? { isEmpty: true, item: html`<li>${what}</li>` }
      : { isEmpty: false, item: html`<li>${what}: ${silenceText(silence, writer, now)}</li>` };
  });
  const none = told.filter(({ isEmpty }) => isEmpty);
  const some = told.filter(({ isEmpty }) => !isEmpty);
  const listOf = (all: typeof told): Content => html`<ul>${all.map(({ item }) => item)}</ul>`;
  return html`<details id="silent"><summary>Declared, but silent: ${count(silent.length)} of ${counted(rows.length, 'topic')}</summary>
<div class="inside"><p class="hint">Nothing came for ${lengthText(SILENT_AFTER_MS)}, or nothing of whoever is declared to write it. While nobody asks for anything, that is as it should be.</p>
${some.length > 0 && listOf(some)}
${none.length > 0 && html`<p>Empty: nothing was written yet, or all of it was read and trimmed.</p>${listOf(none)}`}</div></details>`;
}

const since = ({ standing }: LiveCard): Content => standing.since !== null && html`, since ${moment(standing.since)}`;

export const topicPlace = (name: string): string => place(['nodes', 'topics', name]);

const topicLink = (name: string): Html => html`<a href="${topicPlace(name)}">${name}</a>`;

/** Ways in, such as the API, are no nodes. */
export const processorLink = (name: string): Html =>
  name === 'api' || name === 'cli'
    ? html`${name}`
    : html`<a href="${place(['nodes', 'processors', name])}">${name}</a>`;

function processorTable({ cards, edges }: LiveMap, now: number): Content {
  const lagOf = (to: string, topic: string): bigint =>
    edges.find(edge => edge.to === to && edge.topic === topic && edge.how !== 'odd')?.lag ?? 0n;
  return table({
    caption: 'Processors',
    rows: cards,
    id: ({ id }) => `row-${id}`,
    columns: [
      { title: 'Processor', cell: ({ id }) => processorLink(id) },
      { title: 'State', cell: one => html`${badge(one.standing.mood, one.standing.says)}${since(one)}` },
      { title: 'Lag', cell: ({ lag }) => count(lag), number: true },
      {
        title: 'Parked',
        cell: ({ id, parked }) =>
          parked === null
            ? html`<span class="none">none</span>`
            : html`<a href="${place(['hospital'], { processor: id })}">${parkedText(parked)}</a>`,
      },
      {
        title: 'Program',
        cell: ({ programs }) => (programs.length === 0 ? html`<span class="none">unknown</span>` : programs.join(', ')),
      },
      { title: 'Wrote', cell: ({ lastSeen }) => html`<span class="nowrap">${ago(lastSeen, now)}</span>` },
      {
        title: 'Reads',
        cell: ({ id, station: { reads, tables }, rows }) =>
          topicList([
            ...reads.map(topic => ({
              topic,
              says: lagText(rows.find(row => row.topic === topic && row.way === 'in')?.lag ?? lagOf(id, topic)),
            })),
            ...tables.map(topic => ({ topic, says: 'as a table' })),
          ]),
      },
      {
        title: 'Writes',
        cell: ({ rows }) =>
          topicList(
            rows
              .filter(({ way }) => way === 'out')
              .map(({ topic, rate, silence }) => ({ topic, says: rateText(rate, silence) + forText(silence, now) })),
          ),
      },
      {
        title: 'Outside',
        cell: ({ outside }) =>
          outside.length === 0
            ? html`<span class="none">nothing</span>`
            : joined(
                outside.map(({ place: where, kinds }) => html`${where}: ${kinds.join(', ')}`),
                html`<br>`,
              ),
      },
    ],
    empty: noTopology,
  });
}

const lagText = (lag: bigint): string => (lag === 0n ? '' : `lag ${count(lag)}`);

/** “ for 3 h 5 min”, where it is known since when. */
export const forText = (silence: LiveRow['silence'], now: number): string =>
  silence?.how !== 'long' ? '' : ` for ${lengthText(Math.max(0, now - silence.since))}`;

const topicList = (all: readonly { readonly topic: string; readonly says: string }[]): Html =>
  html`<ul class="plain">${all.map(({ topic, says }) => html`<li>${topicLink(topic)}${says !== '' && html` <span class="soft">${says}</span>`}</li>`)}</ul>`;

export const noTopology = empty(
  'Who reads and writes what cannot be told here.',
  'This API was started without the topology, or Kafka does not answer: see the strip above.',
);

const line = (kind: string, tip: Content): Html =>
  html`<svg class="map sample" width="44" height="12" viewBox="0 0 44 12" aria-hidden="true"><g class="edge ${kind}"><path class="run" d="M1 6H40"/>${tip}</g></svg>`;
const ARROW = html`<path class="tip" d="M43 6L36 2V10Z"/>`;

const door = html`<svg class="map sample" width="14" height="12" viewBox="0 0 14 12" aria-hidden="true"><path class="door" d="M1 6H11M7 2L11 6L7 10"/></svg>`;

const legend = html`<ul class="legend">
<li>${line('reads busy-2', ARROW)} read by; thicker: more records a minute</li>
<li>${line('reads back', html`<path class="tip" d="M1 6L8 2V10Z"/>`)} leads back, and closes a cycle</li>
<li>${line('table', html`<circle class="tip" cx="40" cy="6" r="3.2"/>`)} looked up as a table, causes nothing</li>
<li>${line('reads silent', ARROW)} declared, but silent; the list above says since when</li>
<li>${line('odd', ARROW)} seen, but declared nowhere</li>
<li>${line('reads held', ARROW)} waits: the reader has stopped</li>
<li>${door} comes in through the API, or leaves the shop</li>
<li>Read models read every topic of facts: ${button(place(['projections']), 'Projections')}</li>
</ul>`;
