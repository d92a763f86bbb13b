import { type Content, type Html, html } from '../html.ts';
import { badge, button, count, notice } from '../parts/parts.ts';
import { table } from '../parts/table.ts';

import type { ProcessorPulse } from '../pulse.ts';
import { ago, moment } from '../times.ts';
import { actorText, type Group, hospitalPlace, processorPlace, type Standing } from './places.ts';

/** Processors that take no inputs, each with what to do; nothing where all of them do. */
export const haltedNotices = (all: readonly Standing[]): Content =>
  all.map(one => [one.stopped !== null && stoppedNotice(one), one.paused !== null && pausedNotice(one)]);

function stoppedNotice({ processor, stopped }: Standing): Content {
  if (stopped === null) return null;
  const { since, failures, decided, message, code, frame, partitions } = stopped;
  return html`<div id="stopped-${processor}">${notice(
    'bad',
    html`<p><b>${processor} is stopped by its storm breaker</b> since ${ago(since)}, on ${partitionsText(partitions)}: ${count(failures)} of its last ${count(decided)} inputs failed. Its program is at fault, or what it needs is missing; nothing was skipped, and its inputs wait on the log.</p>
<p><b>${code}</b>: ${message} <span class="mono">${frame}</span></p>
<p>Correct the program, start the corrected one, then let it go on.</p>
<p class="row">${button(processorPlace(processor, 'resume'), `Let ${processor} go on`)}</p>`,
  )}</div>`;
}

function pausedNotice({ processor, paused }: Standing): Content {
  if (paused === null) return null;
  const { since, until, actor, reason, partitions } = paused;
  const end = until === null ? 'until it is told to go on' : html`until ${moment(until)} UTC`;
  return html`<div id="paused-${processor}">${notice(
    'warn',
    html`<p><b>${processor} is paused</b> since ${ago(since)}, on ${partitionsText(partitions)}, ${end}, by ${actorText(actor)}: “${reason}”. Its inputs wait on the log.</p>
<p class="row">${button(processorPlace(processor, 'resume'), `Let ${processor} go on`)}</p>`,
  )}</div>`;
}

const partitionsText = (all: readonly number[]): string =>
  `${all.length === 1 ? 'partition' : 'partitions'} ${all.join(', ')}`;

/** Retries of causes that are under way, of all partitions of a processor together. */
export function retriesUnderWay(all: readonly Standing[]): Content {
  const running = all.flatMap(({ processor, retries }) =>
    [...Map.groupBy(retries, ({ operationId }) => operationId.replace(/\/\d+$/, ''))].map(([id, parts]) => ({
      processor,
      id,
      tasks: parts.length,
      reason: parts[0]?.reason ?? '',
      actor: parts[0]?.actor ?? null,
      total: sum(parts.map(one => one.total)),
      healed: sum(parts.map(one => one.healed)),
      back: sum(parts.map(one => one.back)),
    })),
  );
  return running.map(
    one =>
      html`<div id="retry-${one.id}">${notice(
        'none',
        html`<p>A cause of <b>${one.processor}</b> is being retried, asked for by ${actorText(one.actor)} (“${one.reason}”): ${count(one.healed)} healed, ${count(one.back)} back again, of ${count(one.total)}.</p>`,
      )}</div>`,
  );
}

const sum = (all: readonly number[]): number => all.reduce((left, right) => left + right, 0);

export type ProcessorRow = {
  readonly standing: Standing;
  /** With those that queue; null: nobody can tell now. */
  readonly cases: number | null;
  readonly lag: bigint | null;
};

/** Each processor with what stands of it and what waits at it. */
export function processorRows(
  all: readonly Standing[],
  groups: readonly Group[] | null,
  pulse: readonly ProcessorPulse[] | null,
): ProcessorRow[] {
  return all.map(standing => ({
    standing,
    cases: groups && sum(groups.filter(one => one.processor === standing.processor).map(one => one.cases + one.queued)),
    lag: pulse?.find(one => one.station.processor === standing.processor)?.lag ?? null,
  }));
}

const unknown = html`<span class="none">unknown</span>`;

export const processorTable = (rows: readonly ProcessorRow[]): Content =>
  table({
    caption: 'Processors',
    id: ({ standing }) => `processor-${standing.processor}`,
    rows,
    empty: null,
    columns: [
      { title: 'Processor', cell: ({ standing }) => standing.processor },
      { title: 'Standing', cell: ({ standing }) => standingBadge(standing) },
      {
        title: 'Open cases',
        number: true,
        cell: ({ standing, cases }) =>
          cases === null
            ? unknown
            : cases === 0
              ? '0'
              : html`<a href="${hospitalPlace({ processor: standing.processor })}">${count(cases)}<span class="heard"> of ${standing.processor}</span></a>`,
      },
      {
        title: 'Lag',
        number: true,
        cell: ({ lag }) => (lag === null ? unknown : count(lag)),
      },
      { title: 'Do', cell: ({ standing }) => deedOf(standing) },
    ],
  });

const standingBadge = ({ stopped, paused }: Standing): Html =>
  stopped !== null ? badge('bad', 'stopped') : paused !== null ? badge('warn', 'paused') : badge('good', 'not paused');

const deedOf = ({ processor, stopped, paused }: Standing): Html =>
  stopped !== null || paused !== null
    ? html`<a href="${processorPlace(processor, 'resume')}">Resume <span class="heard">${processor}</span></a>`
    : html`<a href="${processorPlace(processor, 'pause')}">Pause <span class="heard">${processor}</span></a>`;
