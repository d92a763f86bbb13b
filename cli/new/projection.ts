import { LongplayError } from '../../runtime/errors.ts';
import { parseSchemaFile } from '../../schemas/load.ts';
import type { TopicDefinition } from '../../schemas/topic-definition.ts';
import { topics } from '../../schemas/topics.ts';
import { type Column, columnsOf } from './columns.ts';
import { camel, fill, type Names, snake } from './names.ts';
import { KEY, type Plan } from './plan.ts';
import { registeredProjection, registeredRoutes } from './registered.ts';
import { filesOf } from './templates.ts';

/** Fact topics of the shop itself: a case or an outcome has read models already. */
const sources = topics.filter(({ kind, name, schema }) => kind === 'facts' && name === schema);

/** @throws LP_NEW_TOPIC_UNKNOWN */
export function sourceOf(of: string | undefined): TopicDefinition {
  const source = sources.find(({ name }) => name === of);
  if (source !== undefined) return source;
  const said = of === undefined ? 'No topic was named' : `${of} is no topic with facts of the shop`;
  const names = sources.map(({ name }) => name).join(', ');
  throw new LongplayError('LP_NEW_TOPIC_UNKNOWN', `${said}; there are: ${names}.`);
}

/** A read model of one topic: a row for each key, and a way to ask for it. */
export function projectionPlan(names: Names, source: TopicDefinition): Plan {
  const key = camel(source.key.replaceAll(' ', '-'));
  const columns = columnsOf(parseSchemaFile(source.schema), key);
  const made = (text: string): string => withColumns(ofSource(text, source, key), columns);
  return {
    files: filesOf('projection', names).map(({ path, text }) => ({ path, text: made(text) })),
    edits: [...registeredProjection(names), ...registeredRoutes(names, `A read model of ${source.name}.`)],
    next: next.map(line => fill(line, names)),
  };
}

const ofSource = (text: string, { name, record }: TopicDefinition, key: string): string =>
  [
    ['source-facts', name],
    ['SourceFact', record],
    ['source_key', snake(key.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`))],
    ['sourceKey', key],
  ].reduce((now, [from = '', to = '']) => now.replaceAll(from, to), text);

const withColumns = (text: string, columns: readonly Column[]): string =>
  text
    .replace(/^ *-- <columns>\n/m, columns.map(({ column, sql, doc }) => `  -- ${doc}\n  ${column} ${sql},\n`).join(''))
    .replace(/^ *\/\/ <types>\n/m, columns.map(({ column, type }) => `  readonly ${column}: ${type};\n`).join(''))
    .replace(/^ *\/\/ <values>\n/m, columns.map(({ column, value }) => `  ${column}: ${value},\n`).join(''));

const next = [
  'Say what its rows hold: projections/sample-things/project.ts and table.sql, and what of it is shown: api/routes/sample-things.ts',
  'Run its spec:           npx vitest run --project unit projections/sample-things projections/projections.unit.spec.ts',
  'Run it:                 npx longplay up   (its table is made, and filled from the beginning of the topic)',
  `Ask it:                 curl -s localhost:8080/sample-things ${KEY}`,
  'Once it has rows:       npx longplay projections rebuild sample-things   (after each change of project.ts)',
  'All of it, explained:   docs/guide/read-models.md',
];
