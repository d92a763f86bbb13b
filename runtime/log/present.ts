import { LogError } from './errors.ts';
import type { Log, LogRecord, PartitionOffsets, PartitionReadOptions } from './port.ts';

/**
 * The records of one partition that are there now, batch by batch. What is trimmed away meanwhile is left out: it is not
 * there any more.
 */
export async function* presentRecords(
  log: Pick<Log, 'readPartition' | 'admin'>,
  { topic, partition, start, end }: PartitionOffsets,
  options: Pick<PartitionReadOptions, 'maxBytes' | 'aborted' | 'signal'>,
): AsyncGenerator<readonly LogRecord[]> {
  let offset = start;
  while (offset < end && options.signal?.aborted !== true) {
    try {
      const from = { topic, partition, offset };
      for await (const batch of log.readPartition({ from, until: end, ...options })) {
        yield batch.records;
        offset = batch.nextOffset;
      }
      return;
    } catch (error) {
      if (!(error instanceof LogError) || error.kind !== 'fatal') throw error;
      const now = (await log.admin.offsets(topic)).find(one => one.partition === partition);
      if (now === undefined || now.start <= offset) throw error;
      offset = now.start;
    }
  }
}
