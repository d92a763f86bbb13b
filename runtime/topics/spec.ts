import type { NewTopic } from '../log/port.ts';

/** A topic as it should be. */
export type TopicSpec = NewTopic;

/** What the catalogue says of a topic. */
export type CatalogueTopic = {
  /** Without the prefix. */
  readonly name: string;
  readonly settings: readonly { readonly name: string; readonly value: string }[];
};

export type Installation = {
  readonly prefix: string;
  readonly partitions: number;
  readonly replication: number;
  readonly minInsyncReplicas: number;
};

/**
 * The full name of a topic: `<prefix>.<name>`. Never with '_', which collides with '.' in Kafka's metric names.
 */
export function topicName(prefix: string, name: string): string {
  return `${prefix}.${name}`;
}

/** The topics of one installation. All have one partition count, since processors read them side by side. */
export function topicSpecs(topics: readonly CatalogueTopic[], installation: Installation): TopicSpec[] {
  return topics.map(({ name, settings }) => ({
    name: topicName(installation.prefix, name),
    partitions: installation.partitions,
    replication: installation.replication,
    config: {
      ...Object.fromEntries(settings.map(setting => [setting.name, setting.value])),
      'min.insync.replicas': String(installation.minInsyncReplicas),
    },
  }));
}
