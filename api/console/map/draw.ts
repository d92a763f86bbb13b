import { type Content, type Html, html } from '../html.ts';
import { count, counted } from '../parts/parts.ts';
import { place } from '../places.ts';
import { type Mood, moodWords } from '../strip.ts';
import { lengthText } from '../times.ts';
import { type Box, type Line, layoutOf, type Measures, type Placed, type Point } from './layout.ts';
import type { LiveCard, LiveEdge, LiveMap, LiveRow } from './overlay.ts';
import type { Silence } from './seen.ts';

/** Five columns stand side by side in a window of 1,280. */
const MEASURES: Measures = { boxWidth: 198, across: 52, apart: 26, head: 46 };
const MARGIN = 16;
/** What a line of a card has room for, px; and how wide about a character is of what stands there, and of a rate. */
const ROOM = MEASURES.boxWidth - 22;
const CHARACTER = 6.9;
const RATE_CHARACTER = 5.9;
const LINE = 16;
const ROW = 24;
const HEAD = 62;

/** Heights of what a card shows, from its top. */
type Shape = {
  readonly height: number;
  readonly rows: readonly { readonly y: number }[];
  readonly outside: readonly number[];
};

const headOf = ({ parked }: LiveCard): number => HEAD + (parked === null ? 0 : LINE);

function shapeOf(card: LiveCard): Shape {
  const head = headOf(card);
  const rows = card.rows.map((_, n) => ({ y: head + n * ROW }));
  const outside = card.outside.map((_, n) => head + (card.rows.length + n) * ROW);
  return { rows, outside, height: head + (card.rows.length + card.outside.length) * ROW + 5 };
}

/** The choreography from left to right. What it says, the table beside it says as well. */
export function drawing(map: LiveMap, now: number, label: string): Html {
  const shapes = new Map(map.cards.map(card => [card.id, shapeOf(card)]));
  const boxes = map.cards.map((card): Box => {
    const shape = shapes.get(card.id) as Shape;
    const ports = card.rows.map(({ topic }, n) => [topic, (shape.rows[n]?.y ?? 0) + ROW / 2] as const);
    return { id: card.id, height: shape.height, ports: { ...Object.fromEntries(ports), '': 23 } };
  });
  const lines = map.edges.map((edge): Line => ({ id: edge.id, from: edge.from, port: portOf(edge, map), to: edge.to }));
  const placed = layoutOf(boxes, lines, MEASURES);
  const [width, height] = [placed.width + 2 * MARGIN, placed.height + 2 * MARGIN];
  return html`<svg class="map" id="map" width="${width}" height="${Math.ceil(height)}" viewBox="${-MARGIN} ${-MARGIN} ${width} ${Math.ceil(height)}" role="group" aria-label="${label}">
<g class="edges">${edgesOf(map, placed, now)}</g>
${map.cards.map(card => cardOf(card, placed.boxes.get(card.id) ?? { x: 0, y: 0 }, shapes.get(card.id) as Shape, now))}
</svg>`;
}

/** An edge begins at its topic where that stands on the card; else at the card's head. */
function portOf({ from, topic }: LiveEdge, { cards }: LiveMap): string {
  return cards.find(({ id }) => id === from)?.rows.some(row => row.topic === topic) ? topic : '';
}

function edgesOf({ edges }: LiveMap, placed: Placed, now: number): Content {
  const byId = new Map(edges.map(one => [one.id, one]));
  // Those that matter are drawn last, and so above the others.
  const inOrder = placed.lines.toSorted((one, other) => weight(byId.get(one.id)) - weight(byId.get(other.id)));
  return inOrder.map(({ id, back, points }) => {
    const edge = byId.get(id) as LiveEdge;
    return html`<g class="edge ${classOf(edge, back)}" id="edge-${id}"><title>${edgeText(edge, now)}</title><path class="run" d="${pathOf(points)}"/>${tipOf(points, back, edge)}</g>`;
  });
}

const weight = (edge: LiveEdge | undefined): number =>
  edge === undefined ? 0 : edge.how === 'odd' ? 3 : edge.held ? 2 : edge.silence === null ? 1 : 0;

function classOf({ how, held, rate, silence }: LiveEdge, back: boolean): string {
  const busy =
    silence === null && rate !== null && rate >= 1 ? ` busy-${Math.min(3, Math.ceil(Math.log10(rate + 1)))}` : '';
  const quiet = silence === null ? '' : ' silent';
  return `${how}${back ? ' back' : ''}${held ? ' held' : ''}${how === 'odd' ? '' : quiet}${busy}`;
}

export function edgeText({ topic, from, to, how, rate, silence, lag }: LiveEdge, now: number): string {
  const verb = how === 'table' ? 'looked up by' : 'read by';
  const odd = how === 'odd' ? ' · seen on the log, but declared nowhere' : '';
  const waits = lag > 0n ? ` · ${count(lag)} still to be read` : '';
  const silent = silence === null ? '' : ` · declared, but ${silenceText(silence, from, now)}`;
  return `${topic} of ${from}, ${verb} ${to} · ${rateText(rate, silence)}${waits}${odd}${silent}`;
}

/** In a word, where there is room for no more: `silenceText` says since when. */
export function rateText(rate: number | null, silence: LiveRow['silence']): string {
  if (silence !== null) return silence.how === 'empty' ? 'empty' : 'silent';
  if (rate === null) return 'rate unknown';
  return rate < 0.5 ? 'quiet' : `${count(Math.round(rate))}/min`;
}

/** What is not there of what is declared, and since when. `writer`: who is declared; null: whoever asks the API. */
export function silenceText(silence: Silence, writer: string | null, now: number): string {
  if (silence.how === 'empty') return 'empty: nothing is on it, or all of it was read and trimmed';
  const since = agoText(silence.since, now);
  if (silence.how === 'long') return `silent: the last record came ${since}`;
  return `silent: none of its newest ${counted(silence.records, 'record')} is from ${writer}, and the last came ${since}`;
}

/** Soft from column to column, straight across one. */
function pathOf(points: readonly Point[]): string {
  const [first, ...rest] = points as [Point, ...Point[]];
  let path = `M${at(first)}`;
  let from = first;
  rest.forEach((to, n) => {
    if (n % 2 === 1) path += `H${round(to.x)}`;
    else if (to.x === from.x)
      path += `C${round(from.x - 46)} ${round(from.y)} ${round(to.x - 46)} ${round(to.y)} ${at(to)}`;
    else {
      const reach = (to.x - from.x) * 0.55;
      path += `C${round(from.x + reach)} ${round(from.y)} ${round(to.x - reach)} ${round(to.y)} ${at(to)}`;
    }
    from = to;
  });
  return path;
}

const round = (n: number): number => Math.round(n * 10) / 10;
const at = ({ x, y }: Point): string => `${round(x)} ${round(y)}`;

/** An arrow, or a dot where it only looks things up. */
function tipOf(points: readonly Point[], back: boolean, { how }: LiveEdge): Html {
  const end = points.at(-1) as Point;
  if (how === 'table') return html`<circle class="tip" cx="${round(end.x)}" cy="${round(end.y)}" r="3.2"/>`;
  const tail = end.x + (back && points.at(-2)?.x !== end.x ? 7 : -7);
  return html`<path class="tip" d="M${at(end)}L${round(tail)} ${round(end.y - 4)}V${round(end.y + 4)}Z"/>`;
}

function cardOf(card: LiveCard, { x, y }: Point, shape: Shape, now: number): Html {
  const { id, standing, mood, parked, programs, lastSeen, rows, outside } = card;
  const { boxWidth } = MEASURES;
  const soft = [programs.join(' and '), lastSeen === null ? '' : `wrote ${agoText(lastSeen, now)}`]
    .filter(Boolean)
    .join(' · ');
  return html`<g class="card ${mood}" id="card-${id}" transform="translate(${round(x)} ${round(y)})">
<rect class="sheet" width="${boxWidth}" height="${shape.height}" rx="6"/>
<a href="${place(['nodes', 'processors', id])}"><title>${cardText(card)}</title><rect class="head" width="${boxWidth}" height="${headOf(card)}" rx="6"/>
<text x="11" y="20" class="name">${id}</text><text x="${boxWidth - 10}" y="20" class="mark ${mood}" text-anchor="end" aria-hidden="true">${SIGNS[mood]}</text>
<text x="11" y="37" class="state ${standing.mood}">${said(standing)}</text>
${parked !== null && html`<text x="11" y="53" class="state ${parked.itself ? 'warn' : 'bad'}">${counted(parked.cases, 'case')}, ${count(parked.keys)} blocked</text>`}
<text x="11" y="${headOf(card) - 9}" class="soft">${soft === '' ? 'has written nothing lately' : soft}</text></a>
${rows.map((row, n) => rowOf(row, shape.rows[n]?.y ?? 0, id, now))}
${outside.map((one, n) => html`<g class="row out" transform="translate(0 ${shape.outside[n] ?? 0})"><title>${one.kinds.join(', ')}</title><text x="11" y="16" class="topic">${one.place}</text><path class="door" d="M${boxWidth} 12H${boxWidth + 9}M${boxWidth + 5} 8L${boxWidth + 9} 12L${boxWidth + 5} 16"/></g>`)}
</g>`;
}

/** From outside: it comes in through the API. */
const ENTERS = html`<path class="door" d="M-13 12H-3M-7 8L-3 12L-7 16"/>`;

function rowOf(row: LiveRow, y: number, card: string, now: number): Html {
  const { topic, way, kind, oddWriters, silence, rate } = row;
  const { boxWidth } = MEASURES;
  const odd = oddWriters.length > 0;
  const told = rateText(rate, silence);
  const name = `${odd ? '▲ ' : ''}${topic.includes('.') ? topic.slice(topic.indexOf('.')) : topic}`;
  return html`<a href="${place(['nodes', 'topics', topic])}" class="row ${way} ${kind}${odd && ' odd'}${silence !== null && ' silent'}" transform="translate(0 ${y})"><title>${rowText(row, card, now)}</title>
<rect class="back" x="1" width="${boxWidth - 2}" height="${ROW}"/>${way === 'in' && ENTERS}<text x="11" y="16" class="topic">${shortened(name, told)}</text><text x="${boxWidth - 10}" y="16" class="rate" text-anchor="end">${told}</text></a>`;
}

export function rowText({ topic, way, rate, silence, oddWriters, lag }: LiveRow, card: string, now: number): string {
  const odd = oddWriters.map(name => (name === '' ? 'somebody who does not say who' : name)).join(', ');
  return [
    `topic ${topic}`,
    way === 'in' ? 'comes in' : 'written here',
    silence === null ? rateText(rate, null) : silenceText(silence, way === 'out' ? card : null, now),
    ...(lag > 0n ? [`${count(lag)} still to be read`] : []),
    ...(odd === '' ? [] : [`also written by ${odd}, which is declared nowhere`]),
  ].join(', ');
}

/** Since when, where there is room for it; the title says it to the second. */
function said({ says, since }: LiveCard['standing']): string {
  const whole = since === null ? says : `${says} since ${clockText(since).slice(0, 5)}`;
  return whole.length * CHARACTER > ROOM ? says : whole;
}

/** Cut where the rate beside it needs the room; the title has the whole name. */
function shortened(name: string, rate: string): string {
  const most = Math.floor((ROOM - 6 - rate.length * RATE_CHARACTER) / CHARACTER);
  return name.length > most ? `${name.slice(0, most - 1)}…` : name;
}

export function cardText({ id, standing, mood, parked, lag, lastSeen }: LiveCard): string {
  return [
    `processor ${id}`,
    moodWords[mood],
    standing.since === null ? standing.says : `${standing.says} since ${clockText(standing.since)}`,
    ...(parked === null ? [] : [parkedText(parked)]),
    `lag ${count(lag)}`,
    ...(lastSeen === null ? ['nothing written lately'] : []),
  ].join(', ');
}

export const parkedText = ({ cases, keys }: NonNullable<LiveCard['parked']>): string =>
  `${counted(cases, 'case')}, ${counted(keys, 'key')} blocked`;

const agoText = (at: number, now: number): string => (now - at < 1_000 ? 'now' : `${lengthText(now - at)} ago`);

/** To the second, as clocks show it. */
const clockText = (at: number): string => new Date(at).toISOString().slice(11, 19);

const SIGNS: Readonly<Record<Mood, string>> = { good: '●', warn: '▲', bad: '■', none: '?' };
