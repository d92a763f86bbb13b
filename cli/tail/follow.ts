import type { Log, LogBatch } from '../../runtime/log/port.ts';
import type { Logger } from '../../runtime/observe/logger.ts';
import { patiently } from './patiently.ts';

export type FollowOptions = {
  readonly log: Log;
  /** With the installation's prefix. */
  readonly topic: string;
  readonly signal: AbortSignal;
  readonly logger: Logger;
  /** Batches of one partition come one after the other. What it throws ends the following, unless it passes by itself. */
  readonly onBatch: (batch: LogBatch) => Promise<void> | void;
};

/** Reads a topic from its beginning and follows it, over outages, until the signal. */
export async function followTopic({ log, topic, signal, logger, onBatch }: FollowOptions): Promise<void> {
  const within = { signal, logger };
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);

  const followPartition = async (partition: number, start: bigint): Promise<void> => {
    let offset = start;
    await patiently(`Reading ${topic}[${partition}]`, { signal: either, logger }, async () => {
      const from = { topic, partition, offset };
      for await (const batch of log.readPartition({ from, until: null, signal: either })) {
        await onBatch(batch);
        offset = batch.nextOffset;
      }
    });
  };

  try {
    const partitions = await patiently(`Finding ${topic}`, within, () => log.admin.offsets(topic));
    await Promise.all(partitions.map(({ partition, start }) => followPartition(partition, start)));
  } catch (error) {
    failed.abort();
    if (!signal.aborted) throw error;
  }
}
