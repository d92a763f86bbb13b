import type { TopicDescription } from '../log/port.ts';
import type { TopicSpec } from './spec.ts';

/** One way in which a topic that exists is not as it should be. Reported, never changed. */
export type TopicDrift = {
  readonly topic: string;
  readonly what: 'partitions' | 'replication' | 'setting';
  /** Name of the setting, else the same as `what`. */
  readonly name: string;
  readonly expected: string;
  /** null: the setting is not made on the topic, so the broker's default holds. */
  readonly found: string | null;
  readonly remedy: string;
};

/**
 * Compares what the catalogue names and nothing else: a setting that an operator added (a throttle, a longer flush)
 * is his.
 */
export function findTopicDrift(spec: TopicSpec, topic: TopicDescription): TopicDrift[] {
  const drift: TopicDrift[] = [];
  if (topic.partitions !== spec.partitions) {
    drift.push({
      ...counts(spec.name, 'partitions', spec.partitions, topic.partitions),
      remedy: `The count is fixed for life: keys would move away from their state. Set LONGPLAY_PARTITIONS=${topic.partitions} where all topics have that count; else export and import under a new prefix.`,
    });
  }
  if (topic.replication !== spec.replication) {
    drift.push({
      ...counts(spec.name, 'replication', spec.replication, topic.replication),
      remedy: `Reassign it with kafka-reassign-partitions, or set LONGPLAY_REPLICATION=${topic.replication}.`,
    });
  }
  for (const [name, expected] of Object.entries(spec.config)) {
    const found = topic.config[name] ?? null;
    if (found !== null && sameValue(found, expected)) continue;
    const remedy = `kafka-configs --alter --entity-type topics --entity-name ${spec.name} --add-config ${name}=${expected}`;
    drift.push({ topic: spec.name, what: 'setting', name, expected, found, remedy });
  }
  return drift;
}

/** For a log line or an error: one sentence, without the remedy. */
export function describeDrift({ topic, what, name, expected, found }: TopicDrift): string {
  if (what === 'partitions') return `${topic} has ${found} partitions, not ${expected}`;
  if (what === 'replication') return `${topic} is kept ${found} times, not ${expected}`;
  return `${topic} has ${found === null ? `no ${name} of its own` : `${name}=${found}`}, not ${name}=${expected}`;
}

function counts(topic: string, what: 'partitions' | 'replication', expected: number, found: number) {
  return { topic, what, name: what, expected: String(expected), found: String(found) };
}

/** Lists such as `cleanup.policy` come back with or without blanks, in any order. */
function sameValue(a: string, b: string): boolean {
  const parts = (text: string) =>
    text
      .split(',')
      .map(part => part.trim())
      .sort()
      .join(',');
  return parts(a) === parts(b);
}
