import type { PartitionOffsets } from '../../../runtime/log/port.ts';
import { topicSettings } from '../../../schemas/settings.ts';
import type { TopicDefinition } from '../../../schemas/topic-definition.ts';
import { type Content, html } from '../html.ts';
import { button, count, empty, facts } from '../parts/parts.ts';
import { table } from '../parts/table.ts';
import { place } from '../places.ts';
import { ago } from '../times.ts';
import { drawing } from './draw.ts';
import type { LiveMap } from './overlay.ts';
import type { Sample } from './seen.ts';
import { processorLink } from './view.ts';
import { recordList, type SampleRecord } from './written.ts';

export type SchemaShown = { readonly version: number; readonly id: number; readonly fields: readonly FieldShown[] };
export type FieldShown = {
  readonly name: string;
  readonly type: string;
  readonly doc: string;
  readonly personal: boolean;
};

export type TopicShown = {
  readonly definition: TopicDefinition;
  /** Names of processors; read models after them. */
  readonly readers: readonly string[];
  readonly tables: readonly string[];
  readonly models: readonly string[];
  readonly rate: string;
  readonly sample: Sample | undefined;
  readonly partitions: readonly PartitionOffsets[];
  /** Null: the registry has none, or cannot be asked. */
  readonly schema: SchemaShown | null;
  readonly records: readonly SampleRecord[];
  /** Those who write and read it; null: nobody can tell now. */
  readonly around: LiveMap | null;
};

/** One topic, and who stands around it. */
export function topicView(one: TopicShown, now: number): Content {
  const { definition, readers, tables, models, rate, sample, partitions, schema, records, around } = one;
  const { name, kind, key, holds, owner, alsoWrittenBy, partitionedBy } = definition;
  const writers = [owner, ...alsoWrittenBy];
  return html`<p>${holds}</p>
${facts([
  ['Kind', kind === 'facts' ? 'facts: what happened' : 'requests: what is asked or answered'],
  ['Key', partitionedBy === 'key' ? key : `${key}; the writer names the partition`],
  ['Written by', names(writers)],
  ['Read by', readers.length === 0 ? 'no processor' : names(readers)],
  ...(tables.length === 0 ? [] : [['Looked up by', names(tables)] as const]),
  ['Read models', models.length === 0 ? 'none' : models.join(', ')],
  ['Records', rate],
])}
<p class="row">${button(place(['topics', name]), 'Browse its records')} ${button(place(['schemas', name]), 'Its schemas')}</p>
<h2>One step away</h2>
${aroundOf(around, name, now)}
<h2>Newest records</h2>
${recordList(records, name, now)}
<h2>Schema</h2>
${schemaOf(schema, name)}
<div class="columns"><section><h2>Who wrote lately</h2>${writersOf(sample, now)}</section>
<section><h2>Partitions</h2>${partitionTable(partitions)}</section></div>
<h2>What is kept, and why</h2>
${table({
  caption: 'Settings of the topic',
  rows: topicSettings(definition),
  id: setting => `setting-${setting.name}`,
  columns: [
    { title: 'Setting', cell: setting => html`<span class="mono">${setting.name}</span>` },
    { title: 'Value', cell: ({ value }) => html`<span class="mono">${value}</span>` },
    { title: 'Why', cell: ({ why }) => why },
  ],
  empty: null,
})}`;
}

function aroundOf(around: LiveMap | null, name: string, now: number): Content {
  if (around === null) {
    return empty(
      'Who stands around it cannot be told now: Kafka does not answer.',
      'See the strip above; the page is up to date again when it does.',
    );
  }
  if (around.cards.length === 0)
    return empty('No processor writes or reads it.', 'Read models do, where they are named above.');
  return html`<div class="scroll map" role="region" aria-label="Who writes and reads ${name}" tabindex="0">${drawing(around, now, `Who writes ${name} and who reads it, from left to right. The list above says the same.`)}</div>`;
}

/** Those who write a topic and those who read it; of the edges only those of the topic. */
export function aroundTopic(map: LiveMap, name: string): LiveMap {
  const edges = map.edges.filter(({ topic }) => topic === name);
  const near = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const cards = map.cards.filter(({ id, rows }) => near.has(id) || rows.some(({ topic }) => topic === name));
  return { ...map, edges, cards };
}

const names = (all: readonly string[]): Content => all.map((name, n) => html`${n > 0 && ', '}${processorLink(name)}`);

function schemaOf(schema: SchemaShown | null, topic: string): Content {
  if (schema === null) {
    return empty(
      'The registry has no schema for it, or does not answer.',
      html`<a href="${place(['schemas', topic])}">What this program knows of it</a>`,
    );
  }
  return html`<p>Version ${schema.version}, id ${schema.id} in the registry.</p>
${table({
  caption: 'Fields at its top',
  rows: schema.fields,
  id: ({ name }) => `field-${name}`,
  columns: [
    { title: 'Field', cell: ({ name }) => html`<span class="mono nowrap">${name}</span>` },
    {
      title: 'Type',
      cell: ({ type, personal }) =>
        html`<span class="mono">${type}</span>${personal && html` <span class="badge">personal</span>`}`,
    },
    { title: 'Meaning', cell: ({ doc }) => doc },
  ],
  empty: null,
})}`;
}

function writersOf(sample: Sample | undefined, now: number): Content {
  if (sample === undefined) return empty('The log was not looked at yet.', 'Load the page again in a moment.');
  if (sample.records === 0)
    return empty(
      'Nobody: it is empty.',
      'Who is declared to write it stands above; what they write is shown here by itself.',
    );
  return html`<ul>${[...sample.writers].map(
    ([writer, { records, newest }]) =>
      html`<li>${writer === '' ? 'somebody who does not say who' : writer}: ${count(records)} of the newest ${count(sample.records)}, the last ${ago(newest, now)}</li>`,
  )}</ul>`;
}

const partitionTable = (partitions: readonly PartitionOffsets[]): Content =>
  table({
    caption: 'Partitions',
    rows: partitions,
    id: ({ partition }) => `partition-${partition}`,
    columns: [
      { title: 'Partition', cell: ({ partition }) => partition },
      { title: 'Start', cell: ({ start }) => count(start), number: true },
      { title: 'End', cell: ({ end }) => count(end), number: true },
    ],
    empty: empty('The brokers do not have it.', html`<code>longplay up</code> makes the topics of the catalogue.`),
  });

type Avro = string | { readonly [name: string]: unknown } | readonly Avro[];

/** The fields of a record as a reader of it needs them: a type in a word. */
export function fieldsOf(schema: unknown): FieldShown[] {
  const { fields = [] } = (schema ?? {}) as { fields?: readonly Record<string, unknown>[] };
  return fields.map(field => ({
    name: String(field.name),
    type: typeText(field.type as Avro),
    doc: typeof field.doc === 'string' ? field.doc : '',
    personal: /"personal":/.test(JSON.stringify(field)),
  }));
}

function typeText(type: Avro): string {
  if (typeof type === 'string') return type.split('.').at(-1) ?? type;
  if (Array.isArray(type)) {
    const others = (type as readonly Avro[])
      .filter(one => one !== 'null')
      .map(typeText)
      .join(' or ');
    return type.length > 1 && type.includes('null') ? `${others}?` : others;
  }
  const { type: kind, name, items, values, logicalType } = type as Record<string, unknown>;
  if (kind === 'array') return `list of ${typeText(items as Avro)}`;
  if (kind === 'map') return `map of ${typeText(values as Avro)}`;
  if (typeof logicalType === 'string') return `${String(kind)} (${logicalType})`;
  if (kind === 'enum' || kind === 'record') return String(name);
  return typeText(kind as Avro);
}
