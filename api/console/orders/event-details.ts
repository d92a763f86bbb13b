import { type Content, type Html, html, joined } from '../html.ts';
import { code, facts, notice } from '../parts/parts.ts';
import { table } from '../parts/table.ts';
import { place } from '../places.ts';
import { lengthText, moment } from '../times.ts';
import { anchorOf } from './anchors.ts';
import { asksOf, isAsk } from './asks.ts';
import { type Change, difference } from './difference.ts';
import type { Happening, TrailEvent } from './story.ts';

/** So many changes are shown, and so long a value. */
const MOST_CHANGES = 100;
const LONGEST_VALUE = 400;
const LONGEST_JSON = 24_000;
/** Told beside it, or different each time. */
const TOLD_ABOVE = ['event', 'history', 'historyDropped'];

/** What is known of an event; `previous`: the fact of the same key before it, as far as that is kept. */
export function details(one: Happening, previous: Happening | null, story: readonly Happening[]): Content {
  const { event, took } = one;
  if (event === null) return null;
  const { record } = event;
  return html`
${took !== null && took.ms < 0 && notice('warn', html`<p>It is stamped ${lengthText(-took.ms)} before what led to it: the clocks of two machines differ. The order of this list goes by causes.</p>`)}
${event.outcome !== null && outcomeOf(event.outcome)}
${facts([
  ['Led by', causes(event, story)],
  ...(isAsk(event) ? [['Answer', answerTo(event, story)] as const] : []),
  ['Record', recordOf(event)],
  ['Schema', schemaOf(event)],
  ['Event', html`<code>${event.id}</code>`],
  ['Type', event.type === null ? 'unknown' : html`<code>${event.type}</code>`],
  ['Decided', html`${moment(one.at)} UTC`],
  ['Asked by', event.actor === null ? 'nobody outside' : `${event.actor.kind.toLowerCase()} ${event.actor.id}`],
  ['Correlation', html`<code>${event.correlationId}</code>`],
  ['Trace', html`<code>${event.traceId}</code>`],
])}
${record === null ? gone(one) : kept(one, record, previous)}`;
}

type Record = NonNullable<TrailEvent['record']>;

const kept = (one: Happening, record: Record, previous: Happening | null): Html => html`
${record.undecodable !== null && notice('bad', html`<p>It could not be decoded: ${record.undecodable.detail}</p>`)}
${one.shape === 'fact' && changed(one, record, previous)}
${record.value !== null && decoded(one, record)}`;

const gone = (one: Happening): Html => html`<p class="soft">${whyGone(one)}</p>`;

function whyGone({ shape, event, at }: Happening): string {
  if (shape === 'fact')
    return 'Its record is not on the log any more: compaction keeps the newest of each key, whose history tells of this one.';
  if (event === null || !isAsk(event))
    return 'Its record is not on the log any more: requests are trimmed once all have read them. Its owner remembers what became of it.';
  const { outcome } = event;
  const known = outcome === null ? 'by the fact that asked it' : 'by its answer';
  const when =
    outcome !== null && Date.parse(outcome.at) === at
      ? ' When it was asked is not known: it stands where it was answered.'
      : '';
  return `Its record was trimmed, or not found: it lies among the requests of all orders, and was looked for around the time at which it was asked. It is known ${known}.${when}`;
}

/** “orders v3 (id 17)”; the version is not known while the registry is away. */
function schemaOf({ topic, record }: TrailEvent): Content {
  if (record === null) return 'unknown';
  const { schemaId: id, schemaVersion: version } = record;
  if (id === null) return 'none: it has no value, or another format';
  const name = version === null ? `${topic}, id ${id}` : `${topic} v${version}`;
  return html`<a href="${place(['schemas', topic], { id })}">${name}</a>${version !== null && ` (id ${id})`}`;
}

function outcomeOf({ accepted, reason, at, by }: NonNullable<TrailEvent['outcome']>): Html {
  const text = accepted ? 'Accepted' : html`Rejected${reason !== null && html`, <code>${reason}</code>,`}`;
  return notice(accepted ? 'good' : 'warn', html`<p>${text} by ${by}, ${moment(at)} UTC.</p>`);
}

function recordOf({ topic, record }: TrailEvent): Content {
  if (record === null) return html`${topic}, not kept`;
  const { partition, offset } = record;
  return html`<a href="${place(['topics', topic, partition, offset])}">${topic}, partition ${partition}, offset ${offset}</a>`;
}

function causes({ causes: ids, topic, version, record }: TrailEvent, story: readonly Happening[]): Content {
  if (record?.undecodable != null) return 'unknown: it cannot be decoded';
  if (ids.length === 0) return version === null && !isAsk({ topic }) ? 'nothing: it came from outside' : 'unknown';
  const shown = ids.slice(0, 20).map(cause => causeOf(cause, story));
  const more = ids.length > 20 && ` and ${ids.length - 20} more`;
  return html`${joined(shown, ', ')}${more}`;
}

function answerTo({ id }: TrailEvent, story: readonly Happening[]): Content {
  const answer = story.find(one => one.shape === 'reply' && one.causes.includes(id));
  if (answer !== undefined) return html`<a href="#${anchorOf(answer.id)}">${answer.title}</a>`;
  const { open } = asksOf(story.flatMap(({ event }) => event ?? []));
  return open.has(id) ? 'none yet' : 'not found: who asked does not wait for it any more, or that cannot be told';
}

function causeOf(cause: string, story: readonly Happening[]): Content {
  const known = story.find(({ id }) => id === cause);
  if (known !== undefined) {
    return html`<a href="#${anchorOf(cause)}">${known.event?.topic} ${known.event?.version ?? ''} ${known.title}</a>`;
  }
  const [, effect, attempt] = /\/([^#]+)#(\d+)$/.exec(cause) ?? [];
  if (effect !== undefined) {
    return html`the answer to <b>${effect.split('/').slice(-2).join(' ')}</b>, attempt ${attempt} <span class="hint mono">${cause}</span>`;
  }
  const [, deadline, due] = /\/([^/]+)\/(\d{13})$/.exec(cause) ?? [];
  if (deadline !== undefined) return html`the deadline <b>${deadline}</b>, due ${moment(Number(due))} UTC`;
  return html`<code>${cause}</code>, which is not among these`;
}

function changed(one: Happening, record: Record, previous: Happening | null): Content {
  if (one.event?.version === 1) return html`<p class="soft">It is the first version: all of it is new.</p>`;
  const before = previous?.event?.record?.value ?? null;
  if (before === null) {
    return html`<h3>What changed</h3><p class="soft">The version before it is not on the log any more, so the difference is not known.</p>`;
  }
  const changes = difference(before, record.value, TOLD_ABOVE);
  return html`<h3>What changed</h3><p class="hint">Against version ${previous?.event?.version}.${changes.length > MOST_CHANGES && ` ${changes.length} fields; the first ${MOST_CHANGES} are shown.`}</p>
${table<Change>({
  caption: `What ${one.title} changed`,
  columns: [
    { title: 'Field', cell: ({ path }) => html`<code class="nowrap">${path}</code>` },
    {
      title: 'Before',
      cell: ({ before: value }) =>
        value === undefined
          ? html`<span class="none">not there</span>`
          : html`<del class="mono">${shortened(value)}</del>`,
    },
    {
      title: 'After',
      cell: ({ after: value }) =>
        value === undefined ? html`<span class="none">gone</span>` : html`<ins class="mono">${shortened(value)}</ins>`,
    },
  ],
  rows: changes.slice(0, MOST_CHANGES),
  id: ({ path }) => anchorOf(`${one.id} ${path}`),
  empty: html`<p class="soft">Nothing but its version: it was published again.</p>`,
})}`;
}

function shortened(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}… (${text.length} characters)` : text;
}

function decoded(one: Happening, { value }: Record): Html {
  const text = JSON.stringify(value, null, 2);
  const cut = text.length > LONGEST_JSON;
  return html`<details id="v-${anchorOf(one.id)}"><summary>The record, decoded</summary><div class="inside">${cut && html`<p class="hint">Its first ${LONGEST_JSON} of ${text.length} characters; the link above leads to all of it.</p>`}${code(cut ? text.slice(0, LONGEST_JSON) : text, `${one.title}, decoded`)}</div></details>`;
}
