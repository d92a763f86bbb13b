import { type Content, html } from '../html.ts';
import { badge, empty, pager } from '../parts/parts.ts';
import { table } from '../parts/table.ts';
import type { Mood } from '../strip.ts';
import { ago } from '../times.ts';
import type { Filter } from './overview.ts';
import { type Case, caseLink, hospitalPlace } from './places.ts';

const moods: Readonly<Record<string, Mood>> = {
  WAITING: 'bad',
  QUEUED: 'warn',
  RETRYING: 'none',
  HEALED: 'good',
  SUPERSEDED: 'good',
  DISCARDED: 'none',
};

/** What each status means. */
export const statusWords: Readonly<Record<string, string>> = {
  WAITING: 'waits',
  QUEUED: 'queued',
  RETRYING: 'being retried',
  HEALED: 'healed',
  SUPERSEDED: 'superseded',
  DISCARDED: 'discarded',
};

export const statusBadge = (status: string): Content =>
  badge(moods[status] ?? 'none', statusWords[status] ?? status.toLowerCase());

export function caseTable(cases: readonly Case[], filter: Filter, nextCursor: string | null): Content {
  const { cursor, ...rest } = filter;
  const kept = { ...rest, state: rest.state ?? 'open' };
  return [
    table({
      caption: 'Cases, the oldest first',
      id: ({ caseId }) => `case-${caseId}`,
      rows: cases,
      empty: empty(
        'No case is as the filters say.',
        html`Closed cases stay for a set time only. <a href="${hospitalPlace({ state: 'all' })}">See all cases</a>.`,
      ),
      columns: [
        { title: 'Case', cell: ({ caseId }) => caseLink(caseId) },
        { title: 'Status', cell: ({ status }) => statusBadge(status) },
        { title: 'Key', cell: ({ key }) => keyText(key) },
        {
          title: 'Why',
          cell: ({ error, blockedBy }) =>
            error === null
              ? html`<span class="soft">behind ${blockedBy === null ? 'another case of its key' : caseLink(blockedBy)}</span>`
              : html`<b>${error.code}</b><div class="cause">${error.message}</div>`,
        },
        { title: 'Since', cell: ({ admittedAt }) => ago(admittedAt) },
        {
          title: 'Closed',
          cell: ({ closedAt }) => (closedAt === null ? html`<span class="none">open</span>` : ago(closedAt)),
        },
      ],
    }),
    pager(
      cursor === undefined ? null : hospitalPlace(kept),
      nextCursor === null ? null : hospitalPlace({ ...kept, cursor: nextCursor }),
    ),
  ];
}

export const keyText = (key: string | null): Content =>
  key === null ? html`<span class="none">blocks nobody</span>` : html`<span class="mono">${key}</span>`;
