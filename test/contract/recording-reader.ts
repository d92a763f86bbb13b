import type { GroupReader, GroupReaderOptions, LogBatch, Position, TopicPartition } from '../../runtime/log/port.ts';
import type { Client } from './harness.ts';
import { at, valuesOf } from './material.ts';

export type RecordingOptions = GroupReaderOptions & {
  /** Where to begin a partition right after it was assigned; null: leave it silent. Default: offset 0 of each topic. */
  readonly from?: (partition: number) => readonly Position[] | null;
  /** What happens to each batch after it was recorded. */
  readonly handle?: (batch: LogBatch) => Promise<void>;
};

export type RecordingReader = {
  readonly reader: GroupReader;
  readonly assignments: (readonly number[])[];
  readonly batches: LogBatch[];
  readonly failures: { readonly error: unknown; readonly at: TopicPartition | undefined }[];
  /** The newest assignment. */
  owned(): readonly number[];
  values(topic?: string): (string | null)[];
  /** The position of a partition as the batches have moved it. */
  position(topic: string, partition?: number): bigint | undefined;
};

/** A group reader that writes down all that its handlers are told. Resolves after the first assignment. */
export async function recordingReader(client: Client, options: RecordingOptions): Promise<RecordingReader> {
  const { from = partition => options.topics.map(topic => at(topic, 0, partition)), handle } = options;
  const reader = client.log.groupReader(options);
  const recording: RecordingReader = {
    reader,
    assignments: [],
    batches: [],
    failures: [],
    owned: () => recording.assignments.at(-1) ?? [],
    values: topic =>
      valuesOf(
        recording.batches
          .filter(batch => topic === undefined || batch.topic === topic)
          .flatMap(({ records }) => records),
      ),
    position: (topic, partition = 0) =>
      recording.batches.findLast(batch => batch.topic === topic && batch.partition === partition)?.nextOffset,
  };
  await reader.start({
    assigned: partitions => {
      recording.assignments.push(partitions);
      for (const partition of partitions) {
        const positions = from(partition);
        if (positions !== null) reader.deliver(partition, positions);
      }
    },
    batch: async batch => {
      recording.batches.push(batch);
      await handle?.(batch);
    },
    failed: (error, where) => {
      recording.failures.push({ error, at: where });
    },
  });
  return recording;
}
