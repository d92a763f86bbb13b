import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log, LogBatch, PartitionOffsets, Position } from '../../runtime/log/port.ts';
import type { Logger } from '../../runtime/observe/logger.ts';
import { passes } from './patiently.ts';

const PAUSE_MS = 500;

export type LiveOptions = {
  readonly log: Log;
  /** Of the installation's topics. */
  readonly prefix: string;
  /** Where each partition ended when the following began. */
  readonly partitions: readonly PartitionOffsets[];
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly onBatch: (batch: LogBatch) => Promise<void>;
};

/**
 * Follows many topics with one fetch for all of them, as the only member of a group of its own, which commits nothing and
 * is gone with it. (Following each partition by itself would be a connection for each of 150.)
 */
export async function followLive({ log, prefix, partitions, signal, logger, onBatch }: LiveOptions): Promise<void> {
  const at = new Map<string, Position>();
  for (const { topic, partition, end } of partitions)
    at.set(`${topic} ${partition}`, { topic, partition, offset: end });
  const topics = [...new Set(partitions.map(({ topic }) => topic))];

  while (!signal.aborted) {
    const reader = log.groupReader({ group: `${prefix}.tail.${randomUUID()}`, topics });
    const { promise: ended, resolve, reject } = Promise.withResolvers<void>();
    const onAbort = () => resolve();
    signal.addEventListener('abort', onAbort);
    try {
      await reader.start({
        assigned: numbers => {
          for (const number of numbers) {
            reader.deliver(
              number,
              [...at.values()].filter(({ partition }) => partition === number),
            );
          }
        },
        batch: async batch => {
          await onBatch(batch);
          const { topic, partition, nextOffset } = batch;
          at.set(`${topic} ${partition}`, { topic, partition, offset: nextOffset });
        },
        failed: reject,
      });
      await ended;
    } catch (error) {
      if (signal.aborted) return;
      if (!passes(error)) throw error;
      logger.warn({ err: error }, 'Nothing can be read for the moment; trying again.');
      await sleep(PAUSE_MS);
    } finally {
      signal.removeEventListener('abort', onAbort);
      await reader.stop();
    }
  }
}
