import type { ReadSchemaIds } from '../../client/paths.ts';
import { type Content, type Html, html } from '../html.ts';
import { badge, button, count, empty, notice, progress } from '../parts/parts.ts';
import { table } from '../parts/table.ts';
import { place } from '../places.ts';

export type IdsSeen = ReadSchemaIds['responses'][200]['content']['application/json'];

/** Which schemas the records of the topic are written with. `seen` null: nobody has asked yet; it reads the topic. */
export function idsView(topic: string, seen: IdsSeen | null): Content {
  if (seen === null) {
    return html`<p>Which versions are still alive is told by the records alone: the topic is read from its start, some seconds of it at a time.</p>
<p>${button(place(['schemas', topic], { view: 'records', look: 'now' }), `Look into ${topic}`)}</p>`;
  }
  const { schemas, tombstones, foreign, partitions, cursor } = seen;
  const looked = partitions.reduce((sum, { from, to }) => sum + BigInt(to) - BigInt(from), 0n);
  const all = partitions.reduce((sum, { from, end }) => sum + BigInt(end) - BigInt(from), 0n);
  const percent = all === 0n ? 100 : Number((looked * 100n) / all);
  return html`${progress(percent, 'Looked at', `${count(looked)} of ${count(all)} offsets looked at, ${percent} %`)}
${cursor !== null && notice('warn', html`<p>This is a part of the topic: the rest may hold other ids.</p><p>${button(place(['schemas', topic], { view: 'records', look: cursor }), 'Look further')}</p>`)}
${foreign > 0 && notice('bad', html`<p>${count(foreign)} values have no schema id in front: no reader can read them.</p>`)}
${table({
  caption: 'Schemas that records are written with',
  rows: schemas,
  id: ({ id }) => `id-${id}`,
  empty: empty(
    `No record with a value was found${tombstones > 0 ? `, but ${count(tombstones)} tombstones` : ''}.`,
    cursor === null
      ? html`No schema of it is alive here, so none holds up a change. <a href="${place(['schemas', topic])}">Its versions in the registry</a>.`
      : 'The rest may hold some: look further.',
  ),
  columns: [
    { title: 'Id', cell: ({ id }) => id },
    {
      title: 'Version',
      cell: ({ version }) =>
        version === null
          ? badge('warn', 'none of this subject')
          : html`<a href="${place(['schemas', topic], { version })}">${version}</a>`,
    },
    { title: 'Records', number: true, cell: ({ records }) => count(records) },
    { title: 'First met', cell: ({ first }) => recordLink(topic, first) },
    { title: 'Last met', cell: ({ last }) => recordLink(topic, last) },
  ],
})}
<p class="hint">${count(tombstones)} tombstones. By partition: ${partitions.map(one => `${one.partition}: ${one.from} to ${one.to} of ${one.end}`).join('; ')}. Open cases of the hospital hold records too: <code>npx longplay schemas check --against topics</code> looks into them, and says what would break.</p>`;
}

const recordLink = (topic: string, { partition, offset }: IdsSeen['schemas'][number]['first']): Html =>
  html`<a class="mono" href="${place(['topics', topic, partition, offset])}">${partition} · ${offset}</a>`;
