import type { RecordSchema } from '../avro.ts';
import { definedRecords } from '../growth/releases.ts';
import { processors } from '../processors.ts';
import { topicSettings } from '../settings.ts';
import type { TopicDefinition } from '../topic-definition.ts';
import { defaultPartitions } from '../topics.ts';

/** The page docs/reference/topics.md, from the catalogue. */
export function topicsReference(
  topics: readonly TopicDefinition[],
  schemas: ReadonlyMap<string, RecordSchema>,
): string {
  const perProcessor = topics.filter(topic => topic.name.startsWith(`${processors[0]}.`));
  const shop = topics.filter(topic => !processors.some(processor => topic.name.startsWith(`${processor}.`)));
  return `<!-- Generated from schemas/topics.ts by \`npm run generate\`; do not edit. -->
# Topics

Every topic stands under the installation's prefix: \`orders\` is the topic \`longplay.orders\` where the prefix is
\`longplay\`, and its schema's subject is \`longplay.orders-value\`. Facts are what happened: compacted, kept for ever,
written by one processor only. Requests are what is asked or answered: kept until every reader is past them.

All topics have the same number of partitions (${defaultPartitions} by default), fixed for life. Keys are UTF-8 text; the partition
is Java's murmur2 of the key, but for those marked ¹: there the writer names the partition of the input that the record
is about. All subjects are ${topics[0]?.compatibility}. Values are Avro in the Confluent wire format, with the schema of the
folder \`schemas/<schema>/\`.

## The shop

${table(shop, name => name)}

## Of every processor

Each of ${sentence(processors)} has these three.

${table(perProcessor, name => name.replace(processors[0], '<processor>'))}

¹ Partition of the input that the record is about.

## Personal data

Encrypted under the key of the customer that the named field tells; null once that key is destroyed.

${personalTable(topics, schemas)}

## Settings

What a topic is created with. A topic that exists with other settings is reported, never changed.

${settingsTable(topics)}
`;
}

function table(topics: readonly TopicDefinition[], shown: (name: string) => string): string {
  const rows = topics.map(topic => [
    `\`${shown(topic.name)}\``,
    `${topic.key}${topic.partitionedBy === 'input' ? ' ¹' : ''}`,
    topic.kind,
    [topic.owner, ...topic.alsoWrittenBy]
      .map(writer => (topic.name.startsWith(`${writer}.`) ? 'itself' : writer))
      .join(', '),
    `\`${topic.schema}\``,
    topic.holds,
  ]);
  return markdown(['topic', 'key', 'kind', 'written by', 'schema', 'holds'], rows);
}

function personalTable(topics: readonly TopicDefinition[], schemas: ReadonlyMap<string, RecordSchema>): string {
  const rows = topics.flatMap(topic => {
    const schema = schemas.get(topic.schema);
    if (schema?.dataSubject === undefined) return [];
    const fields = [...definedRecords(schema).values()].flatMap(record =>
      record.fields.filter(field => field.personal).map(field => `${record.name}.${field.name}`),
    );
    return [[`\`${topic.name}\``, `\`${schema.dataSubject}\``, fields.join(', ')]];
  });
  return markdown(['topic', 'whose', 'fields'], rows);
}

function settingsTable(topics: readonly TopicDefinition[]): string {
  const rows = new Map<string, string[]>();
  for (const topic of topics) {
    for (const setting of topicSettings(topic)) {
      const key = `${setting.name}=${setting.value}`;
      const row = rows.get(key) ?? [`\`${setting.name}\``, `\`${setting.value}\``, '', setting.why];
      row[2] = scopeWith(row[2] ?? '', topic, setting.name);
      rows.set(key, row);
    }
  }
  const scopes = ['facts', 'requests', 'all others', 'hospital, operations', 'all'];
  const all = [...rows.values()].sort((a, b) => scopes.indexOf(a[2] ?? '') - scopes.indexOf(b[2] ?? ''));
  all.push([
    '`min.insync.replicas`',
    '`1` where the replication factor is 1, else `2`',
    'all',
    'With acks=all a write is on two brokers before it counts; with one broker there is no second.',
  ]);
  return markdown(['setting', 'value', 'topics', 'why'], all);
}

function scopeWith(kinds: string, topic: TopicDefinition, setting: string): string {
  if (setting === 'max.message.bytes') return topic.partitionedBy === 'input' ? 'hospital, operations' : 'all others';
  if (kinds === '' || kinds === topic.kind) return topic.kind;
  return 'all';
}

function sentence(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
