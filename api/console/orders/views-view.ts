import type { AnswerOf } from '../answers.ts';
import { type Content, type Html, html } from '../html.ts';
import { badge, code, counted, empty, facts } from '../parts/parts.ts';
import { table } from '../parts/table.ts';
import { type Told, untold } from '../parts/told.ts';
import { place } from '../places.ts';
import type { Mood } from '../strip.ts';
import type { Trail } from './story.ts';

export type Rows = AnswerOf<'/orders/{orderId}/views'>;
type RowsOf = Rows['views'][number];
type View = Trail['views'][number];

/** So much is shown of a value. */
const LONGEST_JSON = 24_000;

/** How far each read model is with an order, and what it shows of it. */
export function viewsSection({ views: all, orderId }: Trail, rows: Told<Rows>): Html {
  return html`<section id="views"><h2>What the read models show of it</h2>${table<View>({
    caption: 'Read models',
    columns: [
      { title: 'Read model', cell: ({ name }) => html`<a href="${place(['projections', name])}">${name}</a>` },
      { title: 'State', cell: viewState },
      { title: 'Shows version', number: true, cell: ({ version }) => version ?? 'none' },
      {
        title: 'Of',
        cell: ({ topic, partition }) =>
          html`<a href="${place(['topics', topic], { key: orderId })}">${topic}</a>${partition !== null && `, partition ${partition}`}`,
      },
      {
        title: 'Position',
        number: true,
        cell: ({ position, end }) =>
          position === null ? 'unknown' : html`${position} <span class="hint">of ${end}</span>`,
      },
    ],
    rows: all,
    id: ({ name }) => `view-${name}`,
    empty: empty('No read model has read this order yet.', 'They are being filled, or none runs.'),
  })}
${untold('Which rows they have of it', rows)}
${rows.value !== null && rowsOf(rows.value.views)}</section>`;
}

function viewState({ behind, version }: View): Html {
  if (behind === 0 && version === null) return badge('none', 'nothing to show');
  const mood: Mood = behind === 0 ? 'good' : 'warn';
  return badge(mood, behind === 0 ? 'up to date' : `${behind} ${behind === 1 ? 'event' : 'events'} behind`);
}

const rowsOf = (views: readonly RowsOf[]): Content =>
  views.length > 0 && [
    html`<p class="hint">The rows as they stand; personal texts are sealed. One that is not what the records above say is found and put right by a <a href="${place(['projections'])}">verify or a rebuild</a>.</p>`,
    views.map(rowsOfOne),
  ];

function rowsOfOne({ name, table: of, adds, generation, rows, more }: RowsOf): Html {
  const says = rows.length === 0 ? 'nothing' : counted(rows.length, 'row');
  return html`<details id="rows-${name}"><summary><b>${name}</b>: ${says}</summary><div class="inside">
<p class="hint">Of <code>${of}</code>, generation ${generation}.${adds && ' It is a report: this is what the order adds to its sums.'}${more && ` There are more; the first ${rows.length} are shown.`}</p>
${rows.length === 0 ? empty('It has no row of this order.', 'It has not come to it yet, or its facts make none.') : rows.map((row, n) => rowOf(row, `${name}, row ${n + 1}`))}</div></details>`;
}

function rowOf(row: Readonly<Record<string, unknown>>, label: string): Content {
  const columns = Object.entries(row);
  const isDocument = (value: unknown): boolean => typeof value === 'object' && value !== null;
  return [
    facts(
      columns.flatMap(([name, value]) =>
        isDocument(value) ? [] : [[name, html`<span class="mono">${textOf(value)}</span>`] as const],
      ),
    ),
    columns.flatMap(([name, value]) => (isDocument(value) ? [documentOf(name, value, label)] : [])),
  ];
}

const textOf = (value: unknown): Content => (value === null ? html`<span class="none">null</span>` : String(value));

function documentOf(name: string, value: unknown, label: string): Html {
  const text = JSON.stringify(value, null, 2);
  const cut = text.length > LONGEST_JSON;
  return html`<p><code>${name}</code>${cut && html` <span class="hint">its first ${LONGEST_JSON} of ${text.length} characters</span>`}</p>${code(cut ? text.slice(0, LONGEST_JSON) : text, `${label}, ${name}`)}`;
}
