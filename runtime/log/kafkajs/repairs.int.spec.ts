import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, inject, it, vi } from 'vitest';
import { createLogger } from '../../observe/logger.ts';
import type { LogRecord } from '../port.ts';
import { createKafkajsLog } from './log.ts';
import type { Repairs } from './repairs.ts';
import { COMPACTABLE, compactNow } from './testing/compaction.ts';
import { ALL, kafkajsWith } from './testing/universe.ts';

const brokers = inject('kafkaBrokers');
const log = createKafkajsLog({ brokers, clientId: 'repairs', logger: createLogger({ level: 'warn' }) });
const stamp = `repairs-${Date.now().toString(36)}`;
let topics = 0;

afterAll(() => log.close());

async function newTopic(config: Record<string, string>): Promise<string> {
  const name = `${stamp}-${topics++}`;
  await log.admin.createTopics([{ name, partitions: 1, replication: 1, config }]);
  return name;
}

const record = (topic: string, key: string, value: string) => ({
  topic,
  key: Buffer.from(key),
  value: Buffer.from(value),
});

/** What a bare kafkajs consumer of the real broker sees, until it has seen `stop`, or for `patience` ms. */
async function consume(repairs: Repairs, topic: string, stop: string, patience: number): Promise<string[]> {
  const { Kafka, logLevel } = kafkajsWith(repairs).kafkajs;
  const kafka = new Kafka({ clientId: 'bare', brokers: [...brokers], logLevel: logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: `${topic}-${JSON.stringify(repairs)}`, maxWaitTimeInMs: 50 });
  const seen: string[] = [];
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachMessage: async ({ message }) => {
      seen.push(String(message.value));
    },
  });
  const deadline = Date.now() + patience;
  while (!seen.includes(stop) && Date.now() < deadline) await sleep(20);
  await consumer.disconnect();
  return seen;
}

async function ours(topic: string): Promise<string[]> {
  const records: LogRecord[] = [];
  for await (const batch of log.readPartition({ from: { topic, partition: 0, offset: 0n } }))
    records.push(...batch.records);
  return records.map(one => String(one.value));
}

describe('on the real broker, a segment in which only an emptied batch is left', () => {
  /**
   * One producer writes the first batch; another one overwrites its keys in a later segment, and the cleaner runs. The
   * cleaner merges small neighbours, so the two segments are made too large for one.
   */
  async function emptied(): Promise<string> {
    const topic = await newTopic(COMPACTABLE);
    const old = 'x'.repeat(100_000);
    const first = await log.writer();
    await first.append([record(topic, 'a', old), record(topic, 'b', old)]);
    await sleep(1_100);
    const second = await log.writer();
    // One batch, so that no segment ends within.
    const filler = record(topic, 'filler', 'x'.repeat(880_000));
    await second.append([record(topic, 'a', 'new'), record(topic, 'b', 'new'), filler]);
    await second.append([record(topic, 'z', 'last')]);
    await compactNow(log, topic);
    await Promise.all([first.close(), second.close()]);
    return topic;
  }

  it('is passed by the repaired kafkajs and by our reader', async () => {
    const topic = await emptied();
    expect((await ours(topic)).filter(value => value.length < 10).slice(0, 3)).toEqual(['new', 'new', 'last']);
    expect(await consume(ALL, topic, 'last', 20_000)).toContain('last');
  });

  it('stops kafkajs without repair A for ever', async () => {
    const topic = await emptied();
    expect(await consume({ ...ALL, positions: false }, topic, 'last', 3_000)).toEqual([]);
  });
});

describe('on the real broker, two overlapping aborted transactions', () => {
  async function overlapping(): Promise<string> {
    const topic = await newTopic({});
    const { Kafka, logLevel, Partitioners } = kafkajsWith(ALL).kafkajs;
    const kafka = new Kafka({ clientId: 'foreign', brokers: [...brokers], logLevel: logLevel.NOTHING });
    const producers = ['a', 'b'].map(name =>
      kafka.producer({
        transactionalId: `${topic}-${name}`,
        idempotent: true,
        maxInFlightRequests: 1,
        createPartitioner: Partitioners.DefaultPartitioner,
      }),
    );
    await Promise.all(producers.map(producer => producer.connect()));
    const [a, b] = await Promise.all(producers.map(producer => producer.transaction()));
    await a?.send({ topic, messages: [{ key: 'k', value: 'aborted-a1' }] });
    await b?.send({ topic, messages: [{ key: 'k', value: 'aborted-b' }] });
    await b?.abort();
    await a?.send({ topic, messages: [{ key: 'k', value: 'aborted-a2' }] });
    await a?.abort();
    const committed = await producers[0]?.transaction();
    await committed?.send({ topic, messages: [{ key: 'k', value: 'committed' }] });
    await committed?.commit();
    await Promise.all(producers.map(producer => producer.disconnect()));
    // EndTxn answers before the markers are written: until then the transaction counts as open.
    await vi.waitFor(async () => {
      const [partition] = await log.admin.offsets(topic);
      expect(partition?.end).toBe(partition?.highWatermark);
    }, 10_000);
    return topic;
  }

  it('stay invisible to the repaired kafkajs and to our reader', async () => {
    const topic = await overlapping();
    expect(await ours(topic)).toEqual(['committed']);
    expect(await consume(ALL, topic, 'committed', 20_000)).toEqual(['committed']);
  });

  it('leak through kafkajs without repair B', async () => {
    const topic = await overlapping();
    expect(await consume({ ...ALL, aborted: false }, topic, 'committed', 20_000)).toContain('aborted-a1');
  });
});

describe('on the real broker, idle connections', () => {
  /** CPU seconds per second that ten idle, connected producers cost this process. */
  async function idleCpu(repairs: Repairs): Promise<number> {
    const { Kafka, logLevel } = kafkajsWith(repairs).kafkajs;
    const kafka = new Kafka({ clientId: 'idle', brokers: [...brokers], logLevel: logLevel.NOTHING });
    const producers = Array.from({ length: 10 }, () => kafka.producer({ createPartitioner: () => () => 0 }));
    await Promise.all(producers.map(producer => producer.connect()));
    await sleep(500);
    const before = process.cpuUsage();
    await sleep(2_000);
    const { user, system } = process.cpuUsage(before);
    await Promise.all(producers.map(producer => producer.disconnect()));
    return (user + system) / 2_000_000;
  }

  it('cost a fraction of what they cost without repair C', async () => {
    const without = await idleCpu({ ...ALL, timer: false });
    const repaired = await idleCpu(ALL);
    expect(repaired).toBeLessThan(without / 2);
  });
});
