import { type Content, html } from '../html.ts';
import { button, count, counted, empty, facts, pager } from '../parts/parts.ts';
import { table } from '../parts/table.ts';
import { place } from '../places.ts';
import { ago } from '../times.ts';
import { keyText, statusBadge } from './case-list.ts';
import { nextOf } from './overview.ts';
import { caseLink, type Group, groupPlace, hospitalPlace, keyPlace, projectionOf, type Queue } from './places.ts';

/** What can be done about a whole cause. */
export function groupDeeds(group: Group): Content {
  if (projectionOf(group.processor) !== null) return null;
  return html`<span class="row">${button(groupPlace(group, 'dry-run'), 'Dry run')} ${button(groupPlace(group, 'retry'), `Retry all ${count(group.cases + group.queued)}`)}</span>`;
}

export function groupView(group: Group, keys: readonly Queue[], pages: Pages): Content {
  const { code, message, frame, cases, queued, keysBlocked, firstSeen, lastSeen, processor } = group;
  const projection = projectionOf(processor);
  return html`<section class="sheet" id="cause">
<p class="cause"><b>${code}</b>: ${message}</p>
<p class="mono soft">${frame}</p>
${facts([
  ['Cases that failed', count(cases)],
  ['Queued behind them', count(queued)],
  ['Keys blocked', count(keysBlocked)],
  ['First seen', ago(firstSeen)],
  ['Last seen', ago(lastSeen)],
  ['What is next', nextOf(group)],
])}
${projection !== null && html`<p>A projection’s cases hold up nobody: the rows of their keys show an older fact, or none, until a newer fact can be projected. A cause has no retry for all of it: each key would read its partition of the log again, which a rebuild reads once. Make the rows of a key anew below, or <a href="${place(['projections', projection])}">rebuild ${projection}</a> for all of them.</p>`}
</section>
<h2>Keys, and what queues at each</h2>
${keyTable(group, keys)}
${pager(pages.first, pages.next)}`;
}

export type Pages = { readonly first: string | null; readonly next: string | null };

const keyTable = (group: Group, keys: readonly Queue[]): Content =>
  table({
    caption: 'Keys, the one that has waited longest first',
    id: ({ key, first }) => `key-${key ?? first[0]?.caseId}`,
    rows: keys,
    empty: empty(
      'No key of this cause waits any more.',
      html`<a href="${hospitalPlace({ processor: group.processor, group: group.group, state: 'closed' })}">See its closed cases</a>.`,
    ),
    columns: [
      { title: 'Key', cell: ({ key }) => keyText(key) },
      { title: 'In front', cell: frontOf },
      { title: 'Behind it, in order', cell: behindOf },
      { title: 'Since', cell: ({ since }) => ago(since) },
      { title: 'Do', cell: one => deedsOf(group, one) },
    ],
  });

function frontOf({ first: [front], key }: Queue): Content {
  if (front === undefined) return null;
  const { caseId, status, attempts, message, retryAt } = front;
  return html`${caseLink(caseId)}<div class="row">${statusBadge(status)} <span class="hint">${counted(attempts, 'attempt')}${retryAt !== null && html`, next try ${ago(retryAt)}`}</span></div>
<div class="cause">${message ?? (key === null ? '' : 'queued')}</div>`;
}

function behindOf({ queued, first, cases }: Queue): Content {
  if (cases <= 1) return html`<span class="none">none</span>`;
  const [, ...behind] = first;
  const more = cases - first.length;
  return html`<details><summary>${counted(queued, 'record')}</summary><ol class="inside">${behind.map(
    ({ caseId }) => html`<li>${caseLink(caseId)}</li>`,
  )}</ol>${more > 0 && html`<p class="hint">and ${count(more)} more</p>`}</details>`;
}

function deedsOf({ processor }: Group, { key, first: [front] }: Queue): Content {
  if (front === undefined) return null;
  if (key === null) return html`<a href="${place(['hospital', 'cases', front.caseId, 'retry'])}">Retry it</a>`;
  return html`<a href="${keyPlace(processor, key, 'retry')}">Retry<span class="heard"> ${key}</span></a> · <a href="${keyPlace(processor, key, 'dry-run')}">Dry run<span class="heard"> of ${key}</span></a>`;
}

/** Where all of a cause was treated while somebody looked at it. */
export const noGroup = (processor: string, group: string): Content =>
  empty(
    html`Nothing of this cause waits at <b>${processor}</b> any more.`,
    html`<a href="${hospitalPlace({ processor, group, state: 'closed' })}">See its closed cases</a>, or <a href="${hospitalPlace()}">what else waits</a>.`,
  );
