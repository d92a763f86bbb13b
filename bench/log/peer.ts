import { Kafka, logLevel, Partitioners } from 'kafkajs';

/** Bare kafkajs, set up as its documentation tells, as the peer of our reader, writer and transactions. */
export function bareKafkajs(brokers: readonly string[]) {
  const kafka = new Kafka({ clientId: 'bench-peer', brokers: [...brokers], logLevel: logLevel.NOTHING });
  const producer = (options: { idempotent: boolean; transactionalId?: string }) =>
    kafka.producer({
      createPartitioner: Partitioners.DefaultPartitioner,
      allowAutoTopicCreation: false,
      idempotent: options.idempotent,
      ...(options.idempotent && { maxInFlightRequests: 1 }),
      ...(options.transactionalId && { transactionalId: options.transactionalId, retry: { initialRetryTime: 5 } }),
    });

  /** Consumes `count` records of a topic from its beginning as a group of its own; the bytes are left untouched. */
  const consume = async (topic: string, groupId: string, count: number): Promise<number> => {
    const consumer = kafka.consumer({ groupId, allowAutoTopicCreation: false, maxWaitTimeInMs: 100 });
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    let seen = 0;
    await new Promise<void>((resolve, reject) => {
      consumer
        .run({
          autoCommit: false,
          partitionsConsumedConcurrently: 6,
          eachBatch: async ({ batch }) => {
            seen += batch.messages.length;
            if (seen >= count) resolve();
          },
        })
        .catch(reject);
    });
    await consumer.disconnect();
    return seen;
  };
  return { producer, consume };
}
