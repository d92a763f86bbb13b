import { type Content, html } from '../html.ts';
import { badge, button, count, counted, facts, notice } from '../parts/parts.ts';
import { table } from '../parts/table.ts';
import type { Mood } from '../strip.ts';
import { ago, lengthText, moment } from '../times.ts';
import { driftText, parkedCell, percentText, rateText } from './list-view.ts';
import { type Operation, operationPlace, type Projection, projectionPlace } from './places.ts';
import { samplesTable } from './report-view.ts';
import { errorOf, isEnded, kindText, lagOf, liveOf, moodOf, staleMsOf } from './standing.ts';

/** What can be asked of it, as it stands. */
export function projectionDeeds(one: Projection): Content {
  const { name, paused, generations, operation } = one;
  const has = (state: string): boolean => generations.some(found => found.state === state);
  const busy = operation !== null && !isEnded(operation);
  const to = (deed: string): string => projectionPlace(name, deed);
  return html`<div class="row" id="deeds">${paused === null ? button(to('pause'), 'Pause') : button(to('resume'), 'Resume')}
${!busy && [button(to('verify'), 'Verify'), ' ', button(to('rebuild'), 'Rebuild'), ' ', button(to('heal'), 'Make a key anew')]}
${!busy && has('ready') && button(to('swap'), 'Switch to the new one')}
${!busy && has('previous') && button(to('rollback'), 'Roll back')}
${!busy && (has('ready') || has('previous')) && button(to('drop'), 'Drop old generations', 'danger')}
${busy && html`<a class="button plain" href="${projectionPlace(name, 'operations', operation.id)}">See ${kindText(operation)} ${operation.id}, which is ${operation.state}</a>`}</div>`;
}

/** What a person should know first. */
export function projectionNotices(one: Projection): Content {
  const { name, paused, filling, drift } = one;
  const error = errorOf(one);
  return [
    error !== null &&
      notice(
        'bad',
        html`<p><b>It stands still:</b> ${error}</p><p>It is tried again by itself. Readers see it as it stands.</p>`,
      ),
    filling !== null &&
      notice(
        'warn',
        html`<p>It is being filled from history: ${percentText(filling.passed, filling.total)}. Until then its reads answer 503.</p>`,
      ),
    paused !== null &&
      notice(
        'warn',
        html`<p><b>Paused</b> since ${ago(paused.at)}: ${paused.reason ?? 'nobody said why'}. Nothing is applied; readers see it as it stood.</p>`,
      ),
    drift !== null &&
      drift.differences > 0 &&
      notice(
        'bad',
        html`<p><b>${counted(drift.differences, 'row')} not as the log says.</b> Somebody has written to its tables, or something was lost. <a href="${projectionPlace(name, 'verify')}">Verify</a> finds all of them; a <a href="${projectionPlace(name, 'rebuild')}">rebuild</a> puts them right.</p>`,
      ),
  ];
}

export const overview = (one: Projection, rate: number | null): Content => {
  const lag = lagOf(one);
  const ms = staleMsOf(one);
  return html`<section class="sheet" id="overview">${facts([
    ['Live generation', liveOf(one)?.number ?? 'none'],
    ['Code', html`<span class="mono">${liveOf(one)?.fingerprint ?? 'unknown'}</span>`],
    ['Lag', lag === 0 ? '0' : counted(lag, 'offset')],
    ['Stale by', ms === null ? html`<span class="none">nobody can tell now</span>` : lengthText(ms)],
    ['Rate', rateText(rate)],
    ['Parked records', parkedCell(one)],
    ['Drift', driftText(one)],
  ])}</section>`;
};

export const partitionTable = ({ partitions }: Projection): Content =>
  table({
    caption: 'Partitions of the live generation',
    id: ({ topic, partition }) => `partition-${topic}-${partition}`,
    rows: partitions,
    empty: html`<p class="none">none</p>`,
    columns: [
      { title: 'Partition', cell: ({ topic, partition }) => html`<span class="mono">${topic}[${partition}]</span>` },
      { title: 'Position', number: true, cell: ({ position }) => count(position) },
      { title: 'End', number: true, cell: ({ end }) => count(end) },
      { title: 'Lag', number: true, cell: ({ lag }) => (lag === 0 ? '0' : badge('warn', count(lag))) },
      {
        title: 'Stale by',
        number: true,
        cell: ({ lagSeconds }) =>
          lagSeconds === null ? html`<span class="none">unknown</span>` : lengthText(lagSeconds * 1_000),
      },
      { title: 'Applied', number: true, cell: ({ applied }) => count(applied) },
      { title: 'Moved', cell: ({ movedAt }) => ago(movedAt) },
      {
        title: 'Error',
        cell: ({ error }) =>
          error === null ? html`<span class="none">none</span>` : html`<span class="cause">${error}</span>`,
      },
    ],
  });

const generationMoods: Readonly<Record<string, Mood>> = { live: 'good', ready: 'warn', dropping: 'none' };

export const generationTable = ({ generations, parked }: Projection): Content =>
  table({
    caption: 'Generations',
    id: ({ number }) => `generation-${number}`,
    rows: generations,
    empty: html`<p class="none">none</p>`,
    columns: [
      { title: 'Generation', cell: ({ number }) => number },
      { title: 'State', cell: ({ state }) => badge(generationMoods[state] ?? 'none', state) },
      { title: 'Code', cell: ({ fingerprint }) => html`<span class="mono">${fingerprint ?? 'not kept'}</span>` },
      { title: 'Since', cell: ({ since }) => html`${moment(since)} <span class="hint">UTC</span>` },
      {
        title: 'Lag',
        number: true,
        cell: ({ lag }) => (lag === null ? html`<span class="none">not fed</span>` : count(lag)),
      },
      {
        title: 'Rows, about',
        number: true,
        cell: ({ rows }) => (rows === null ? html`<span class="none">unknown</span>` : count(rows)),
      },
      {
        title: 'Parked',
        number: true,
        cell: ({ number }) => count(parked.find(one => one.generation === number)?.count ?? 0),
      },
      { title: 'Error', cell: ({ error }) => error ?? html`<span class="none">none</span>` },
    ],
  });

export const operationTable = (operations: readonly Operation[]): Content =>
  table({
    caption: 'What was asked of it, the newest first',
    id: ({ id }) => `operation-${id}`,
    rows: operations,
    empty: html`<p class="soft">Nothing was asked of it yet.</p>`,
    columns: [
      { title: 'What', cell: one => html`<a href="${operationPlace(one)}">${kindText(one)} ${one.id}</a>` },
      { title: 'State', cell: ({ state }) => badge(isEnded({ state }) ? moodOf(state) : 'warn', state) },
      { title: 'By', cell: ({ options }) => options.actor ?? html`<span class="none">unknown</span>` },
      {
        title: 'Reason',
        cell: ({ options }) => html`<span class="cause">${options.reason ?? options.accept ?? ''}</span>`,
      },
      { title: 'Asked for', cell: ({ askedAt }) => ago(askedAt) },
      {
        title: 'Took',
        cell: ({ startedAt, finishedAt }) =>
          startedAt === null || finishedAt === null
            ? html`<span class="none">–</span>`
            : lengthText(Date.parse(finishedAt) - Date.parse(startedAt)),
      },
    ],
  });

/** Rows that the sentinel found to be otherwise than the log says. */
export const driftView = ({ drift }: Projection): Content =>
  drift !== null &&
  drift.differences > 0 && [
    html`<h2>What the sentinel found</h2>`,
    samplesTable('Rows that are not as the log says', drift.samples, { live: 'Found', other: 'Expected' }),
  ];
