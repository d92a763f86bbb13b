import type { CommittedPosition, LogAdmin, PartitionOffsets, TopicDescription } from '../port.ts';
import { type Cluster, isTrimmable, type Topic } from './cluster.ts';
import type { Session } from './network.ts';
import { groupInUse, notTrimmable, outOfRange } from './refusals.ts';

export const CLUSTER_ID = 'memory-cluster';

export function createAdmin(cluster: Cluster, session: Session): LogAdmin {
  const { network, groups, topics } = cluster;
  const call = network.call;

  return {
    clusterId: () => call(session, 'admin', 'cluster id', () => CLUSTER_ID),

    createTopics: wanted =>
      call(session, 'admin', 'create topics', () => {
        const fresh = wanted.filter(topic => !topics.has(topic.name));
        for (const topic of fresh) cluster.createTopic(topic);
        return fresh.map(topic => topic.name);
      }),

    describeTopics: names =>
      call(session, 'admin', 'describe topics', () =>
        (names ?? [...topics.keys()])
          .map(name => topics.get(name))
          .filter(topic => topic !== undefined)
          .map(describe),
      ),

    deleteTopics: names =>
      call(session, 'admin', 'delete topics', () => {
        for (const name of names) cluster.deleteTopic(name);
      }),

    offsets: topic =>
      call(session, 'offsets', topic, () =>
        cluster.topic(topic).logs.map(
          (log): PartitionOffsets => ({
            topic,
            partition: log.partition,
            start: log.start(),
            end: log.stableEnd(),
            highWatermark: log.end(),
          }),
        ),
      ),

    offsetsAt: (topic, timestamp) =>
      call(session, 'offsets', topic, () =>
        cluster
          .topic(topic)
          .logs.map(log => ({ topic, partition: log.partition, offset: log.firstSince(timestamp) ?? log.stableEnd() })),
      ),

    committed: (group, wanted) =>
      call(session, 'committed', group, () =>
        [...groups.get(group).committed.values()].filter(position => wanted.includes(position.topic)).sort(byPartition),
      ),

    members: group => call(session, 'admin', `members of ${group}`, () => groups.get(group).members.size),

    commit: (group, positions) =>
      call(session, 'admin', `positions of ${group}`, () => {
        if (groups.get(group).members.size > 0) throw groupInUse(group);
        for (const position of positions) cluster.partition(position);
        groups.commit(group, positions);
      }),

    deleteRecords: before =>
      call(session, 'admin', 'delete records', () => {
        for (const position of before) {
          if (!isTrimmable(cluster.topic(position.topic).config)) throw notTrimmable(position.topic);
          if (position.offset > cluster.partition(position).end()) throw outOfRange(position);
        }
        for (const position of before) cluster.partition(position).deleteBefore(position.offset);
      }),

    close: async () => {},
  };
}

const describe = ({ name, id, partitions, replication, config }: Topic): TopicDescription => ({
  name,
  id,
  partitions,
  replication,
  config,
});

const byPartition = (a: CommittedPosition, b: CommittedPosition): number =>
  a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1;
