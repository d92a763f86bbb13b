import { casePlace } from '../hospital/places.ts';
import { type Content, type Html, html, joined } from '../html.ts';
import { badge } from '../parts/parts.ts';
import { sign } from '../strip.ts';
import { lengthText, timeText } from '../times.ts';
import { anchorOf } from './anchors.ts';
import { details } from './event-details.ts';
import { type Case, type Happening, LANES, worded } from './story.ts';

/** Everything in its order, each to be opened; what took long stands between. */
export function eventList(story: readonly Happening[], longest: number): Html {
  const start = story[0]?.at ?? 0;
  const before = new Map<string, Happening>();
  const rows = story.map((one, n) => {
    const lastOf = `${one.event?.topic ?? 'case'}`;
    const previous = one.shape === 'fact' ? before.get(lastOf) : undefined;
    if (one.shape === 'fact' && one.event?.record != null) before.set(lastOf, one);
    const last = story[n - 1];
    const passed = last === undefined ? 0 : one.at - last.at;
    return html`${passed > longest && gap(one, passed)}${row(one, previous ?? null, start, story)}`;
  });
  return html`<ol class="story">${rows}</ol>`;
}

const gap = ({ id }: Happening, ms: number): Html =>
  html`<li class="gap" id="g-${anchorOf(id)}"><span>${lengthText(ms)} without anything</span></li>`;

function row(one: Happening, previous: Happening | null, start: number, story: readonly Happening[]): Html {
  const { lane, mood, title, reason, event, parked, took, cases } = one;
  const name = LANES.find(other => other.name === lane)?.title ?? lane;
  const drifted = took !== null && took.ms < 0;
  return html`<li id="l-${anchorOf(one.id)}" class="is-${mood}"><details id="d-${anchorOf(one.id)}">
<summary><span class="when"><span class="clock">${timeText(one.at).slice(11)}.${String(one.at % 1_000).padStart(3, '0')}</span> <span class="hint">+${lengthText(one.at - start)}</span></span>
<span class="who">${name}</span>
<span class="what">${mood === 'none' || mood === 'good' ? title : html`<b>${badge(mood, title)}</b>`}${event?.version != null && html` <span class="hint">version ${event.version}</span>`}${reason !== null && html` <code>${reason}</code>`}${event !== null && event.repeats > 0 && html` <span class="hint">sent ${event.repeats + 1} times</span>`}</span>
<span class="took">${drifted ? html`<span class="drift">${sign('warn')} ${lengthText(-took.ms)} before its cause</span>` : took !== null && html`<span class="hint">took ${lengthText(took.ms)}</span>`}</span></summary>
<div class="inside" id="${anchorOf(one.id)}">${parked !== null ? parkedDetails(one) : details(one, previous, story)}</div></details>${cases.length > 0 && html`<p class="case">${parkedAs(cases)}</p>`}</li>`;
}

/** Beside what opens: a link in it would be one control within another. */
function parkedAs(cases: readonly Case[]): Html {
  const [open, closed] = [true, false].map(isOpen => cases.filter(({ closedAt }) => (closedAt == null) === isOpen));
  const was = closed?.map(one => html`was parked, ${worded(one.status)} since, by ${caseOf(one)}`) ?? [];
  const is =
    (open?.length ?? 0) > 0 ? [html`${sign('bad')} <b>Parked</b> by ${joined(open?.map(caseOf) ?? [], ', by ')}`] : [];
  return html`${joined([...is, ...was], ' · ')}`;
}

const caseOf = ({ processor, caseId }: Case): Html =>
  html`${processor} as case <a href="${casePlace(caseId)}">${caseId}</a>`;

function parkedDetails({ parked, id }: Happening): Content {
  if (parked === null) return null;
  const said = [
    html`Case <a href="${casePlace(id)}">${id}</a>`,
    html`${parked.attempts ?? 0} attempts`,
    parked.error?.message,
  ].filter(one => one !== undefined);
  return html`<p>${joined(said, ' · ')}</p><p>Later records of this key wait behind it, in their order, until it is retried or discarded.</p>`;
}
