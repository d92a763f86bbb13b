import type { TopicDefinition } from './topic-definition.ts';

/** A broker setting that topics are created with, and that is compared ever after. */
export type TopicSetting = { readonly name: string; readonly value: string; readonly why: string };

const minute = 60_000;
const day = 24 * 60 * minute;
const mebibyte = 1_048_576;

const forAll: readonly TopicSetting[] = [
  {
    name: 'compression.type',
    value: 'producer',
    why: 'Batches stay as they were sent: recompression costs the broker CPU, and not every reader knows every codec.',
  },
  {
    name: 'unclean.leader.election.enable',
    value: 'false',
    why: 'A replica that lags must not become leader: committed facts would be gone. Unavailable is better than wrong.',
  },
];

const forFacts: readonly TopicSetting[] = [
  {
    name: 'cleanup.policy',
    value: 'compact',
    why: 'The newest fact of each key is kept for ever. With delete beside it, history and state would vanish by age.',
  },
  {
    name: 'min.compaction.lag.ms',
    value: String(60 * minute),
    why: 'One hour: a follower that is back within it has missed no intermediate state.',
  },
  {
    name: 'max.compaction.lag.ms',
    value: String(day),
    why: 'One day: also a quiet topic is compacted, so an old schema version can be told dead and a restore stays short.',
  },
  {
    name: 'delete.retention.ms',
    value: String(7 * day),
    why: 'Seven days: a reader away for longer may miss a tombstone. A checkpoint older than half of it is not used.',
  },
  {
    name: 'segment.bytes',
    value: String(128 * mebibyte),
    why: '128 MiB: the active segment is never compacted, so this bounds what a restore reads in vain.',
  },
];

const forRequests: readonly TopicSetting[] = [
  {
    name: 'cleanup.policy',
    value: 'delete',
    why: 'Each request counts, also an older one of the same key, so nothing is compacted.',
  },
  {
    name: 'retention.ms',
    value: '-1',
    why: 'Nothing goes by age: the runtime deletes below every reader’s position and a set age (DeleteRecords, KIP-107).',
  },
  {
    name: 'retention.bytes',
    value: '-1',
    why: 'Nothing goes by size, whatever the broker’s default: an unread request would be lost.',
  },
  {
    name: 'segment.bytes',
    value: String(64 * mebibyte),
    why: '64 MiB: the broker frees the disk below a deleted position by whole segments only.',
  },
];

/** The settings of a topic, with the reason for each. `min.insync.replicas` is added from the replication factor. */
export function topicSettings(topic: Pick<TopicDefinition, 'kind' | 'maxMessageBytes'>): TopicSetting[] {
  const size: TopicSetting = {
    name: 'max.message.bytes',
    value: String(topic.maxMessageBytes),
    why: 'A key is parked before its record reaches 900 KB; hospital and operations carry whole records, also twice.',
  };
  return [...(topic.kind === 'facts' ? forFacts : forRequests), size, ...forAll];
}
