import type { Log, LogBatch, PartitionOffsets } from '../../runtime/log/port.ts';
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
  /** Everything was read that was there at the start. */
  readonly onCaughtUp?: () => void;
};

/** Reads a topic from its beginning and follows it, over outages, until the signal. */
export async function followTopic({ log, topic, signal, logger, onBatch, onCaughtUp }: FollowOptions): Promise<void> {
  const within = { signal, logger };
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);

  let behind = 0;
  const followPartition = async ({ partition, start, end }: PartitionOffsets): Promise<void> => {
    let offset = start;
    const isBehind = () => offset < end;
    await patiently(`Reading ${topic}[${partition}]`, { signal: either, logger }, async () => {
      const from = { topic, partition, offset };
      for await (const batch of log.readPartition({ from, until: null, signal: either })) {
        await onBatch(batch);
        const was = isBehind();
        offset = batch.nextOffset;
        if (was && !isBehind() && --behind === 0) onCaughtUp?.();
      }
    });
  };

  try {
    const partitions = await patiently(`Finding ${topic}`, within, () => log.admin.offsets(topic));
    behind = partitions.filter(({ start, end }) => start < end).length;
    if (behind === 0) onCaughtUp?.();
    await Promise.all(partitions.map(followPartition));
  } catch (error) {
    failed.abort();
    if (!signal.aborted) throw error;
  }
}
