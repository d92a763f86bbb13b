import type { LogAdmin } from '../log/port.ts';
import { groupOf, topicOf } from './engine.ts';
import { parseMetadata } from './position-metadata.ts';

/** How far a processor has come with one partition of an input. */
export type InputLag = {
  /** Without the installation's prefix. */
  readonly topic: string;
  readonly partition: number;
  /** Next offset to be read; null where none was committed yet. */
  readonly position: bigint | null;
  readonly start: bigint;
  /** Last stable offset. */
  readonly end: bigint;
  /** Offsets between position (else start) and end: at most so many records, since markers take up offsets too. */
  readonly lag: bigint;
  /** Version of the program that committed the position; null where it does not tell. */
  readonly program: string | null;
};

/** Computed from the log alone, whoever runs the processor, and whether anybody does (rule 9). */
export async function processorLag(
  {
    log,
    prefix,
  }: { readonly log: { readonly admin: Pick<LogAdmin, 'committed' | 'offsets'> }; readonly prefix: string },
  processor: { readonly name: string; readonly reads: readonly string[] },
): Promise<readonly InputLag[]> {
  const topics = processor.reads.map(name => topicOf({ prefix }, name));
  // The positions first: read after the ends, they might lie beyond them.
  const committed = await log.admin.committed(groupOf({ prefix }, processor.name), topics);
  const perTopic = await Promise.all(
    processor.reads.map(async topic => {
      const offsets = await log.admin.offsets(topicOf({ prefix }, topic));
      return offsets.map(({ topic: full, partition, start, end }): InputLag => {
        const found = committed.find(one => one.topic === full && one.partition === partition);
        const position = found?.offset ?? null;
        const program = parseMetadata(found?.metadata ?? '')?.program ?? null;
        const from = position ?? start;
        return { topic, partition, position, start, end, lag: end > from ? end - from : 0n, program };
      });
    }),
  );
  return perTopic.flat().sort((a, b) => a.partition - b.partition || a.topic.localeCompare(b.topic));
}
