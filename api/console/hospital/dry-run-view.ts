import type { Paths } from '../../client/paths.ts';
import { type Content, type Html, html } from '../html.ts';
import { badge, count, counted, json, notice } from '../parts/parts.ts';
import { table } from '../parts/table.ts';
import type { Mood } from '../strip.ts';
import { caseLink } from './places.ts';

export type Tried = Paths['/hospital/cases/{caseId}/dry-run']['post']['responses'][200]['content']['application/json'];
type Run = Tried['runs'][number];

const moods: Readonly<Record<string, Mood>> = { heal: 'good', 'be asked again': 'good', 'fail again': 'bad' };

const all = <T>(runs: readonly Run[], of: (run: Run) => readonly T[]): number =>
  runs.reduce((sum, run) => sum + of(run).length, 0);

/** What a retry would do, in a sentence. */
export function trialText({ runs, projected }: Tried): string {
  if (projected !== null) {
    const { before, after, table: name } = projected;
    return `Of ${name}, ${counted(before.length, 'row')} would become ${counted(after.length, 'row')}.`;
  }
  const would = runs.flatMap(({ cases }) => cases.map(one => one.would));
  const those = [...Map.groupBy(would, one => one)].map(([what, list]) => `${count(list.length)} would ${what}`);
  const written = [
    counted(
      all(runs, one => one.records),
      'record',
    ),
    counted(
      all(runs, one => one.rows),
      'row',
    ),
    counted(
      all(runs, one => one.effects),
      'effect',
    ),
  ];
  return `${those.join(', ')}. It would write ${written[0]}, which would make ${written[1]} of read models, and begin ${written[2]}.`;
}

/** What a retry would write; nothing of it has happened. */
export function trialView(tried: Tried): Html {
  const { runs, notTried, projected } = tried;
  const fails = [...runs.flatMap(({ cases }) => cases), ...(projected?.cases ?? [])].some(
    one => one.would === 'fail again',
  );
  return html`${notice(fails ? 'bad' : 'good', html`<p>${trialText(tried)}</p><p>This was a dry run: nothing is written, nothing has begun.</p>`)}
${notTried > 0 && notice('warn', html`<p>${counted(notTried, 'further key')} of the cause were not tried.</p>`)}
${projected !== null && projectedView(projected)}
${runs.map(runView)}`;
}

const runView = (run: Run): Content => {
  const { key, cases, alarms, records, rows, effects, before } = run;
  const nothing = records.length + rows.length + effects.length === 0;
  return html`<section class="sheet" id="run-${key}">
<h2>Key <span class="mono">${key}</span></h2>
${casesOf(cases)}
${alarms.length > 0 && notice('warn', html`<p>It would raise ${alarms.join(', ')}.</p>`)}
${nothing && html`<p>It would write nothing, and begin nothing.</p>`}
${part(
  'Records that it would write',
  records.map(({ kind, topic, key: of, value }, n) =>
    unfolded(`record-${key}-${n}`, html`${kind} to <b>${topic}</b> for <span class="mono">${of}</span>`, value),
  ),
)}
${part(
  'Rows that read models would have',
  rows.map(({ projection, table: name, row }, n) =>
    unfolded(`row-${key}-${n}`, html`${projection}: a row of <b>${name}</b>`, row),
  ),
)}
${part(
  'Effects that it would begin',
  effects.map((effect, n) => unfolded(`effect-${key}-${n}`, `effect ${n + 1}`, effect)),
)}
${part('As it stands', before === null ? [] : [unfolded(`before-${key}`, 'newest fact of the key', before)])}
</section>`;
};

const part = (title: string, all: readonly Content[]): Content => all.length > 0 && [html`<h3>${title}</h3>`, all];

const unfolded = (id: string, title: Content, value: unknown): Content =>
  html`<details id="${id}"><summary>${title}</summary><div class="inside">${json(value, 'Value')}</div></details>`;

type Tryable = { readonly caseId: string; readonly would: string; readonly error?: Run['cases'][number]['error'] };

const casesOf = (cases: readonly Tryable[]): Content =>
  table({
    caption: 'Cases, in the order in which they are tried',
    id: ({ caseId }) => `tried-${caseId}`,
    rows: cases,
    empty: html`<p class="none">no case</p>`,
    columns: [
      { title: 'Case', cell: ({ caseId }) => caseLink(caseId) },
      { title: 'It would', cell: ({ would }) => badge(moods[would] ?? 'warn', would) },
      {
        title: 'Why',
        cell: ({ error }) => error != null && html`<b>${error.code}</b><div class="cause">${error.message}</div>`,
      },
    ],
  });

/** The rows of a key of a read model, as they stand and as they would be. */
export const projectedView = (
  one: NonNullable<Tried['projected']>,
): Content => html`<section class="sheet" id="projected">
<h2>Rows of <span class="mono">${one.key}</span> in ${one.table}</h2>
<p>Made of ${counted(one.records, 'record')}, by the code of generation ${one.generation}${one.todaysCode ? ', which is today’s' : '; today’s is another one, which a rebuild would bring'}.</p>
${one.error !== null && notice('bad', html`<p><b>${one.error.code}</b>: ${one.error.message}</p>`)}
${casesOf(one.cases)}
<div class="columns"><div><h3>As they stand</h3>${rowsOf(one.before, 'As they stand')}</div><div><h3>As they would be</h3>${rowsOf(one.after, 'As they would be')}</div></div>
</section>`;

const rowsOf = (rows: readonly object[], label: string): Content =>
  rows.length === 0 ? html`<p class="none">no row</p>` : json(rows, label);
