import { type Content, html } from '../html.ts';
import { badge, button, count, counted, facts, notice, progress } from '../parts/parts.ts';
import { table } from '../parts/table.ts';
import { ago, lengthText } from '../times.ts';
import { type Operation, operationPlace, projectionPlace } from './places.ts';
import { proofView, type Sides } from './report-view.ts';
import { isEnded, kindText, moodOf } from './standing.ts';

const steps: Readonly<Record<Operation['kind'], readonly string[]>> = {
  rebuild: ['waiting', 'loading', 'indexing', 'catching-up', 'proving', 'swapping'],
  verify: ['waiting', 'loading', 'indexing', 'catching-up', 'proving'],
  swap: ['waiting', 'swapping'],
  rollback: ['waiting', 'swapping'],
  heal: ['waiting', 'loading'],
};

/** What is next: the buttons where something is left to decide. `ready`, `previous`: whether there are such generations. */
export type Left = { readonly ready: boolean; readonly previous: boolean; readonly busy: boolean };

export function operationView(one: Operation, left: Left): Content {
  const { report } = one;
  return html`${stateNotice(one, left)}
${stepList(one)}
<section class="sheet" id="asked">${facts([
    ['Asked for', ago(one.askedAt)],
    ['By', one.options.actor ?? html`<span class="none">unknown</span>`],
    ['Reason', html`<span class="cause">${one.options.reason ?? one.options.accept ?? 'nobody said why'}</span>`],
    ['Generation', one.generation ?? html`<span class="none">none yet</span>`],
    ...optionsOf(one),
    ['Took', tookOf(one)],
  ])}</section>
${progressView(one)}
${report?.proof !== undefined && html`<section id="report"><h2>What the comparison found</h2>${proofView(report.proof, sidesOf(one))}</section>`}
${report !== null && costView(one)}`;
}

/** Of a verification the shadow is what the log says; of a rebuild the other one is what is new. */
const sidesOf = ({ kind }: Operation): Sides =>
  kind === 'verify' ? { live: 'Found', other: 'Expected' } : { live: 'Live', other: 'New' };

function optionsOf({ options }: Operation): [string, Content][] {
  const { throttle, swap, accept, key, cancelled } = options;
  return [
    ...(key === undefined ? [] : ([['Key', html`<span class="mono">${key}</span>`]] as [string, Content][])),
    ...(throttle === undefined ? [] : ([['At most', `${count(throttle)} records/s`]] as [string, Content][])),
    ...(swap === false ? ([['Switch', 'not by itself']] as [string, Content][]) : []),
    ...(accept === undefined ? [] : ([['Differences accepted', accept]] as [string, Content][])),
    ...(cancelled === undefined
      ? []
      : ([['Cancelled', `${cancelled.actor ?? 'by somebody'}: ${cancelled.reason ?? 'nobody said why'}`]] as [
          string,
          Content,
        ][])),
  ];
}

function tookOf({ startedAt, finishedAt }: Operation): Content {
  if (startedAt === null) return html`<span class="none">not begun</span>`;
  return finishedAt === null
    ? html`begun ${ago(startedAt)}`
    : lengthText(Date.parse(finishedAt) - Date.parse(startedAt));
}

function stateNotice(one: Operation, left: Left): Content {
  const { state, error, projection, generation, kind, report, taken } = one;
  const to = (deed: string): string => projectionPlace(projection, deed);
  if (!isEnded(one)) {
    return [
      state === 'waiting' &&
        !taken &&
        notice(
          'warn',
          html`<p>It waits for a process that runs the projections, and is free. Where none runs, start one: <code>longplay projections</code>.</p>`,
        ),
      html`<p class="row">${button(`${operationPlace(one)}/cancel`, 'Cancel it', 'danger')}</p>`,
    ];
  }
  const swap =
    left.ready &&
    !left.busy &&
    html`<p class="row">${button(to('swap'), `Switch to generation ${generation}`)} ${button(to('drop'), 'Drop it', 'danger')}</p>`;
  const back =
    left.previous &&
    !left.busy &&
    html`<p class="row">${button(to('rollback'), 'Roll back to the generation before')}</p>`;
  if (state === 'failed') {
    return notice(
      'bad',
      html`<p><b>Failed.</b> ${error?.code}: ${error?.message}</p><p>The live generation is as it was.</p>${kind === 'rebuild' && swap}`,
    );
  }
  if (state === 'cancelled')
    return notice('none', html`<p>Cancelled: what it had made is dropped, and the live generation is as it was.</p>`);
  if (state === 'different') {
    return notice(
      'warn',
      html`<p><b>Compared, and not the same.</b> ${kind === 'verify' ? 'Nothing was switched.' : `Generation ${generation} is built and kept; readers still ask the live one.`}</p>${kind === 'rebuild' && swap}`,
    );
  }
  if (kind === 'verify') return notice('good', html`<p><b>Done:</b> the rows are what the log says.</p>`);
  if (kind === 'heal') {
    const { healed } = report ?? {};
    return notice(
      'good',
      html`<p><b>Done:</b> ${healed === undefined ? 'the rows were made anew' : `${counted(healed.rows, 'row')} made of ${counted(healed.records, 'record')}`}.</p>`,
    );
  }
  return notice(
    'good',
    html`<p><b>Done.</b> ${report?.live === undefined ? `Generation ${generation} is ready; readers ask the live one until it is switched to.` : `Readers ask generation ${report.live} since then.`}</p>${report?.live === undefined ? swap : back}`,
  );
}

/** The phases in their order, as far as it is. */
function stepList({ kind, state }: Operation): Content {
  const all = steps[kind];
  const at = all.indexOf(state);
  if (at === -1) return null;
  return html`<ol class="steps" aria-label="Phases">${all.map(
    (name, n) =>
      html`<li class="${n < at ? 'past' : n === at ? 'now' : 'to-come'}"${n === at && html` aria-current="step"`}>${name}${n < at && html`<span class="heard"> (done)</span>`}</li>`,
  )}</ol>`;
}

export function progressView({ progress: now, state }: Pick<Operation, 'progress' | 'state'>): Content {
  if (now === null) return null;
  const { percent, records, total, rate, etaSeconds, partitions } = now;
  const left = etaSeconds === null || isEnded({ state }) ? '' : `, ${lengthText(etaSeconds * 1_000)} left`;
  const about = percent === 100 ? '' : '≈ ';
  const text = `${percent} %: ${count(records)} of ${about}${counted(total, 'record')}, ${count(rate)}/s${left}`;
  return html`<h2>Records read</h2>
<div class="sheet">${progress(percent, 'Records read, of all partitions', text)}</div>
${table({
  caption: 'Records read, by partition',
  id: ({ topic, partition }) => `progress-${topic}-${partition}`,
  rows: partitions,
  empty: null,
  columns: [
    { title: 'Partition', cell: ({ topic, partition }) => html`<span class="mono">${topic}[${partition}]</span>` },
    { title: 'Read', cell: one => progress(one.percent, `Read of ${one.topic}[${one.partition}]`, `${one.percent} %`) },
    { title: 'Records', number: true, cell: one => count(one.records) },
    { title: 'Of', number: true, cell: one => `${one.percent === 100 ? '' : '≈ '}${count(one.total)}` },
  ],
})}`;
}

function costView({ report }: Operation): Content {
  if (report === null) return null;
  const { records, rows, seconds = {} } = report;
  const times = Object.entries(seconds).map(([name, length]) => [nameOf(name), lengthText(length * 1_000)] as const);
  if (times.length === 0) return null;
  return html`<h2>How long it took</h2><div class="sheet">${facts([
    ...times,
    ...(records === undefined ? [] : [['Records', count(records)] as const]),
    ...(rows === undefined ? [] : [['Rows', count(rows)] as const]),
  ])}</div>`;
}

const nameOf = (camel: string): string => {
  const text = camel.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`);
  return text.charAt(0).toUpperCase() + text.slice(1);
};

export const stateBadge = (one: Operation): Content => badge(isEnded(one) ? moodOf(one.state) : 'warn', one.state);
export const titleOf = (one: Operation): string => {
  const text = kindText(one);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)} ${one.id} of ${one.projection}`;
};
