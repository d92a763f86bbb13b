import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { createKafkajsLog } from '../log/kafkajs/log.ts';
import type { Log } from '../log/port.ts';
import { createLogger } from '../observe/logger.ts';
import { realClock } from './engine.ts';
import { processorReaders, trimmer } from './trim.ts';

let log: Log;
const logger = createLogger({ level: 'silent' });
beforeEach(() => {
  log = createKafkajsLog({ brokers: inject('kafkaBrokers'), clientId: 'trim', logger });
});
afterEach(() => log.close());

it('given old and young requests on a real broker, then two processes delete what all have read and what is old', async () => {
  const prefix = `trim-${randomBytes(4).toString('hex')}`;
  const topic = `${prefix}.requests`;
  await log.admin.createTopics([{ name: topic, partitions: 1, replication: 1, config: { 'retention.ms': '-1' } }]);
  const writer = await log.writer();
  const hour = 3_600_000;
  const write = (count: number, timestamp: number) =>
    writer.append([...Array(count)].map(() => ({ topic, key: Buffer.from('k'), value: Buffer.from('v'), timestamp })));
  await write(10, Date.now() - 2 * hour);
  await write(5, Date.now());
  await writer.close();
  const processors = ['one', 'two'].map(name => ({ name, reads: ['requests'] }));
  const readers = processorReaders({ log, prefix }, processors);
  const trimmers = [1, 2].map(() =>
    trimmer({ log, clock: realClock, topics: [topic], readers, age: hour, interval: hour, logger }),
  );
  const pass = () => Promise.all(trimmers.map(one => one.runOnce()));
  const start = async () => (await log.admin.offsets(topic))[0]?.start;
  const commit = (name: string, offset: bigint) =>
    log.admin.commit(`${prefix}.${name}`, [{ topic, partition: 0, offset, metadata: '' }]);

  await commit('one', 15n);
  await pass();
  expect(await start()).toBe(0n); // the other one has not begun

  await commit('two', 4n);
  await pass();
  expect(await start()).toBe(4n);

  await commit('two', 15n);
  await pass();
  expect(await start()).toBe(10n); // the rest is young
  await Promise.all(trimmers.map(one => one.stop()));
});
