import type { ListTopics } from '../../client/paths.ts';
import { type Content, type Html, html, joined } from '../html.ts';
import { badge, count, empty } from '../parts/parts.ts';
import { table } from '../parts/table.ts';
import { place } from '../places.ts';
import { ago } from '../times.ts';

export type Topic = NonNullable<ListTopics['responses'][200]['content']['application/json']['topics']>[number];

/** From the first offset that is kept to the end. */
export const offsetsOf = (partitions: Topic['partitions']): bigint =>
  (partitions ?? []).reduce((sum, { start = '0', end = '0' }) => sum + BigInt(end) - BigInt(start), 0n);

const parts: readonly { readonly title: string; readonly hint: string; has(topic: Topic): boolean }[] = [
  {
    title: 'Facts',
    hint: 'What happened: written once by its owner, compacted, kept for ever.',
    has: ({ kind, name = '' }) => kind === 'facts' && !name.includes('.'),
  },
  {
    title: 'Requests and answers',
    hint: 'What is asked of an owner, and what it answered: trimmed once all have read it.',
    has: ({ kind, name = '' }) => kind === 'requests' && !/\.(operations|hospital)$/.test(name),
  },
  {
    title: 'Treatment',
    hint: 'The message hospital of each processor, and what operators ask of it.',
    has: ({ kind, name = '' }) => /\.(operations|hospital)$/.test(name) || (kind === 'facts' && name.includes('.')),
  },
];

/** Every topic: what it holds, how much of it there is, and when it last got something. */
export function topicList(topics: readonly Topic[], now: number): Content {
  if (topics.length === 0) return empty('There is no topic.', 'The catalogue of this program is empty.');
  return parts.map(({ title, hint, has }) => {
    const all = topics.filter(has);
    const isEmpty = (one: Topic) => (one.partitions ?? []).length > 0 && offsetsOf(one.partitions) === 0n;
    const [none, some] = [all.filter(isEmpty), all.filter(one => !isEmpty(one))];
    if (all.length === 0) return null;
    return html`<h2>${title}</h2><p class="hint">${hint}</p>${tableOf(title, some, now)}${none.length > 0 && emptyOnes(none)}`;
  });
}

/** Topics without a record, by name alone: there may be many. */
const emptyOnes = (topics: readonly Topic[]): Html =>
  html`<p class="soft">Nothing in ${joined(
    topics.map(({ name = '' }) => html`<a href="${place(['topics', name])}">${name}</a>`),
    ', ',
  )}.</p>`;

const tableOf = (title: string, rows: readonly Topic[], now: number): Content =>
  table({
    caption: title,
    rows,
    id: ({ name = '' }) => `t-${name}`,
    empty: null,
    columns: [
      { title: 'Topic', cell: nameCell },
      { title: 'Key', cell: ({ key }) => key },
      { title: 'Written by', cell: ({ writtenBy = [] }) => writtenBy.join(', ') },
      { title: 'Partitions', number: true, cell: ({ partitions = [] }) => partitions.length },
      { title: 'Offsets', number: true, cell: ({ partitions }) => count(offsetsOf(partitions)) },
      { title: 'Newest record', cell: topic => newestCell(topic, now) },
      {
        title: 'Schema',
        cell: ({ name = '' }) =>
          html`<a href="${place(['schemas', name])}">schema<span class="heard"> of ${name}</span></a>`,
      },
    ],
  });

const nameCell = ({ name = '', holds }: Topic): Html =>
  html`<a href="${place(['topics', name])}">${name}</a><br><span class="hint">${holds}</span>`;

function newestCell({ partitions = [], newest }: Topic, now: number): Content {
  if (partitions.length === 0) return badge('bad', 'the brokers do not have it');
  return newest?.time === undefined ? html`<span class="none">no record is left</span>` : ago(newest.time, now);
}
