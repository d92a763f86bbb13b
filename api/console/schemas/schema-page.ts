import { type Content, type Html, html, joined } from '../html.ts';
import { badge, button, code, empty, facts, notice, tabs } from '../parts/parts.ts';
import { table } from '../parts/table.ts';
import { place } from '../places.ts';
import type { Difference } from './differences.ts';
import { type Schema, writtenVersion } from './schema-list-page.ts';
import { type ShownField, type ShownType, type TypePart, typesIn } from './shape.ts';

export const views = ['fields', 'json', 'difference', 'readers', 'records'] as const;
export type SchemaView = (typeof views)[number];

const titles: Readonly<Record<SchemaView, string>> = {
  fields: 'Fields',
  json: 'JSON',
  difference: 'Difference',
  readers: 'Readers',
  records: 'Ids in the topic',
};

/** What stands on top of each view of a schema. */
export function schemaHead(schema: Schema, view: SchemaView | 'check', version: number | null): Html {
  const { topic = '', subject, record, compatibility, writtenBy = [], registered = [] } = schema;
  const writes = writtenVersion(schema);
  return html`${facts([
    ['Subject', html`<span class="mono">${subject}</span>`],
    ['Record', record],
    ['Level', compatibility],
    ['Written by', writtenBy.join(', ')],
    [
      'This program writes',
      writes === null
        ? badge('warn', 'a version that is not registered')
        : `version ${writes.version} (id ${writes.id})`,
    ],
    ['Records', html`<a href="${place(['topics', topic])}">of ${topic}</a>`],
  ])}
${tabs('Views of the schema', [
  ...views.map(one => ({
    title: titles[one],
    href: place(['schemas', topic], {
      view: one === 'fields' ? null : one,
      version: one === 'fields' || one === 'json' ? version : null,
    }),
    current: one === view,
  })),
  { title: 'Check a change', href: place(['schemas', topic, 'check']), current: view === 'check' },
])}
${registered.length === 0 && notice('warn', html`<p>The registry lists no version of it: nothing was written with it yet, or it was lost.</p>`)}`;
}

/** Its versions, and which is shown. */
export function versionsOf(schema: Schema, version: number, view: 'fields' | 'json'): Content {
  const { topic = '', registered = [], released = [] } = schema;
  const writes = writtenVersion(schema);
  const shown = view === 'fields' ? null : view;
  return table({
    caption: 'Versions',
    captioned: true,
    rows: registered.toReversed(),
    id: one => `v-${one.version}`,
    empty: null,
    columns: [
      {
        title: 'Version',
        cell: one =>
          one.version === version
            ? html`<b>${one.version}</b> <span class="soft">shown</span>`
            : html`<a href="${place(['schemas', topic], { version: one.version, view: shown })}">${one.version}</a>`,
      },
      { title: 'Id', number: true, cell: ({ id }) => id },
      {
        title: 'Released with',
        cell: one =>
          released.find(({ fingerprint }) => fingerprint === one.fingerprint)?.release ??
          html`<span class="none">not released</span>`,
      },
      { title: 'Now', cell: one => one.version === writes?.version && badge('good', 'written') },
      { title: 'Fingerprint', cell: ({ fingerprint }) => html`<span class="mono">${fingerprint?.slice(0, 16)}</span>` },
      {
        title: 'Difference',
        cell: ({ version: to = 1 }) =>
          to > 1 &&
          html`<a href="${place(['schemas', topic], { view: 'difference', from: to - 1, to })}">to version ${to - 1}</a>`,
      },
    ],
  });
}

/** The schema to be read: each type with its fields. */
export function fieldsView(schema: Schema, json: unknown): Content {
  const types = typesIn(json);
  const names = new Set(types.map(({ name }) => name));
  const contents = types.map(({ name }) => html`<a href="#type-${name}">${name}</a>`);
  return html`${types.length > 1 && html`<p class="soft">Types: ${joined(contents, ', ')}.</p>`}
${types.map(type => typeSection(type, names, schema))}`;
}

export const jsonView = (json: unknown): Html => code(JSON.stringify(json, null, 2), 'The schema as JSON');

function typeSection(
  { name, kind, doc, fields, symbols, marks }: ShownType,
  names: ReadonlySet<string>,
  schema: Schema,
): Html {
  return html`<section><h2 id="type-${name}">${name} <span class="hint">${kind}</span></h2>
${doc !== null && html`<p>${doc}</p>`}
${marks.length > 0 && html`<p class="soft">${marks.map(one => `${one.name} ${one.value}`).join(' · ')}</p>`}
${kind === 'enum' && html`<p class="symbols">${symbols.map(one => html`<code>${one}</code> `)}</p>`}
${
  fields.length > 0 &&
  table({
    caption: `Fields of ${name}`,
    rows: fields,
    id: field => `f-${name}-${field.name}`,
    empty: null,
    columns: [
      { title: 'Field', cell: fieldCell },
      { title: 'Type', cell: ({ type }) => typeCell(type, names) },
      {
        title: 'Default',
        cell: one => (one.default === null ? html`<span class="none">none</span>` : html`<code>${one.default}</code>`),
      },
      { title: 'Meaning', cell: meaningCell },
      { title: 'Read by', cell: field => readersOf(field.name, schema) },
    ],
  })
}</section>`;
}

const fieldCell = ({ name, marks }: ShownField): Html =>
  html`<code>${name}</code>${marks.some(one => one.name === 'personal') && html`<br>${badge('none', 'personal')}`}`;

const typeCell = (parts: readonly TypePart[], names: ReadonlySet<string>): Content =>
  parts.map(({ text, of }) => (of !== null && names.has(of) ? html`<a href="#type-${of}">${text}</a>` : text));

function meaningCell({ doc, marks }: ShownField): Html {
  const others = marks.filter(({ name }) => name !== 'personal');
  return html`${doc}${others.length > 0 && html`<br><span class="hint">${others.map(one => `${one.name}: ${one.value}`).join(' · ')}</span>`}`;
}

/** More names than these say less than their number. */
const MOST_NAMES = 3;

function readersOf(field: string, { readBy = [], topic = '' }: Schema): Content {
  const others = readBy.filter(one => one.as !== 'own');
  const names = others.filter(one => (one.fields ?? []).includes(field)).map(({ name }) => name);
  if (names.length === 0) return html`<span class="none">nobody else</span>`;
  if (names.length <= MOST_NAMES) return names.join(', ');
  return html`<a href="${place(['schemas', topic], { view: 'readers' })}">${names.length} of ${others.length} readers</a>`;
}

const roles: Readonly<Record<string, string>> = {
  cause: 'decides by it',
  table: 'looks things up in it',
  own: 'its own state',
  treatment: 'its cases and operations',
  view: 'a read model is made of it',
};

/** Who reads the topic, and what of it. */
export function readersView({ readBy = [], topic = '' }: Schema): Content {
  return html`<p class="soft">A reader’s fields are those whose names stand in its code, at any depth of the record: a field of another name it cannot use.</p>
${table({
  caption: 'Readers',
  rows: readBy,
  id: ({ kind, name }) => `reader-${kind}-${name}`,
  empty: empty(
    `Nobody in this program reads ${topic}.`,
    'Who follows it over HTTP, or with a program of his own, is not known here.',
  ),
  columns: [
    { title: 'Reader', cell: ({ name }) => name },
    { title: 'Kind', cell: ({ kind }) => kind },
    { title: 'How', cell: ({ as = '' }) => roles[as] },
    {
      title: 'Fields',
      cell: ({ fields = [] }) =>
        joined(
          fields.map(one => html`<code>${one}</code>`),
          ', ',
        ),
    },
  ],
})}`;
}

/** What changed between two versions. */
export function differenceView(
  { topic = '', registered = [] }: Schema,
  from: number,
  to: number,
  found: readonly Difference[],
): Content {
  const option = (version: number, chosen: number): Html =>
    html`<option${version === chosen && html` selected`}>${version}</option>`;
  const versions = registered.map(({ version = 1 }) => version);
  return html`<form class="filters" action="${place(['schemas', topic])}"><input type="hidden" name="view" value="difference">
<div><label for="from">From version</label><select id="from" name="from">${versions.map(one => option(one, from))}</select></div>
<div><label for="to">To version</label><select id="to" name="to">${versions.map(one => option(one, to))}</select></div>
<div><button>Compare</button></div></form>
${
  versions.length < 2
    ? empty('There is one version only.', 'What a next one would change is told by “Check a change”.')
    : table({
        caption: `From version ${from} to version ${to}`,
        captioned: true,
        rows: found,
        id: ({ what, path }) => `d-${what}-${path}`,
        empty: empty(
          `Version ${from} and version ${to} say the same.`,
          'White space and the order of fields make no difference.',
        ),
        columns: [
          { title: 'What', cell: ({ path }) => html`<code>${path}</code>` },
          { title: 'Change', cell: ({ kind, what }) => badge(kind === 'removed' ? 'warn' : 'none', `${what} ${kind}`) },
          { title: 'From and to', cell: ({ details }) => details.map(detailOf) },
        ],
      })
}
${versions.length > 1 && html`<p>${button(place(['schemas', topic, 'check']), 'Check a change')}</p>`}`;
}

const detailOf = ({ name, before, after }: Difference['details'][number]): Html =>
  html`<div class="change"><span class="soft">${name}</span> ${before !== null && html`<del>${before}</del>`} ${after !== null && html`<ins>${after}</ins>`}</div>`;
