import { hospitalPlace } from '../hospital/places.ts';
import { type Content, html } from '../html.ts';
import { badge, count, counted, empty } from '../parts/parts.ts';
import { table } from '../parts/table.ts';
import { ago, lengthText } from '../times.ts';
import { type Projection, projectionPlace } from './places.ts';
import {
  errorOf,
  isEnded,
  kindText,
  lagOf,
  liveOf,
  moodOf,
  movedAtOf,
  parkedOf,
  staleMsOf,
  standingOf,
} from './standing.ts';

export const projectionTable = (items: readonly Projection[], rates: ReadonlyMap<string, number | null>): Content =>
  table({
    caption: 'Read models',
    id: ({ name }) => `projection-${name}`,
    rows: items,
    empty: empty(
      'There are no read models here yet.',
      html`They are made by whoever runs the projections: <code>longplay up</code>, or <code>longplay projections</code>.`,
    ),
    columns: [
      { title: 'Read model', cell: ({ name }) => html`<a href="${projectionPlace(name)}">${name}</a>` },
      { title: 'Standing', cell: standingCell },
      { title: 'Generation', number: true, cell: generationCell },
      { title: 'Lag', number: true, cell: one => lagCell(one) },
      { title: 'Rate', number: true, cell: ({ name }) => rateText(rates.get(name) ?? null) },
      { title: 'Parked', number: true, cell: parkedCell },
      { title: 'Drift', cell: driftText },
      { title: 'Last asked for', cell: operationCell },
    ],
  });

export function standingBadge(one: Projection): Content {
  const { mood, text } = standingOf(one);
  return badge(mood, text);
}

function standingCell(one: Projection): Content {
  const error = errorOf(one);
  const { filling, paused } = one;
  return [
    standingBadge(one),
    error !== null && html`<div class="cause">${error}</div>`,
    filling !== null &&
      html`<div class="hint">${percentText(filling.passed, filling.total)} of its history; readers see it then</div>`,
    paused !== null && html`<div class="hint">since ${ago(paused.at)}: ${paused.reason ?? 'nobody said why'}</div>`,
  ];
}

export const percentText = (part: number, all: number): string =>
  all === 0 ? '100 %' : `${part >= all ? 100 : Math.min(99, Math.floor((part / all) * 100))} %`;

function generationCell(one: Projection): Content {
  const others = one.generations.filter(({ state }) => state !== 'live');
  return [
    String(liveOf(one)?.number ?? '–'),
    ...others.map(({ number, state }) => html`<div class="hint">${number} ${state}</div>`),
  ];
}

export function lagCell(one: Pick<Projection, 'partitions'>): Content {
  const lag = lagOf(one);
  if (lag === 0) return html`0<div class="hint">moved ${ago(movedAtOf(one))}</div>`;
  const ms = staleMsOf(one);
  return html`${count(lag)}<div class="hint">${ms === null ? 'nobody can tell how old' : `${lengthText(ms)} stale`}</div>`;
}

export const rateText = (rate: number | null): Content =>
  rate === null ? html`<span class="none" title="Told from the second look on">…</span>` : `${count(rate)}/s`;

export function parkedCell(one: Projection): Content {
  const parked = parkedOf(one);
  if (parked === 0) return '0';
  const processor = `projections.${one.name}`;
  return html`<a href="${hospitalPlace({ processor })}">${badge('bad', count(parked))}<span class="heard"> cases of ${one.name}</span></a>`;
}

export function driftText({ drift }: Pick<Projection, 'drift'>): Content {
  if (drift === null) return html`<span class="none">not looked at yet</span>`;
  const { differences, keys, seen, buckets } = drift;
  const looked = html`<div class="hint">${counted(keys, 'key')} seen, ${count(seen)} of ${count(buckets)} parts</div>`;
  return differences > 0 ? [badge('bad', counted(differences, 'row')), looked] : [badge('good', 'none'), looked];
}

function operationCell({ name, operation }: Projection): Content {
  if (operation === null) return html`<span class="none">nothing</span>`;
  const { id, state, kind, finishedAt, askedAt } = operation;
  return html`<a href="${projectionPlace(name, 'operations', id)}">${kindText({ kind })} ${id}</a> ${badge(isEnded({ state }) ? moodOf(state) : 'warn', state)}<div class="hint">${ago(finishedAt ?? askedAt)}</div>`;
}
