import type { Log, TopicPartition } from '../log/port.ts';
import type { Sql } from '../postgres/connect.ts';
import { topicName } from '../topics/spec.ts';
import type { Projection } from './definition.ts';
import { viewsSchema } from './names.ts';
import { storedPositions } from './positions.ts';
import type { Projector } from './projector.ts';

export type PartitionStatus = TopicPartition & {
  /** Offset of the next record to project. */
  readonly position: bigint;
  /** Last stable offset of the log. */
  readonly end: bigint;
  /** Offsets from the position to the end: records, and the markers of transactions. */
  readonly lag: bigint;
  /** Why it stands still, or does not begin yet, in this process; null otherwise. */
  readonly error: string | null;
};

export type ProjectionStatus = { readonly name: string; readonly partitions: readonly PartitionStatus[] };

/** Computed from the log and the tables, whoever does the work; `projector` adds what it knows of errors. */
export async function projectionStatus(
  { sql, log, prefix }: { readonly sql: Sql; readonly log: Pick<Log, 'admin'>; readonly prefix: string },
  projections: readonly Projection[],
  projector?: Pick<Projector, 'runs'>,
): Promise<ProjectionStatus[]> {
  const runs = projector?.runs() ?? [];
  return await Promise.all(
    projections.map(async ({ name, topics }) => {
      // Ends after positions: a lag is never shown as less than it is.
      const stored = await storedPositions(sql, viewsSchema(prefix), name);
      const ends = await Promise.all(topics.map(topic => log.admin.offsets(topicName(prefix, topic))));
      const workers = runs.find(run => run.name === name)?.workers ?? [];
      const partitions = ends.flat().map(({ topic, partition, start, end }) => {
        const position = stored.find(one => one.topic === topic && one.partition === partition)?.offset ?? start;
        const error = workers.find(worker => worker.partition === partition)?.error ?? null;
        return {
          topic,
          partition,
          position,
          end,
          lag: end - position,
          error: error === null ? null : messageOf(error),
        };
      });
      return { name, partitions };
    }),
  );
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
