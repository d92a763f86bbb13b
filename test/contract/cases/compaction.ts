import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../../../runtime/log/port.ts';
import { at, eventually, readBatches, record } from '../material.ts';
import { recordingReader } from '../recording-reader.ts';
import type { Scope } from '../scope.ts';

/** Without what a harness appended to roll a segment. */
const keyed = (records: readonly LogRecord[]): [string | undefined, string | null][] =>
  records
    .filter(({ key }) => !key?.toString().startsWith('roll'))
    .map(({ key, value }) => [key?.toString(), value?.toString() ?? null]);

export function compactionCases(scope: Scope): void {
  /** The newest tombstones stay, even where the cleaner comes twice. */
  const withTombstones = () => ({ ...scope.harness().compactable, 'delete.retention.ms': '86400000' });
  const patience = (): number => scope.harness().patience;

  describe('compaction', () => {
    it('given a compacted topic, then the newest record of each key is left, at its own offset', async () => {
      const topic = await scope.topic('newest', { config: withTombstones() });
      const { log } = await scope.open('writer');
      const writer = await log.writer();
      await writer.append(['a', 'b', 'c'].map(key => record(topic, key, 'old')));
      await writer.append([record(topic, 'a', 'new'), record(topic, 'b', null)]);
      await scope.harness().compactNow(topic);
      const batches = await readBatches(log, topic);
      const records = batches.flatMap(batch => batch.records);
      expect(keyed(records)).toEqual([
        ['c', 'old'],
        ['a', 'new'],
        ['b', null],
      ]);
      expect(records.slice(0, 3).map(({ offset }) => offset)).toEqual([2n, 3n, 4n]);
      expect(batches.at(-1)?.nextOffset).toBe((await log.admin.offsets(topic))[0]?.end);
    });

    it('given batches that the cleaner emptied, then readers step over them to the end', async () => {
      const topic = await scope.topic('emptied', { config: scope.harness().compactable });
      // The cleaner keeps the last batch of each producer, if need be without records.
      for (let n = 0; n < 20; n++) {
        const producer = await scope.plain();
        await producer.append([record(topic, 'k', `version ${n}`)]);
      }
      await scope.harness().compactNow(topic);
      await reachesTheEnd(topic, [['k', 'version 19']]);
    });

    it('given batches whose last records are gone, and transactions that were aborted, then readers step over the gaps', async () => {
      const topic = await scope.topic('gaps', { config: withTombstones() });
      const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
      const [kept, newer, aborted] = [await scope.plain(), await scope.plain(), await scope.foreign('aborted')];
      await kept.append(keys.map(key => record(topic, key, 'old')));
      await aborted.begin();
      await aborted.append(keys.map(key => record(topic, key, 'aborted')));
      await aborted.abort();
      await newer.append(keys.slice(1).map(key => record(topic, key, 'new')));
      await newer.append([record(topic, 'b', null)]);
      await scope.harness().compactNow(topic);
      await reachesTheEnd(topic, [
        ['a', 'old'],
        ...keys.slice(2).map((key): [string, string] => [key, 'new']),
        ['b', null],
      ]);
      const { log } = await scope.open('inside');
      const inside = await readBatches(log, topic, 0, 3n);
      expect(keyed(inside.flatMap(({ records }) => records))[0]).toEqual(['c', 'new']);
    });

    const reachesTheEnd = async (topic: string, expected: [string, string | null][]): Promise<void> => {
      const client = await scope.open('reader');
      const end = (await client.log.admin.offsets(topic))[0]?.end;
      const batches = await readBatches(client.log, topic);
      expect(keyed(batches.flatMap(({ records }) => records))).toEqual(expected);
      expect(batches.at(-1)?.nextOffset).toBe(end);
      const reader = await recordingReader(client, {
        group: scope.name('group'),
        topics: [topic],
        from: () => [at(topic, 0)],
        maxBytesPerPartition: 1, // one batch, and no other, in each fetch
      });
      await eventually(() => expect(reader.position(topic)).toBe(end), patience());
      expect(keyed(reader.batches.flatMap(({ records }) => records))).toEqual(expected);
    };
  });
}
