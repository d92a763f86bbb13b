import { topicSettings } from '../../schemas/settings.ts';
import type { TopicDefinition } from '../../schemas/topic-definition.ts';
import type { Json } from './messages.ts';

/** Settings of a topic that matter to whoever reads or writes it; the binding wants numbers as numbers. */
function configuration(topic: TopicDefinition): Json {
  const told = new Set([
    'cleanup.policy',
    'retention.ms',
    'retention.bytes',
    'delete.retention.ms',
    'max.message.bytes',
    'min.compaction.lag.ms',
    'max.compaction.lag.ms',
  ]);
  return Object.fromEntries(
    topicSettings(topic)
      .filter(({ name }) => told.has(name))
      .map(({ name, value }) => [name, name === 'cleanup.policy' ? [value] : Number(value)]),
  );
}

export function channelsOf(topics: readonly TopicDefinition[], partitions: number): Record<string, Json> {
  return Object.fromEntries(
    topics.map(topic => [
      topic.name,
      {
        address: `{prefix}.${topic.name}`,
        title: topic.name,
        summary: `${topic.holds[0]?.toUpperCase()}${topic.holds.slice(1)}.`,
        description: described(topic),
        servers: [{ $ref: '#/servers/kafka' }],
        parameters: { prefix: { $ref: '#/components/parameters/prefix' } },
        messages: { [topic.record]: { $ref: `#/components/messages/${topic.schema}` } },
        tags: [{ name: topic.kind }],
        bindings: { kafka: { partitions, topicConfiguration: configuration(topic), bindingVersion: '0.5.0' } },
      },
    ]),
  );
}

function described({ key, kind, owner, alsoWrittenBy, partitionedBy, compatibility, name }: TopicDefinition): string {
  const what =
    kind === 'facts'
      ? `Facts: each record is the whole entity as it stands after a change; the newest of each key is kept for ever. Written by ${owner} alone.`
      : `Requests: trimmed once every reader is past them. Written by ${[owner, ...alsoWrittenBy].join(' and ')}.`;
  const where =
    partitionedBy === 'key'
      ? 'The partition is murmur2 of the key, as Java computes it.'
      : 'The partition is that of the input that the record is about, whatever its key.';
  return `${what} The key is the ${key}. ${where} The subject is {prefix}.${name}-value, ${compatibility}.`;
}
