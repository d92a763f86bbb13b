import { afterEach, describe, expect, it, vi } from 'vitest';
import { createMemoryBroker } from '../log/memory/log.ts';
import type { Log } from '../log/port.ts';
import { createLogger } from '../observe/logger.ts';
import { processorReaders, type TopicReader, type Trimmer, trimmer, trimTo } from './trim.ts';

describe('how far a partition can be deleted', () => {
  it.each([
    ['to the slowest reader', [7n, 5n, 9n], 100n, 0n, 5n],
    ['to what is old enough, where all have read on', [7n, 5n], 3n, 0n, 3n],
    ['not at all, where a reader has no position', [7n, null], 100n, 0n, null],
    ['not at all, where no reader is known', [], 100n, 0n, null],
    ['not at all, where everything below is gone already', [5n], 100n, 5n, null],
    ['not at all, where the slowest lies below the start', [2n], 100n, 5n, null],
  ])('%s', (_, positions, oldEnough, start, to) => {
    expect(trimTo(positions, oldEnough, start)).toBe(to);
  });
});

const NOW = 1_000_000;
const AGE = 10_000;
const topic = 'p.requests';
let running: Trimmer | null = null;
afterEach(() => running?.stop());

async function given(readers: (topic: string) => Promise<readonly TopicReader[]>, log_?: (log: Log) => Log) {
  const broker = createMemoryBroker();
  const log = broker.log('trim');
  await log.admin.createTopics([{ name: topic, partitions: 2, replication: 1, config: {} }]);
  const writer = await log.writer();
  // Six old ones and two young ones in partition 0; three old ones in partition 1.
  const record = (partition: number, timestamp: number) => ({
    topic,
    partition,
    key: Buffer.from('k'),
    value: Buffer.from('v'),
    timestamp,
  });
  const old = NOW - AGE - 1;
  await writer.append([...Array(6)].map(() => record(0, old)));
  await writer.append([record(0, NOW - AGE), record(0, NOW)]);
  await writer.append([...Array(3)].map(() => record(1, old)));
  let tick: () => void = () => undefined;
  const clock = {
    now: () => NOW,
    after: (_: number, callback: () => void) => {
      tick = callback;
      return () => undefined;
    },
  };
  const logger = createLogger({ level: 'silent' });
  const made = trimmer({
    log: log_?.(log) ?? log,
    clock,
    topics: [topic],
    readers,
    age: AGE,
    interval: 60_000,
    logger,
  });
  running = made;
  const starts = async () => (await log.admin.offsets(topic)).map(({ start }) => Number(start));
  return { made, log, starts, tick: () => tick() };
}

const at = (partition: number, offset: bigint) => ({ topic, partition, offset });

describe('trimming request topics', () => {
  it('given readers, then only what all of them have read and what is old goes', async () => {
    const { made, starts } = await given(async () => [
      { name: 'fast', positions: [at(0, 8n), at(1, 3n)] },
      { name: 'slow', positions: [at(0, 7n), at(1, 2n)] },
    ]);
    expect(await made.runOnce()).toEqual([
      { topic, partition: 0, offset: 6n, deleted: 6n },
      { topic, partition: 1, offset: 2n, deleted: 2n },
    ]);
    expect(await starts()).toEqual([6, 2]);
    expect(await made.runOnce()).toEqual([]);
  });

  it('given a reader that has not begun with a partition, then that one is left alone', async () => {
    const { made, starts } = await given(async () => [
      { name: 'one', positions: [at(0, 8n), at(1, 3n)] },
      { name: 'new', positions: [at(1, 3n)] },
    ]);
    await made.runOnce();
    expect(await starts()).toEqual([0, 3]);
  });

  it('given readers that cannot be asked, then nothing is deleted and nothing is thrown', async () => {
    const { made, starts } = await given(async () => {
      throw new Error('Postgres is away');
    });
    expect(await made.runOnce()).toEqual([]);
    expect(await starts()).toEqual([0, 0]);
  });

  it('given the time, then it does so by itself, again and again, until it is stopped', async () => {
    let asked = 0;
    const { made, starts, tick } = await given(async () => {
      asked++;
      return [{ name: 'one', positions: [at(0, 8n), at(1, 3n)] }];
    });
    tick();
    await vi.waitFor(async () => expect(await starts()).toEqual([6, 3]));
    await made.stop();
    tick();
    await made.stop();
    expect(asked).toBe(1);
  });

  it('given processors, then their groups are its readers; one that has not begun holds everything back', async () => {
    const processors = [
      { name: 'orders', reads: ['requests'] },
      { name: 'stock', reads: ['other'] },
    ];
    const broker = createMemoryBroker();
    const log = broker.log('readers');
    await log.admin.createTopics([{ name: topic, partitions: 1, replication: 1, config: {} }]);
    const readers = processorReaders({ log, prefix: 'p' }, processors);
    expect(await readers(topic)).toEqual([{ name: 'orders', positions: [] }]);
    await log.admin.commit('p.orders', [{ ...at(0, 0n), metadata: '' }]);
    expect(await readers(topic)).toMatchObject([{ name: 'orders', positions: [at(0, 0n)] }]);
  });
});
