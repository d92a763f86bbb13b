import { type Html, html } from '../html.ts';
import { lengthText } from '../times.ts';
import { moodOf, worded } from './story.ts';

type Entry = { readonly what: string; readonly at: string };

/** What an order goes through to the doorstep. */
const JOURNEY = ['PLACED', 'CONFIRMED', 'PACKED', 'DISPATCHED', 'DELIVERED'];
const STEP = 18;
const MIDDLE = 9;

/** The steps that an order is expected to take yet; none once it has left the way to the doorstep. */
export function stepsAhead(timeline: readonly Entry[]): string[] {
  const known = timeline.filter(({ what }) => what === 'RECEIVED' || JOURNEY.includes(what)).at(-1);
  const left = timeline.some(({ what }) => /^(REJECT|CANCELL|STOPPING|DELIVERY_FAILED|RETURN)/.test(what));
  if (known === undefined || left) return [];
  return JOURNEY.slice(JOURNEY.indexOf(known.what) + 1);
}

/** An order's life at a glance: a mark for each step, hollow ones for those to come; in words for whoever hears it. */
export function dots(timeline: readonly Entry[], dropped = 0): Html {
  const ahead = stepsAhead(timeline);
  const all = timeline.length + ahead.length;
  const width = Math.max(1, all) * STEP;
  const says = [...timeline.map(told), ...(ahead.length > 0 ? [`then expected: ${ahead.map(worded).join(', ')}`] : [])];
  const label = `${says.join(', ')}${dropped > 0 ? `; ${dropped} steps between are not shown` : ''}`;
  return html`<svg class="dots" width="${width}" height="18" viewBox="0 0 ${width} 18" role="img" aria-label="${label}"><title>${label}</title>
<line x1="${STEP / 2}" x2="${width - STEP / 2}" y1="${MIDDLE}" y2="${MIDDLE}"/>
${timeline.map(({ what }, n) => mark(what, n * STEP + STEP / 2))}
${ahead.map((_, n) => html`<circle class="ahead" cx="${(timeline.length + n) * STEP + STEP / 2}" cy="${MIDDLE}" r="4"/>`)}</svg>`;
}

function mark(what: string, x: number): Html {
  const mood = moodOf([what]);
  if (mood === 'bad') return html`<rect class="bad" x="${x - 6}" y="${MIDDLE - 6}" width="12" height="12"/>`;
  if (mood === 'warn')
    return html`<path class="warn" d="M${x} ${MIDDLE - 7}L${x + 7} ${MIDDLE + 5}L${x - 7} ${MIDDLE + 5}Z"/>`;
  return html`<circle class="${mood}" cx="${x}" cy="${MIDDLE}" r="5"/>`;
}

function told({ what, at }: Entry, n: number, all: readonly Entry[]): string {
  const before = all[n - 1];
  if (before === undefined) return worded(what);
  const ms = Date.parse(at) - Date.parse(before.at);
  return ms < 1 ? worded(what) : `${worded(what)} after ${lengthText(ms)}`;
}
