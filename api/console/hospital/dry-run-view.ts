import type { Paths } from '../../client/paths.ts';
import { type Content, html } from '../html.ts';
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
export function trialView(tried: Tried): Content {
  const { runs, notTried, projected } = tried;
  const fails = [...runs.flatMap(({ cases }) => cases), ...(projected?.cases ?? [])].some(
    one => one.would === 'fail again',
  );
  return html`${notice(fails ? 'bad' : 'good', html`<p>${trialText(tried)}</p><p>This was a dry run: nothing is written, nothing has begun.</p>`)}
${notTried > 0 && notice('warn', html`<p>${counted(notTried, 'further key')} of the cause were not tried.</p>`)}
${projected !== null && projectedView(projected)}
${runs.map(runView)}`;
}

const runView = (run: Run): Content => html`<section class="sheet" id="run-${run.key}">
<h2>Key <span class="mono">${run.key}</span></h2>
${casesOf(run.cases)}
${run.alarms.length > 0 && notice('warn', html`<p>It would raise ${run.alarms.join(', ')}.</p>`)}
<h3>Records that it would write</h3>
${run.records.length === 0 && html`<p class="none">none</p>`}
${run.records.map(
  ({ kind, topic, key, value }, n) =>
    html`<details id="record-${run.key}-${n}"><summary>${kind} to <b>${topic}</b> for <span class="mono">${key}</span></summary><div class="inside">${json(value, `${kind} to ${topic} for ${key}`)}</div></details>`,
)}
<h3>Rows that read models would have</h3>
${run.rows.length === 0 && html`<p class="none">none</p>`}
${run.rows.map(
  ({ projection, table: name, row }, n) =>
    html`<details id="row-${run.key}-${n}"><summary>${projection}: a row of <b>${name}</b></summary><div class="inside">${json(row, `Row of ${name}`)}</div></details>`,
)}
<h3>Effects that it would begin</h3>
${run.effects.length === 0 && html`<p class="none">none</p>`}
${run.effects.map((effect, n) => json(effect, `Effect ${n + 1}`))}
<h3>As it stands</h3>
${run.before === null ? html`<p class="none">no fact of this key yet</p>` : html`<details id="before-${run.key}"><summary>Newest fact of the key</summary><div class="inside">${json(run.before, 'Newest fact of the key')}</div></details>`}
</section>`;

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

const projectedView = (one: NonNullable<Tried['projected']>): Content => html`<section class="sheet" id="projected">
<h2>Rows of <span class="mono">${one.key}</span> in ${one.table}</h2>
<p>Made of ${counted(one.records, 'record')}, by the code of generation ${one.generation}${one.todaysCode ? ', which is today’s' : '; today’s is another one, which a rebuild would bring'}.</p>
${one.error !== null && notice('bad', html`<p><b>${one.error.code}</b>: ${one.error.message}</p>`)}
${casesOf(one.cases)}
<div class="columns"><div><h3>As they stand</h3>${rowsOf(one.before, 'As they stand')}</div><div><h3>As they would be</h3>${rowsOf(one.after, 'As they would be')}</div></div>
</section>`;

const rowsOf = (rows: readonly object[], label: string): Content =>
  rows.length === 0 ? html`<p class="none">no row</p>` : json(rows, label);
