import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { createLogger } from '../../observe/logger.ts';
import { createKafkajsLog } from './log.ts';
import { kafkajsWith, NONE } from './testing/universe.ts';

const brokers = inject('kafkaBrokers');
const log = createKafkajsLog({ brokers, clientId: 'idle', logger: createLogger({ level: 'silent' }) });
const stamp = `idle-${Date.now().toString(36)}`;

afterAll(() => log.close());

/** CPU seconds per second of this process while nothing happens. */
async function cpuWhileIdle(): Promise<number> {
  await sleep(500);
  const before = process.cpuUsage();
  await sleep(2_500);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 2_500_000;
}

async function ours(topic: string, readers: number, writers: number): Promise<number> {
  const group = Array.from({ length: readers }, (_, n) => log.groupReader({ group: `${topic}-${n}`, topics: [topic] }));
  for (const reader of group) {
    await reader.start({
      assigned: partitions => {
        for (const partition of partitions) reader.deliver(partition, [{ topic, partition, offset: 0n }]);
      },
      batch: async () => undefined,
      failed: error => expect(error).toBeUndefined(),
    });
  }
  const fenced = await Promise.all(
    Array.from({ length: writers }, async (_, n) => {
      const writer = await log.transactionalWriter(`${topic}-${n}`);
      await writer.fence();
      return writer;
    }),
  );
  const cpu = await cpuWhileIdle();
  await Promise.all([...group.map(reader => reader.stop()), ...fenced.map(writer => writer.close())]);
  return cpu;
}

async function bare(topic: string, readers: number, writers: number): Promise<number> {
  const { Kafka, logLevel, Partitioners } = kafkajsWith(NONE).kafkajs;
  const kafka = new Kafka({ clientId: 'bare-idle', brokers: [...brokers], logLevel: logLevel.NOTHING });
  const consumers = Array.from({ length: readers }, (_, n) =>
    kafka.consumer({ groupId: `${topic}-bare-${n}`, maxWaitTimeInMs: 200 }),
  );
  for (const consumer of consumers) {
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({ autoCommit: false, eachBatch: async () => undefined });
  }
  const producers = Array.from({ length: writers }, (_, n) =>
    kafka.producer({
      transactionalId: `${topic}-bare-${n}`,
      idempotent: true,
      maxInFlightRequests: 1,
      createPartitioner: Partitioners.DefaultPartitioner,
    }),
  );
  await Promise.all(producers.map(producer => producer.connect()));
  const cpu = await cpuWhileIdle();
  await Promise.all([...consumers, ...producers].map(client => client.disconnect()));
  return cpu;
}

describe('given a topology in which nothing happens', () => {
  it('then it costs less than half of what unrepaired kafkajs clients cost', async () => {
    const topic = stamp;
    await log.admin.createTopics([{ name: topic, partitions: 3, replication: 1, config: {} }]);
    const theirs = await bare(topic, 2, 24);
    const own = await ours(topic, 2, 24);
    expect(own).toBeLessThan(theirs / 2);
  });
});
