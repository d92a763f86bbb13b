import { describe, expect, it } from 'vitest';
import { partitionFor } from '../../../runtime/log/partitioner.ts';
import type { OutgoingRecord } from '../../../runtime/log/port.ts';
import { at, fencedWriter, kindOfFailure, numbered, readRecords, readValues, record } from '../material.ts';
import type { Scope } from '../scope.ts';

export function recordCases(scope: Scope): void {
  describe('records', () => {
    it('given appends and transactions over three partitions, then each key keeps its order', async () => {
      const topic = await scope.topic('order', { partitions: 3 });
      const { log } = await scope.open('writer');
      const writer = await log.writer();
      const transactions = await fencedWriter(log, scope.name('tx'));
      const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
      for (let round = 0; round < 20; round++) {
        const records = keys.flatMap(key =>
          [0, 1, 2].map(n => ({ topic, key: Buffer.from(key), value: Buffer.from(`${key} ${round * 3 + n}`) })),
        );
        if (round % 2 === 0) await writer.append(records);
        else await transactions.transact({ records });
      }
      await transactions.fence(); // the markers of the last commit are written then
      const read = (await Promise.all([0, 1, 2].map(partition => readRecords(log, topic, partition)))).flat();
      for (const key of keys) {
        const values = read.filter(one => one.key?.toString() === key).map(one => one.value?.toString());
        expect(values).toEqual(Array.from({ length: 60 }, (_, n) => `${key} ${n}`));
      }
    });

    it('given appends that overlap, then each keeps its order and is told its own positions', async () => {
      const topic = await scope.topic('overlap');
      const { log } = await scope.open('writer');
      const writer = await log.writer();
      const appends = Array.from({ length: 100 }, (_, n) => [record(topic, 'k', `${n}a`), record(topic, 'k', `${n}b`)]);
      const positions = await Promise.all(appends.map(records => writer.append(records)));
      const read = await readRecords(log, topic);
      expect(read).toHaveLength(200);
      for (const [n, [first, second]] of positions.entries()) {
        expect(read[Number(first?.offset)]?.value?.toString()).toBe(`${n}a`);
        expect(read[Number(second?.offset)]?.value?.toString()).toBe(`${n}b`);
      }
    });

    it('given tombstones, empty and binary values and odd headers, then they come back as they were', async () => {
      const topic = await scope.topic('round-trip');
      const { log } = await scope.open('writer');
      const binary = Buffer.from([0, 255, 128, 10, 0]);
      const written: OutgoingRecord[] = [
        { topic, partition: 0, key: Buffer.from('tombstone'), value: null, timestamp: 1_700_000_000_123 },
        { topic, partition: 0, key: Buffer.from('empty value'), value: Buffer.alloc(0) },
        { topic, partition: 0, key: Buffer.alloc(0), value: Buffer.from('empty key') },
        { topic, partition: 0, key: null, value: Buffer.from('no key') },
        { topic, partition: 0, key: binary, value: binary },
        {
          topic,
          partition: 0,
          key: Buffer.from('headers'),
          value: Buffer.from('x'),
          headers: [
            ['b', Buffer.from('1')],
            ['a', null],
            ['b', Buffer.from('2')],
            ['', Buffer.alloc(0)],
            ['Grüße', binary],
            ['a', Buffer.alloc(0)],
          ],
        },
      ];
      const before = Date.now();
      await (await log.writer()).append(written);
      const transactions = await fencedWriter(log, scope.name('tx'));
      await transactions.transact({ records: written });
      await transactions.fence();
      const read = await readRecords(log, topic);
      for (const records of [read.slice(0, written.length), read.slice(written.length)]) {
        expect(records.map(({ key, value, headers }) => ({ key, value, headers }))).toEqual(
          written.map(({ key, value, headers = [] }) => ({ key, value, headers })),
        );
        expect(records[0]?.timestamp).toBe(1_700_000_000_123);
        expect(records[1]?.timestamp).toBeGreaterThanOrEqual(before);
        expect(records[1]?.timestamp).toBeLessThanOrEqual(Date.now());
      }
    });

    it('given records with and without a partition, then keys go where Java puts them and positions tell where', async () => {
      const topic = await scope.topic('positions', { partitions: 5 });
      const { log } = await scope.open('writer');
      const keys = ['order-1', 'order-2', 'Grüße', 'a', ''];
      const chosen = keys.map((key): OutgoingRecord => ({ topic, key: Buffer.from(key), value: Buffer.from(key) }));
      const given = record(topic, 'order-1', 'given', 4);
      const positions = await (await log.writer()).append([...chosen, given]);
      expect(positions.map(({ partition }) => partition)).toEqual([
        ...keys.map(key => partitionFor(Buffer.from(key), 5)),
        4,
      ]);
      for (const [index, { partition, offset }] of positions.entries()) {
        const [read] = await readRecords(log, topic, partition, offset);
        expect(read?.value?.toString()).toBe([...keys, 'given'][index]);
      }
    });

    it('given a partition that does not exist, or a topic, then the append is refused for good', async () => {
      const topic = await scope.topic('missing');
      const writer = await (await scope.open('writer')).log.writer();
      expect(await kindOfFailure(writer.append([record(topic, 'k', 'v', 1)]))).toBe('fatal');
      expect(await kindOfFailure(writer.append([record(scope.name('nowhere'), 'k', 'v')]))).toBe('fatal');
      expect(await writer.append([record(topic, 'k', 'v')])).toEqual([at(topic, 0)]);
    });

    it('given a compacted topic, then a record without a key is refused and the writer goes on', async () => {
      const topic = await scope.topic('keyed', { config: { 'cleanup.policy': 'compact' } });
      const { log } = await scope.open('writer');
      const writer = await log.writer();
      expect(await kindOfFailure(writer.append([record(topic, null, 'no key')]))).toBe('fatal');
      await writer.append([record(topic, 'k', 'kept')]);
      expect(await readValues(log, topic)).toEqual(['kept']);
    });

    it('given a record above max.message.bytes, then it is refused for good, alone or with its transaction', async () => {
      const topic = await scope.topic('large', { config: { 'max.message.bytes': '20000' } });
      const { log } = await scope.open('writer');
      const large = record(topic, 'k', 'x'.repeat(30_000));
      const writer = await log.writer();
      expect(await kindOfFailure(writer.append([large]))).toBe('fatal');
      await writer.append([record(topic, 'k', 'after')]);
      const transactions = await fencedWriter(log, scope.name('tx'));
      expect(await kindOfFailure(transactions.transact({ records: [record(topic, 'k', 'with'), large] }))).toBe(
        'fatal',
      );
      await transactions.fence();
      expect(await readValues(log, topic)).toEqual(['after']);
    });

    it('given 3 MB of records in one call, then they go through with the default limits of a topic', async () => {
      const topic = await scope.topic('many');
      const { log } = await scope.open('writer');
      const records = numbered(topic, 3_000).map(one => ({ ...one, value: Buffer.alloc(1_000, one.value ?? '') }));
      expect(await (await log.writer()).append(records)).toHaveLength(3_000);
      const transactions = await fencedWriter(log, scope.name('tx'));
      await transactions.transact({ records });
      await transactions.fence();
      const read = await readRecords(log, topic);
      expect(read.map(({ key }) => key?.toString())).toEqual(
        [...records, ...records].map(({ key }) => key?.toString()),
      );
    });
  });
}
