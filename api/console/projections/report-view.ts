import { type Content, html } from '../html.ts';
import { badge, count, counted, notice } from '../parts/parts.ts';
import { table } from '../parts/table.ts';
import { moment } from '../times.ts';
import type { Proof, Sample } from './places.ts';

/** Which of the two is which, in the words of what was asked. */
export type Sides = { readonly live: string; readonly other: string };

type Table = Proof['tables'][number];

/** What a comparison found: in a sentence, by table, and row by row. */
export function proofView(proof: Proof, sides: Sides): Content {
  const { differences, tables, live, other, comparedAt, heldMs, trimmed, parked } = proof;
  const rows = tables.reduce((sum, one) => sum + Math.max(one.live, one.other), 0);
  const text =
    differences === 0
      ? html`<p><b>No difference.</b> ${counted(rows, 'row')} compared one by one at one position; appliers waited ${count(Math.round(heldMs))} ms.</p>`
      : html`<p><b>${counted(differences, 'difference')}</b> among ${counted(rows, 'row')}, compared one by one at one position. With the same code that is a defect; with changed code it is what was wanted: look at them.</p>`;
  return html`${notice(differences === 0 ? 'good' : 'warn', text)}
<p class="soft">Generation ${live} (${sides.live.toLowerCase()}) against ${other} (${sides.other.toLowerCase()}), at ${moment(comparedAt)} UTC.</p>
${trimmed.length > 0 && notice('warn', html`<p>Of ${trimmed.join(', ')} records were deleted: what they made cannot be made again.</p>`)}
${parked !== undefined && notice('warn', html`<p>Records that could not be projected: ${count(parked.live)} of generation ${live}, ${count(parked.other)} of ${other}. Of these keys an older fact is shown, or none${parked.samples.length > 0 && html`: <span class="mono">${parked.samples.map(({ key }) => key ?? 'without a key').join(', ')}</span>`}.</p>`)}
${tables.length > 0 && countsTable(tables, sides)}
${tables.map(one => one.samples.length > 0 && samplesTable(`Rows of ${one.table} that differ`, one.samples, sides, hiddenOf(one)))}`;
}

const differing = ({ onlyLive, onlyOther, different }: Table): number => onlyLive + onlyOther + different;
const hiddenOf = (one: Table): number => Math.max(0, differing(one) - one.samples.length);

const countsTable = (tables: readonly Table[], sides: Sides): Content =>
  table({
    caption: 'Differences by table',
    captioned: true,
    id: ({ table: name }) => `compared-${name}`,
    rows: tables,
    empty: null,
    columns: [
      { title: 'Table', cell: ({ table: name }) => name },
      { title: `Rows, ${sides.live.toLowerCase()}`, number: true, cell: ({ live }) => count(live) },
      { title: `Rows, ${sides.other.toLowerCase()}`, number: true, cell: ({ other }) => count(other) },
      { title: `Only ${sides.live.toLowerCase()}`, number: true, cell: ({ onlyLive }) => count(onlyLive) },
      { title: `Only ${sides.other.toLowerCase()}`, number: true, cell: ({ onlyOther }) => count(onlyOther) },
      { title: 'Different', number: true, cell: ({ different }) => count(different) },
      { title: 'Columns', cell: columnsOf },
    ],
  });

function columnsOf({ columns, columnsOnlyLive, columnsOnlyOther, ...one }: Table): Content {
  const differ = Object.entries(columns).map(
    ([name, n]) => html`<div><span class="mono">${name}</span> in ${counted(n, 'row')}</div>`,
  );
  const lacking = [
    columnsOnlyLive.length > 0 && html`<div>gone: <span class="mono">${columnsOnlyLive.join(', ')}</span></div>`,
    columnsOnlyOther.length > 0 && html`<div>new: <span class="mono">${columnsOnlyOther.join(', ')}</span></div>`,
  ];
  const none = differ.length === 0 && columnsOnlyLive.length + columnsOnlyOther.length === 0;
  return none
    ? differing({ columns, columnsOnlyLive, columnsOnlyOther, ...one }) === 0
      ? badge('good', 'the same')
      : ''
    : [differ, lacking];
}

/** Row by row, and in each column by column. */
export function samplesTable(title: string, samples: readonly Sample[], sides: Sides, hidden = 0): Content {
  const rows = samples.flatMap((sample, n) =>
    linesOf(sample, sides).map((line, m) => ({ ...line, id: `${title} ${n} ${m}` })),
  );
  return [
    table({
      caption: title,
      captioned: true,
      id: ({ id }) => id.replace(/\s+/g, '-').toLowerCase(),
      rows,
      empty: null,
      columns: [
        { title: 'Row', cell: ({ key }) => html`<span class="mono">${key}</span>` },
        { title: 'Column', cell: ({ column }) => html`<span class="mono">${column}</span>` },
        { title: sides.live, cell: ({ live }) => shownValue(live, 'gone') },
        { title: sides.other, cell: ({ other }) => shownValue(other, 'new') },
      ],
    }),
    hidden > 0 && html`<p class="hint">and ${counted(hidden, 'row')} more that differ</p>`,
  ];
}

type Line = { key: string; column: string; live: string | null | undefined; other: string | null | undefined };

function linesOf({ key, kind, columns }: Sample, sides: Sides): Line[] {
  const name = Object.values(key).map(String).join(' ');
  if (kind === 'only-live')
    return [{ key: name, column: 'the whole row', live: `only ${sides.live.toLowerCase()}`, other: undefined }];
  if (kind === 'only-other')
    return [{ key: name, column: 'the whole row', live: undefined, other: `only ${sides.other.toLowerCase()}` }];
  return Object.entries(columns).map(([column, { live, other }]) => ({ key: name, column, live, other }));
}

function shownValue(value: string | null | undefined, mark: 'gone' | 'new'): Content {
  if (value === undefined) return html`<span class="none">no such row</span>`;
  if (value === null) return html`<span class="none">null</span>`;
  return mark === 'gone' ? html`<del class="mono">${value}</del>` : html`<ins class="mono">${value}</ins>`;
}
