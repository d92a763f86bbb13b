import { type Content, type Html, html, joined } from '../html.ts';
import { badge, count, counted, empty, tabs } from '../parts/parts.ts';
import { table } from '../parts/table.ts';
import { ago } from '../times.ts';
import { type Group, groupPlace, hospitalPlace } from './places.ts';

/** What the address says. */
export type Filter = {
  readonly processor?: string | undefined;
  readonly group?: string | undefined;
  readonly key?: string | undefined;
  readonly state?: 'open' | 'closed' | 'all' | undefined;
  readonly cursor?: string | undefined;
};

const states = [
  ['open', 'Open'],
  ['closed', 'Closed'],
  ['all', 'All'],
] as const;

/** A form with GET: what was chosen stands in the address. */
export function filters(filter: Filter, processors: readonly string[]): Html {
  const { processor = '', key = '', state = 'open', group } = filter;
  const names = [...new Set([...processors, ...(processor === '' ? [] : [processor])])];
  const option = (value: string, text: string, chosen: boolean): Html =>
    html`<option value="${value}"${chosen && html` selected`}>${text}</option>`;
  return html`<form class="filters" method="get" action="${hospitalPlace()}">
<div><label for="processor">Processor</label><select id="processor" name="processor">${option('', 'All', processor === '')}${names.map(name => option(name, name, name === processor))}</select></div>
<div><label for="state">State</label><select id="state" name="state">${states.map(([value, text]) => option(value, text, value === state))}</select></div>
<div class="wide"><label for="key">Key <span class="hint">such as an order’s id</span></label><input id="key" name="key" value="${key}" maxlength="200" autocomplete="off" spellcheck="false"></div>
${group !== undefined && html`<input type="hidden" name="group" value="${group}">`}
<button>Show</button>
</form>`;
}

export const views = (filter: Filter, current: 'causes' | 'cases', causes?: number): Html => {
  const { processor, key, state } = filter;
  return tabs('How it is listed', [
    {
      title: 'By cause',
      href: hospitalPlace({ processor }),
      current: current === 'causes',
      ...(causes !== undefined && { count: causes }),
    },
    {
      title: 'Case by case',
      href: hospitalPlace({ processor, key, state: state ?? 'open' }),
      current: current === 'cases',
    },
  ]);
};

/** How many of what, in a sentence. */
export function summary(groups: readonly Group[]): string {
  const sum = (of: (one: Group) => number): number => groups.reduce((all, one) => all + of(one), 0);
  const queued = sum(one => one.queued);
  const parts = [
    counted(
      sum(one => one.cases),
      'case',
    ),
    ...(queued === 0 ? [] : [`${count(queued)} queued behind them`]),
    `${counted(
      sum(one => one.keysBlocked),
      'key',
    )} blocked`,
  ];
  return `${counted(groups.length, 'cause')}: ${parts.join(', ')}`;
}

export const groupTable = (groups: readonly Group[], filter: Filter): Content =>
  table({
    caption: 'Causes, those with most cases first',
    id: ({ processor, group }) => `group-${processor}-${group}`,
    rows: groups,
    empty: nothing(filter),
    columns: [
      { title: 'Cause', cell: causeCell },
      { title: 'Processor', cell: ({ processor }) => processor },
      { title: 'Cases', number: true, cell: ({ cases }) => count(cases) },
      { title: 'Queued', number: true, cell: ({ queued }) => count(queued) },
      { title: 'Keys blocked', number: true, cell: ({ keysBlocked }) => count(keysBlocked) },
      { title: 'First seen', cell: ({ firstSeen }) => ago(firstSeen) },
      { title: 'Last seen', cell: ({ lastSeen }) => ago(lastSeen) },
      { title: 'What is next', cell: nextOf },
    ],
  });

const causeCell = (one: Group): Html =>
  html`<a href="${groupPlace(one)}"><b>${one.code}</b><span class="heard"> of ${one.processor}</span></a>
<div class="cause">${one.message}</div><div class="mono soft">${one.frame}</div>`;

/** What becomes of it if nobody does anything. */
export const nextOf = ({ transient, retrying, retryAt }: Pick<Group, 'transient' | 'retrying' | 'retryAt'>): Content =>
  joined(
    [
      retrying > 0 && badge('none', `${count(retrying)} being retried`),
      transient ? badge('warn', 'retried by itself') : badge('bad', 'waits for you'),
      retryAt !== null && html`<span class="hint">next try ${ago(retryAt)}</span>`,
    ].filter(one => one !== false),
    ' ',
  );

/** All is well, and how it would look otherwise. */
export function nothing({ processor }: Filter): Content {
  if (processor !== undefined) {
    return empty(
      html`Nothing of <b>${processor}</b> is parked.`,
      html`<a href="${hospitalPlace()}">See all processors</a>, or <a href="${hospitalPlace({ processor, state: 'closed' })}">what of it was treated</a>.`,
    );
  }
  return empty(
    html`<b>All is well:</b> every record was processed, and no key waits.`,
    html`A record that cannot be processed would be parked as a case, with the later records of its key behind it, in order, while every other key goes on. Its cause would stand here, with how many cases and keys, since when, and whether it is retried by itself or waits for you; the first case of a cause raises an alarm. What was treated within the last 30 days is <a href="${hospitalPlace({ state: 'closed' })}">among the closed cases</a>.`,
  );
}
