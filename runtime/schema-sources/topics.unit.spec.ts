import { describe, expect, it } from 'vitest';
import { createMemoryBroker } from '../log/memory/log.ts';
import { scanTopic } from './topics.ts';

const value = (id: number): Buffer => {
  const bytes = Buffer.alloc(6);
  bytes.writeInt32BE(id, 1);
  return bytes;
};

describe('given a compacted topic with records of three schemas, a tombstone and a foreign value', () => {
  it('then the scan says what is met, what is needed, and where each begins', async () => {
    const log = createMemoryBroker().log('scan');
    await log.admin.createTopics([{ name: 't', partitions: 2, replication: 1, config: {} }]);
    const writer = await log.writer();
    const put = (partition: number, key: string, bytes: Buffer | null) => ({
      topic: 't',
      partition,
      key: Buffer.from(key),
      value: bytes,
    });
    await writer.append([
      put(0, 'a', value(1)),
      put(0, 'b', value(1)),
      put(0, 'a', value(2)),
      put(0, 'b', null),
      put(1, 'c', value(2)),
      put(1, 'd', Buffer.from('text')),
      put(1, 'e', value(3)),
    ]);
    let last = 0;
    const onProgress = (records: number) => {
      last = records;
    };
    const scan = (compacted: boolean) => scanTopic(log, 't', { compacted, onProgress });

    expect(await scan(true)).toEqual({
      topic: 't',
      records: 6,
      tombstones: 1,
      foreign: { records: 1, oldest: { partition: 1, offset: 1n }, sampleKey: 'd' },
      schemas: [
        { id: 1, records: 2, needed: 0, oldest: { partition: 0, offset: 0n }, sampleKey: 'a' },
        { id: 2, records: 2, needed: 2, oldest: { partition: 0, offset: 2n }, sampleKey: 'a' },
        { id: 3, records: 1, needed: 1, oldest: { partition: 1, offset: 2n }, sampleKey: 'e' },
      ],
    });
    expect(last).toBe(7);
    expect((await scan(false)).schemas.map(({ needed }) => needed)).toEqual([2, 2, 1]);
    await log.close();
  });
});
