import { type Content, type Html, html } from '../html.ts';
import { lengthText, timeText } from '../times.ts';
import { anchorOf } from './anchors.ts';
import { axisOf, type Scale } from './axis.ts';
import { type Happening, LANES } from './story.ts';

const LEFT = 118;
const RIGHT = 26;
const TOP = 34;
const LANE = 36;
const BOTTOM = 26;
const NARROWEST = 1_080;
const WIDEST = 2_600;
/** Marks of one row that are closer than this would cover one another. */
const APART = 13;
/** A letter of the captions, about. */
const LETTER = 6.2;
const LEVELS = [0, -8, 8] as const;

type Placed = { readonly one: Happening; readonly x: number; readonly y: number; readonly caption: boolean };

/**
 * The story to scale, a row for each that acts, with what led to what. It repeats what the list below says in words, and
 * is left out for whoever hears the page.
 */
export function chart(story: readonly Happening[], scale: Scale): Content {
  const lanes = LANES.filter(({ name }) => story.some(({ lane }) => lane === name));
  const width = Math.min(WIDEST, Math.max(NARROWEST, LEFT + RIGHT + story.length * 30));
  const height = TOP + lanes.length * LANE + BOTTOM;
  const axis = axisOf(
    story.map(({ at }) => at),
    width - LEFT - RIGHT,
    scale,
  );
  const rowOf = (name: string): number => TOP + lanes.findIndex(one => one.name === name) * LANE + LANE / 2 + 4;
  const placed = lanes.flatMap(({ name }) =>
    inRow(
      story.filter(({ lane }) => lane === name),
      one => LEFT + axis.x(one.at),
      rowOf(name),
    ),
  );
  const byId = new Map(placed.map(one => [one.one.id, one]));
  const first = Math.min(...story.map(({ at }) => at));
  const last = Math.max(...story.map(({ at }) => at));
  return html`<div class="scroll chart" role="region" aria-label="The story to scale" tabindex="0">
<svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" aria-hidden="true" focusable="false">
${axis.cuts.map(
  ({
    from,
    to,
    ms,
  }) => html`<g class="cut"><rect x="${LEFT + from + 4}" y="${TOP - 6}" width="${Math.max(2, to - from - 8)}" height="${lanes.length * LANE + 8}"/>
<text x="${LEFT + (from + to) / 2}" y="${TOP - 12}" text-anchor="middle">${lengthText(ms)}</text></g>`,
)}
${lanes.map(({ name, title }) => html`<g class="lane"><line x1="${LEFT - 10}" x2="${width - 8}" y1="${rowOf(name)}" y2="${rowOf(name)}"/><text x="10" y="${rowOf(name) + 4}">${title}</text></g>`)}
<g class="edges">${story.map(({ id, causes }) => causes.map(cause => edge(byId.get(cause), byId.get(id))))}</g>
${placed.map(one => mark(one, width))}
<g class="ends"><text x="${LEFT}" y="${height - 8}" text-anchor="start">${timeText(first)} UTC</text><text x="${width - 10}" y="${height - 8}" text-anchor="end">${lengthText(last - first)} later</text></g>
</svg></div>`;
}

/** In a row, what would lie upon another lies above or below it. */
function inRow(row: readonly Happening[], xOf: (one: Happening) => number, y: number): Placed[] {
  const sorted = row.map(one => ({ one, x: xOf(one) })).sort((one, other) => one.x - other.x);
  let level = 0;
  let lastX = Number.NEGATIVE_INFINITY;
  let captionEnd = Number.NEGATIVE_INFINITY;
  return sorted.map(({ one, x }, n) => {
    level = x - lastX < APART ? (level + 1) % 3 : 0;
    lastX = x;
    const half = (one.title.length * LETTER) / 2;
    const isAlone = (sorted[n + 1]?.x ?? Number.POSITIVE_INFINITY) - x >= APART && level === 0;
    const caption = isAlone && one.title.length <= 18 && x - half > captionEnd;
    if (caption) captionEnd = x + half + 6;
    return { one, x, y: y + (LEVELS[level] ?? 0), caption };
  });
}

const edge = (from: Placed | undefined, to: Placed | undefined): Html | false => {
  if (from === undefined || to === undefined || from.y === to.y) return false;
  const half = (from.x + to.x) / 2;
  return html`<path d="M${from.x.toFixed(1)} ${from.y}C${half.toFixed(1)} ${from.y} ${half.toFixed(1)} ${to.y} ${to.x.toFixed(1)} ${to.y}"/>`;
};

const mark = ({ one, x, y, caption }: Placed, width: number): Html =>
  html`<a href="#${anchorOf(one.id)}" tabindex="-1" class="mark ${one.mood}"><title>${one.title}</title>${shape(one, x, y)}${caption && html`<text x="${Math.min(x, width - (one.title.length * LETTER) / 2 - 4).toFixed(1)}" y="${y - 10}" text-anchor="middle">${one.title}</text>`}</a>`;

function shape({ mood, shape: kind }: Happening, x: number, y: number): Html {
  const at = (n: number): string => n.toFixed(1);
  if (mood === 'bad') return html`<rect x="${at(x - 7)}" y="${y - 7}" width="14" height="14"/>`;
  if (mood === 'warn') return html`<path d="M${at(x)} ${y - 8}L${at(x + 8)} ${y + 6}L${at(x - 8)} ${y + 6}Z"/>`;
  if (kind === 'request')
    return html`<path class="hollow" d="M${at(x)} ${y - 7}L${at(x + 7)} ${y}L${at(x)} ${y + 7}L${at(x - 7)} ${y}Z"/>`;
  return html`<circle cx="${at(x)}" cy="${y}" r="${kind === 'reply' ? 4 : 6}"/>`;
}

/** What the shapes mean. */
export const legend = html`<p class="legend hint"><span>● a fact</span> <span>◇ a request</span> <span>• an answer</span> <span>▲ refused, or a clock that is off</span> <span>■ failed, or parked</span> <span>Lines lead from a cause to what it led to.</span></p>`;
