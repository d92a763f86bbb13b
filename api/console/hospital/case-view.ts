import { isReopenable } from '../../../runtime/hospital/case.ts';
import { topics } from '../../../schemas/topics.ts';
import { type Content, html } from '../html.ts';
import { badge, button, command, counted, facts, notice } from '../parts/parts.ts';
import { table } from '../parts/table.ts';
import { place } from '../places.ts';
import { ago, moment } from '../times.ts';
import { keyText, statusBadge } from './case-list.ts';
import {
  actorText,
  type Case,
  type CaseRead,
  caseLink,
  casePlace,
  groupPlace,
  keyPlace,
  projectionOf,
} from './places.ts';

/** What can be done about a case, each where it is confirmed first. */
export function caseDeeds(one: Case): Content {
  if (isReopenable({ ...one, blockedKey: one.key })) return button(casePlace(one.caseId, 'retry'), 'Retry');
  if (one.closedAt !== null) return null;
  const { caseId, processor, key } = one;
  const canEdit = isRequest(one);
  return html`<span class="row">${button(casePlace(caseId, 'dry-run'), 'Dry run')} ${button(casePlace(caseId, 'retry'), 'Retry')} ${key !== null && button(keyPlace(processor, key, 'retry'), 'Retry its key')} ${canEdit && button(casePlace(caseId, 'edit'), 'Edit and retry')} ${button(casePlace(caseId, 'discard'), 'Discard', 'danger')}</span>`;
}

/** Facts are never edited: whoever owns them says something newer. */
const isRequest = ({ record }: Pick<Case, 'record'>): boolean =>
  topics.some(({ name, kind }) => name === record?.topic && kind === 'requests');

/** The same from a terminal. */
export const commandsView = ({ caseId, closedAt }: Case): Content =>
  [`show ${quoted(caseId)}`, ...(closedAt === null ? [`retry ${quoted(caseId)} --dry-run`] : [])].map(rest =>
    command(`npx longplay hospital ${rest}`),
  );

/** As a shell takes it. */
const quoted = (text: string): string => (/^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** What is next, for whoever has just come. */
export function whatNext(one: Case): Content {
  const { status, blockedBy, error, retryAt, closedAt, processor } = one;
  if (status === 'QUEUED') {
    const by = blockedBy === null ? 'another case of its key' : caseLink(blockedBy);
    return notice(
      'warn',
      html`<p>It has not been tried: it waits behind ${by}. Treat that one, and this one goes on.</p>`,
    );
  }
  if (status === 'RETRYING') return notice('none', html`<p>${processor} is trying it again now.</p>`);
  if (status === 'HEALED')
    return notice('good', html`<p>Healed ${ago(closedAt)}: it was processed, and its key went on.</p>`);
  if (status === 'DISCARDED') {
    if (isReopenable({ ...one, blockedKey: one.key })) {
      return notice(
        'none',
        html`<p>Discarded ${ago(closedAt)}: nobody asks for its step. As long as the fact shows it, a retry does.</p>`,
      );
    }
    return notice(
      'none',
      html`<p>Discarded ${ago(closedAt)}: nothing will come of it. What queued behind it went on.</p>`,
    );
  }
  if (status === 'SUPERSEDED') {
    return notice(
      'good',
      html`<p>Superseded ${ago(closedAt)}: a newer fact of its key has come, or nothing is left of what it was about.</p>`,
    );
  }
  if (error?.transient === true) {
    return notice(
      'warn',
      html`<p>It may pass by itself, and is tried again by itself${retryAt !== null && html`, next ${ago(retryAt)}`}.</p>`,
    );
  }
  if (one.record !== null && !isRequest(one) && projectionOf(processor) === null) {
    return notice(
      'bad',
      html`<p>It waits for you. Is the program wrong? Correct it, see by a dry run what a retry would do, then retry. Is the fact wrong? Its owner says a newer one, by itself or by <code>longplay streams repair</code>, and this case is superseded.</p>`,
    );
  }
  return notice(
    'bad',
    html`<p>It waits for you. Is the program wrong? Correct it, see by a dry run what a retry would do, then retry. Is the request wrong? Edit and retry it. Does nobody need it? Discard it.</p>`,
  );
}

export function aboutView(one: Case): Content {
  const { processor, processorVersion, record, effect, deadline, key, attempts } = one;
  return facts([
    ['Processor', html`${processor} <span class="hint">${processorVersion}</span>`],
    ['About', aboutOf({ record, effect, deadline })],
    [
      'Written',
      record?.timestamp == null ? html`<span class="none">unknown</span>` : html`${moment(record.timestamp)} UTC`,
    ],
    ['Schema', record === null ? 'none' : (record.schemaId ?? 'none is named')],
    ['Key', keyText(key)],
    ['Since', ago(one.admittedAt)],
    ['Failed last', one.failedAt === null ? html`<span class="none">not tried yet</span>` : ago(one.failedAt)],
    ['Attempts', attempts],
    ...(one.retryAt === null ? [] : ([['Next try', ago(one.retryAt)]] as const)),
    ...(one.edited ? ([['Edited', badge('warn', 'by an operator')]] as const) : []),
    ...(one.generation === null ? [] : ([['Generation', one.generation]] as const)),
  ]);
}

function aboutOf({ record, effect, deadline }: Pick<Case, 'record' | 'effect' | 'deadline'>): Content {
  if (record !== null) {
    const { topic, partition, offset } = record;
    return html`<a class="mono" href="${place(['topics', topic, partition, offset])}">${topic}[${partition}] at ${offset}</a>`;
  }
  if (effect !== null)
    return html`effect ${effect.kind} <span class="mono">${effect.effectId}</span>, attempt ${effect.attempt}`;
  if (deadline !== null)
    return html`deadline ${deadline.name} of <span class="mono">${deadline.key}</span>, due ${moment(deadline.due)}`;
  return 'unknown';
}

/** Error, first frame and stack; of a queued one that it has none. */
export function whyView({ error, processor, group }: Case): Content {
  if (error === null) return html`<p class="soft">It has not been tried: it queues.</p>`;
  const { code, message, frame, stack } = error;
  return html`<p class="cause"><a href="${groupPlace({ processor, group })}"><b>${code}</b><span class="heard">, all of this cause</span></a>: ${message}</p>
<p class="mono soft">${frame}</p>
<details id="stack"><summary>Stack</summary><pre class="inside stack">${stack}</pre></details>`;
}

/** The queue of its key, in the order in which it is treated. */
export function queueView({ case: one, queue, queued }: CaseRead): Content {
  if (one.key === null) return html`<p>It blocks nobody: it has no key that others could wait for.</p>`;
  if (projectionOf(one.processor) !== null) {
    return html`<p>Nothing queues behind it. The rows of <span class="mono">${one.key}</span> show an older fact, or none, until it is treated or a newer fact comes.</p>`;
  }
  if (queue.length === 0) return html`<p>Nothing of <span class="mono">${one.key}</span> waits any more.</p>`;
  return html`<p>${counted(queued, 'record')} of <span class="mono">${one.key}</span>, treated in this order: the first holds up the others.</p>
${table({
  caption: `What waits of ${one.key}`,
  id: ({ caseId }) => `queue-${caseId}`,
  rows: queue,
  empty: null,
  columns: [
    {
      title: 'Case',
      cell: ({ caseId }) => (caseId === one.caseId ? html`<b class="mono">${caseId}</b> (this one)` : caseLink(caseId)),
    },
    { title: 'Status', cell: ({ status }) => statusBadge(status) },
    { title: 'Since', cell: ({ admittedAt }) => ago(admittedAt) },
  ],
})}
${queued > queue.length && html`<p class="hint">and ${counted(queued - queue.length, 'more', 'more')}</p>`}`;
}

/** What was done about it, by whom, and why. */
export function treatmentsView({ treatments, treatmentsDropped }: Case): Content {
  return [
    treatmentsDropped > 0 &&
      html`<p class="hint">${counted(treatmentsDropped, 'treatment')} between the first and the newest were dropped.</p>`,
    table({
      caption: 'Treatments, the first one first',
      id: ({ operationId, n }) => `treatment-${n}-${operationId}`,
      rows: treatments.map((one, n) => ({ ...one, n })),
      empty: html`<p class="soft">Nobody has treated it yet.</p>`,
      columns: [
        { title: 'What', cell: ({ action }) => action.toLowerCase() },
        { title: 'Result', cell: ({ result }) => result.toLowerCase() },
        { title: 'By', cell: ({ actor }) => actorText(actor) },
        { title: 'Reason', cell: ({ reason }) => html`<span class="cause">${reason}</span>` },
        { title: 'When', cell: ({ at }) => ago(at) },
      ],
    }),
  ];
}
