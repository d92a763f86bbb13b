import type { Log, LogRecord, PartitionOffsets } from '../../log/port.ts';
import { topicOf, type Wire } from '../../tasks/engine.ts';
import { caseReader, hospitalOf } from '../../tasks/ward.ts';
import type { HospitalCase } from '../case.ts';
import { noStanding, type Standing } from '../standing.ts';

/** Where cases are read from. */
export type CaseSource = {
  readonly log: Pick<Log, 'admin' | 'readPartition'>;
  readonly prefix: string;
  readonly wire: Pick<Wire, 'reader'>;
};

export type TaskStanding = {
  readonly processor: string;
  readonly partition: number;
  readonly standing: Standing;
};

/** The hospital's topic of a processor, how far it was read, and the standings that were found. */
export type WardTopic = {
  readonly processor: string;
  readonly topic: string;
  readonly reader: ReturnType<typeof caseReader>;
  /** By partition: where to read on. */
  readonly next: Map<number, bigint>;
  /** By partition. */
  readonly standings: Map<number, Standing>;
};

export const wardTopics = (
  { prefix, wire }: Pick<CaseSource, 'prefix' | 'wire'>,
  processors: readonly string[],
): readonly WardTopic[] =>
  processors.map(processor => ({
    processor,
    topic: topicOf({ prefix }, hospitalOf(processor)),
    reader: caseReader({ wire }, processor),
    next: new Map(),
    standings: new Map(),
  }));

/** Reads a partition on to where it ended when it was asked. */
export async function readOn(
  log: CaseSource['log'],
  { topic, next }: WardTopic,
  { partition, start, end }: PartitionOffsets,
  take: (records: readonly LogRecord[]) => Promise<void>,
): Promise<void> {
  const offset = next.get(partition) ?? start;
  next.set(partition, offset);
  if (offset >= end) return;
  for await (const { records, nextOffset } of log.readPartition({ from: { topic, partition, offset }, until: end })) {
    await take(records);
    next.set(partition, nextOffset);
  }
}

export const noteStanding = ({ standings }: WardTopic, partition: number, one: HospitalCase | null): void =>
  void standings.set(partition, one?.standing ?? noStanding);

/** Of those tasks that were ever paused, stopped, or retried a cause. */
export const standingsIn = (all: readonly WardTopic[]): readonly TaskStanding[] =>
  all.flatMap(({ processor, standings }) =>
    [...standings]
      .map(([partition, standing]) => ({ processor, partition, standing }))
      .sort((left, right) => left.partition - right.partition),
  );
