import type { ListSchemas } from '../../client/paths.ts';
import { type Content, type Html, html, joined } from '../html.ts';
import { badge, counted, empty } from '../parts/parts.ts';
import { table } from '../parts/table.ts';
import { place } from '../places.ts';

export type Schema = NonNullable<ListSchemas['responses'][200]['content']['application/json']['schemas']>[number];

/** The version that this program writes, as the registry counts; null: it is not registered. */
export const writtenVersion = ({ registered = [], fingerprint }: Schema) =>
  registered.findLast(one => one.fingerprint === fingerprint) ?? null;

/** The schema of every topic: its versions, its level, who writes and who reads. */
export function schemaList(all: readonly Schema[], filter: string): Content {
  const wanted = filter.toLowerCase();
  const rows = all.filter(one =>
    [one.topic, one.record, ...(one.writtenBy ?? []), ...(one.readBy ?? []).map(({ name }) => name)].some(text =>
      text?.toLowerCase().includes(wanted),
    ),
  );
  return html`<form class="filters" action="${place(['schemas'])}"><div class="wide"><label for="q">Find <span class="hint">topic, record, writer or reader</span></label><input id="q" name="q" value="${filter}" maxlength="200"></div><div><button>Find</button></div></form>
${table({
  caption: 'Schemas',
  rows,
  id: ({ topic = '' }) => `s-${topic}`,
  empty: empty(
    `No schema has “${filter}” in the names of its topic, record, writers or readers.`,
    html`<a href="${place(['schemas'])}">See all schemas</a>.`,
  ),
  columns: [
    {
      title: 'Topic',
      cell: ({ topic = '', record }) =>
        html`<a href="${place(['schemas', topic])}">${topic}</a><br><span class="hint">${record}</span>`,
    },
    { title: 'Versions', cell: versionsCell },
    { title: 'Level', cell: ({ compatibility }) => html`<span class="nowrap">${compatibility}</span>` },
    { title: 'Written by', cell: ({ writtenBy = [] }) => writtenBy.join(', ') },
    { title: 'Read by', cell: readersCell },
  ],
})}`;
}

function versionsCell(schema: Schema): Html {
  const { registered = [] } = schema;
  const newest = registered.at(-1);
  if (newest === undefined) return badge('warn', 'none registered');
  const writes = writtenVersion(schema);
  const ids = joined(
    registered.map(({ version, id }) => `${version} (id ${id})`),
    ', ',
  );
  return html`${ids}<br><span class="hint">${writes === null ? 'what this program writes is not registered' : `writes version ${writes.version}`}</span>`;
}

function readersCell({ readBy = [] }: Schema): Content {
  const others = readBy.filter(one => one.as !== 'own');
  if (others.length === 0) return html`<span class="none">its owner only</span>`;
  const names = others.map(({ name, kind }) => (kind === 'projection' ? `${name} (view)` : name));
  return names.length <= 4
    ? names.join(', ')
    : html`${names.slice(0, 4).join(', ')} <span class="soft">and ${counted(names.length - 4, 'other')}</span>`;
}
