import type { Kafka } from 'kafkajs';
import { partitionFor } from '../../partitioner.ts';
import type { OutgoingRecord } from '../../port.ts';
import { encodeRecordBatch } from '../batch-encode.ts';
import { logErrorFromCode } from '../errors.ts';
import { routeBatches, sendBatches } from '../produce.ts';
import { openSession } from '../session.ts';

/**
 * A producer without idempotence that puts everything into one batch per partition, however large: kafkajs' own takes
 * minutes to sort 150,000 messages by partition, since it copies the list for each.
 */
export async function plainProducer(kafka: Kafka) {
  const session = await openSession(kafka);
  return {
    append: async (records: readonly OutgoingRecord[]): Promise<void> => {
      const placed: (OutgoingRecord & { partition: number })[] = [];
      for (const record of records) {
        const count = (await session.topic(record.topic)).partitions.length;
        placed.push({ ...record, partition: record.partition ?? partitionFor(record.key, count) });
      }
      const nobody = { id: -1n, epoch: -1, sequence: -1, transactional: false };
      const batches = [...Map.groupBy(placed, ({ topic, partition }) => `${topic}/${partition}`).values()].map(
        list => ({
          topic: (list[0] as OutgoingRecord).topic,
          partition: (list[0] as { partition: number }).partition,
          bytes: encodeRecordBatch(list, nobody, Date.now()),
        }),
      );
      const refused = (await sendBatches(await routeBatches(session, batches), null)).find(one => one.errorCode !== 0);
      if (refused !== undefined) throw logErrorFromCode(refused.errorCode, 'Producing');
    },
    close: () => session.close(),
  };
}
