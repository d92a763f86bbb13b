import { describe, expect, it } from 'vitest';
import type { LogBatch } from '../../../runtime/log/port.ts';
import { at, eventually, kindOfFailure, numbered, readBatches, readRecords, record, valuesOf } from '../material.ts';
import { recordingReader } from '../recording-reader.ts';
import type { Scope } from '../scope.ts';

export function readingCases(scope: Scope): void {
  describe('reading one partition', () => {
    it('given 5,000 records in 50 batches, then all come, in order and in batches that join up', async () => {
      const topic = await scope.topic('restore');
      const { log } = await scope.open('reader');
      const writer = await log.writer();
      for (let n = 0; n < 50; n++) await writer.append(numbered(topic, 100));
      const batches: LogBatch[] = [];
      for await (const batch of log.readPartition({ from: at(topic, 0), maxBytes: 10_000 })) batches.push(batch);
      expect(batches.length).toBeGreaterThan(1);
      expect(batches.flatMap(({ records }) => records).map(({ offset }) => Number(offset))).toEqual(
        Array.from({ length: 5_000 }, (_, n) => n),
      );
      for (const [n, batch] of batches.entries()) {
        expect(batch.records[0]?.offset).toBe(n === 0 ? 0n : batches[n - 1]?.nextOffset);
        expect(batch.endOffset).toBe(5_000n);
      }
      expect(batches.at(-1)?.nextOffset).toBe(5_000n);
    });

    it('given a position or an end inside a batch, then it is exact to the record', async () => {
      const topic = await scope.topic('exact');
      const { log } = await scope.open('reader');
      await (await log.writer()).append(numbered(topic, 20));
      const batches: LogBatch[] = [];
      for await (const batch of log.readPartition({ from: at(topic, 5), until: 12n })) batches.push(batch);
      expect(batches.flatMap(({ records }) => records).map(({ offset }) => Number(offset))).toEqual([
        5, 6, 7, 8, 9, 10, 11,
      ]);
      expect(batches.at(-1)?.nextOffset).toBe(12n);
    });

    it('given an empty partition, then its end is reached at once', async () => {
      const topic = await scope.topic('empty');
      const { log } = await scope.open('reader');
      expect(await readBatches(log, topic)).toEqual([]);
    });

    it('given nothing but an aborted transaction, then the end is behind its marker', async () => {
      const topic = await scope.topic('only-aborted');
      const foreign = await scope.foreign('a');
      await foreign.begin();
      await foreign.append(numbered(topic, 3));
      await foreign.abort();
      const { log } = await scope.open('reader');
      await eventually(async () => {
        const batches = await readBatches(log, topic);
        expect(batches.flatMap(({ records }) => records)).toEqual([]);
        expect(batches.at(-1)?.nextOffset).toBe(4n);
      }, scope.harness().patience);
    });

    it('given nothing but a marker, since the records before it were deleted, then the end is behind it', async () => {
      const topic = await scope.topic('only-marker');
      const foreign = await scope.foreign('a');
      await foreign.begin();
      await foreign.append(numbered(topic, 3));
      await foreign.commit();
      const { log } = await scope.open('reader');
      await eventually(async () => expect(await log.admin.offsets(topic)).toEqual([offsets(topic, 0, 4)]), patience());
      await log.admin.deleteRecords([at(topic, 3)]);
      const batches = await readBatches(log, topic);
      expect(batches.flatMap(({ records }) => records)).toEqual([]);
      expect(batches.at(-1)?.nextOffset).toBe(4n);
    });

    it('given a committed transaction and then an aborted one, then the end is behind both', async () => {
      const topic = await scope.topic('aborted-tail');
      const foreign = await scope.foreign('a');
      for (const end of ['commit', 'abort'] as const) {
        await foreign.begin();
        await foreign.append([record(topic, 'k', end)]);
        await foreign[end]();
      }
      const { log } = await scope.open('reader');
      await eventually(async () => {
        const batches = await readBatches(log, topic);
        expect(valuesOf(batches.flatMap(({ records }) => records))).toEqual(['commit']);
        expect(batches.at(-1)?.nextOffset).toBe(4n);
      }, patience());
    });

    it('given a transaction that is still open, then the end lies before it, until it is committed', async () => {
      const topic = await scope.topic('open');
      const { log } = await scope.open('reader');
      await (await log.writer()).append(numbered(topic, 2));
      const foreign = await scope.foreign('a');
      await foreign.begin();
      await foreign.append([record(topic, 'k', 'open')]);
      expect(await log.admin.offsets(topic)).toEqual([offsets(topic, 0, 2, 3)]);
      expect((await readBatches(log, topic)).at(-1)?.nextOffset).toBe(2n);
      expect(await readBatches(log, topic, 0, 2n)).toEqual([]);
      await foreign.commit();
      await scope.sees(log, topic, ['0', '1', 'open']);
    });

    it('given no end, then it follows what is written, until the signal ends it', async () => {
      const topic = await scope.topic('follow');
      const { log } = await scope.open('reader');
      const writer = await log.writer();
      await writer.append([record(topic, 'k', 'before')]);
      const stop = new AbortController();
      const seen: (string | null)[] = [];
      const following = (async () => {
        for await (const { records } of log.readPartition({ from: at(topic, 0), until: null, signal: stop.signal })) {
          seen.push(...valuesOf(records));
        }
        return 'ended';
      })();
      await eventually(() => expect(seen).toEqual(['before']), patience());
      await writer.append([record(topic, 'k', 'after')]);
      await eventually(() => expect(seen).toEqual(['before', 'after']), patience());
      stop.abort();
      expect(await following).toBe('ended');
    });

    it('given one batch of 150,000 records, then all of them are read', async () => {
      const topic = await scope.topic('one-batch', { config: { 'max.message.bytes': '20000000' } });
      const foreign = await scope.plain();
      await foreign.append(numbered(topic, 150_000));
      const { log } = await scope.open('reader');
      const records = await readRecords(log, topic);
      expect(records).toHaveLength(150_000);
      expect(records.findIndex(({ offset }, n) => offset !== BigInt(n))).toBe(-1);
      expect(records.at(-1)?.value?.toString()).toBe('149999');
      const reader = await recordingReader(await scope.open('member'), { group: scope.name('group'), topics: [topic] });
      await eventually(() => expect(reader.position(topic)).toBe(150_000n), patience());
      expect(reader.batches.reduce((sum, batch) => sum + batch.records.length, 0)).toBe(150_000);
      expect(reader.failures).toEqual([]);
    });

    it('given a position outside the log, or no such topic, then reading fails for good and nothing is skipped', async () => {
      const topic = await scope.topic('outside');
      const { log } = await scope.open('reader');
      await (await log.writer()).append(numbered(topic, 10));
      await log.admin.deleteRecords([at(topic, 4)]);
      const read = async (from: bigint, until: bigint) => {
        for await (const { records } of log.readPartition({ from: at(topic, from), until })) return records.length;
        return 0;
      };
      expect(await kindOfFailure(read(3n, 10n))).toBe('fatal');
      expect(await kindOfFailure(read(11n, 20n))).toBe('fatal');
      expect(await read(4n, 10n)).toBe(6);
      const nowhere = log
        .readPartition({ from: at(scope.name('nowhere'), 0) })
        [Symbol.asyncIterator]()
        .next();
      expect(await kindOfFailure(nowhere)).toBe('fatal');
    });
  });

  const patience = () => scope.harness().patience;
}

const offsets = (topic: string, start: number, end: number, highWatermark = end) => ({
  topic,
  partition: 0,
  start: BigInt(start),
  end: BigInt(end),
  highWatermark: BigInt(highWatermark),
});
