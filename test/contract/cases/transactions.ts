import { describe, expect, it } from 'vitest';
import type { Position } from '../../../runtime/log/port.ts';
import {
  at,
  committedAt,
  eventually,
  fencedWriter,
  kindOfFailure,
  numbered,
  readBatches,
  readValues,
  record,
} from '../material.ts';
import { recordingReader } from '../recording-reader.ts';
import type { Scope } from '../scope.ts';

export function transactionCases(scope: Scope): void {
  describe('transactions', () => {
    it('given records on two topics and a position, then all can be seen with the commit and none before', async () => {
      const [one, two] = [await scope.topic('one'), await scope.topic('two')];
      const group = scope.name('group');
      const client = await scope.open('writer');
      const { log } = await scope.open('observer');
      const writer = await fencedWriter(client.log, scope.name('tx'));
      const held = client.hold('commit');
      const transaction = writer.transact({
        records: [record(one, 'k', 'a'), record(two, 'k', 'b')],
        positions: { group, committed: [committedAt(one, 7, 'seven')] },
      });
      await held.arrived;
      const seen = async () => ({
        one: await readValues(log, one),
        two: await readValues(log, two),
        committed: await log.admin.committed(group, [one, two]),
      });
      expect(await seen()).toEqual({ one: [], two: [], committed: [] });
      held.release();
      expect(await transaction).toEqual([at(one, 0), at(two, 0)]);
      await eventually(
        async () => expect(await seen()).toEqual({ one: ['a'], two: ['b'], committed: [committedAt(one, 7, 'seven')] }),
        scope.harness().patience,
      );
    });

    it('given a transaction with a part that is refused, then nothing of it can be seen', async () => {
      const topic = await scope.topic('refused');
      const group = scope.name('group');
      const { log } = await scope.open('writer');
      const writer = await fencedWriter(log, scope.name('tx'));
      const refused = writer.transact({
        records: [record(topic, 'k', 'a'), record(scope.name('nowhere'), 'k', 'b')],
        positions: { group, committed: [committedAt(topic, 1)] },
      });
      expect(await kindOfFailure(refused)).toBe('fatal');
      await writer.fence();
      await writer.transact({ records: [record(topic, 'k', 'next')] });
      await scope.sees(log, topic, ['next']);
      expect(await log.admin.committed(group, [topic])).toEqual([]);
    });

    it('given an error, then the writer is spent until it is fenced again; before the first fence, too', async () => {
      const topic = await scope.topic('spent');
      const { log } = await scope.open('writer');
      const writer = await log.transactionalWriter(scope.name('tx'));
      const request = { records: [record(topic, 'k', 'v')] };
      expect(await kindOfFailure(writer.transact(request))).toBe('fatal');
      await writer.fence();
      await writer.transact(request);
      expect(await kindOfFailure(writer.transact({ records: [record(topic, 'k', 'v', 9)] }))).toBe('fatal');
      expect(await kindOfFailure(writer.transact(request))).toBe('fatal');
      await writer.fence();
      await writer.transact(request);
      await scope.sees(log, topic, ['v', 'v']);
    });

    it('given two aborted transactions that overlap, then no reader sees anything of them but who asks for them', async () => {
      const topic = await scope.topic('overlap');
      const group = scope.name('group');
      const [a, b, c] = [await scope.foreign('a'), await scope.foreign('b'), await scope.foreign('c')];
      await a.begin();
      await a.append([record(topic, 'k', 'A aborted 1')]);
      await b.begin();
      await b.append([record(topic, 'k', 'B aborted')]);
      await c.begin();
      await c.append([record(topic, 'k', 'C 1')]);
      await b.abort();
      await a.append([record(topic, 'k', 'A aborted 2')]);
      await c.append([record(topic, 'k', 'C 2')]);
      await c.commit();
      await a.append([record(topic, 'k', 'A aborted 3')]);
      await a.abort();
      await b.begin();
      await b.append([record(topic, 'k', 'B 2')]);
      await b.commit();
      const client = await scope.open('reader');
      const { patience } = scope.harness();
      await scope.sees(client.log, topic, ['C 1', 'C 2', 'B 2']);
      const reader = await recordingReader(client, { group, topics: [topic] });
      await eventually(() => expect(reader.values()).toEqual(['C 1', 'C 2', 'B 2']), patience);
      const all: string[] = [];
      const from = { topic, partition: 0, offset: 0n };
      for await (const { records } of client.log.readPartition({ from, aborted: true })) {
        all.push(...records.map(({ value }) => String(value)));
      }
      expect(all).toEqual(['A aborted 1', 'B aborted', 'C 1', 'A aborted 2', 'C 2', 'A aborted 3', 'B 2']);
      const hidden: string[] = [];
      for await (const batch of client.log.readPartition({ from, hidden: true })) {
        for (const { from, to, what } of batch.hidden ?? []) hidden.push(`${to - from} ${what}`);
      }
      // A marker may come after what was written meanwhile: the broker answers before it has written it.
      const markers = ['1 abort', '1 abort', '1 commit', '1 commit'];
      expect(hidden.sort()).toEqual([...markers, ...Array.from({ length: 4 }, () => '1 aborted')].sort());
    });

    it('given two open transactions, when the younger one ends, then nothing from the older one on can be seen', async () => {
      const topic = await scope.topic('younger');
      const [older, younger] = [await scope.foreign('older'), await scope.foreign('younger')];
      const { log } = await scope.open('reader');
      await (await log.writer()).append([record(topic, 'k', 'before')]);
      await older.begin();
      await older.append([record(topic, 'k', 'older')]);
      await younger.begin();
      await younger.append([record(topic, 'k', 'younger')]);
      const offsets = { topic, partition: 0, start: 0n, end: 1n, highWatermark: 4n };
      expect(await log.admin.offsets(topic)).toEqual([{ ...offsets, highWatermark: 3n }]);
      await younger.commit();
      await eventually(async () => expect(await log.admin.offsets(topic)).toEqual([offsets]), scope.harness().patience);
      expect(await readValues(log, topic)).toEqual(['before']);
      await older.commit();
      await scope.sees(log, topic, ['before', 'older', 'younger']);
    });

    it('given positions in a transaction that is aborted, then they are not committed', async () => {
      const topic = await scope.topic('positions-aborted');
      const group = scope.name('group');
      const { admin } = (await scope.open('observer')).log;
      const foreign = await scope.foreign('a');
      const move = async (offset: number, end: 'commit' | 'abort') => {
        await foreign.begin();
        await foreign.append([record(topic, 'k', end)]);
        await foreign.positions(group, [committedAt(topic, offset, end)]);
        await foreign[end]();
      };
      await move(1, 'commit');
      await move(2, 'abort');
      // The markers of the aborted one are written once the next one has begun.
      await foreign.begin();
      await foreign.append([record(topic, 'k', 'next')]);
      await foreign.commit();
      expect(await admin.committed(group, [topic])).toEqual([committedAt(topic, 1, 'commit')]);
    });

    it('given a fetch that starts inside two aborted transactions, then it sees nothing of them', async () => {
      const topic = await scope.topic('inside');
      const [a, b] = [await scope.foreign('a'), await scope.foreign('b')];
      await a.begin();
      await b.begin();
      await a.append(['A 0', 'A 1', 'A 2'].map(value => record(topic, 'k', value)));
      await b.append(['B 3', 'B 4'].map(value => record(topic, 'k', value)));
      await a.append([record(topic, 'k', 'A 5')]);
      await b.abort();
      await a.append([record(topic, 'k', 'A 7')]);
      await a.abort();
      const { log } = await scope.open('reader');
      const [after] = await (await log.writer()).append([record(topic, 'k', 'after')]);
      const { offset: last } = after as Position; // 9, or less where a marker comes only now
      const { patience } = scope.harness();
      for (let from = 0n; from <= last; from++) {
        await eventually(async () => {
          const batches = await readBatches(log, topic, 0, from);
          expect(batches.flatMap(batch => batch.records).map(({ offset }) => offset)).toEqual([last]);
        }, patience);
      }
    });

    it('given a key of four zero bytes, then it is data: hidden when aborted, seen when committed', async () => {
      const topic = await scope.topic('zeros');
      const zeros = Buffer.alloc(4);
      const zeroKeyed = (value: string) => ({ ...record(topic, null, value), key: zeros });
      const foreign = await scope.foreign('a');
      await foreign.begin();
      await foreign.append([zeroKeyed('aborted'), record(topic, 'k', 'aborted too')]);
      await foreign.abort();
      const { log } = await scope.open('writer');
      await (await fencedWriter(log, scope.name('tx'))).transact({
        records: [zeroKeyed('kept'), record(topic, 'k', 'x')],
      });
      await scope.sees(log, topic, ['kept', 'x']);
    });

    it('given 200 transactions back to back with positions only, then each commits', async () => {
      const topic = await scope.topic('positions-only');
      const group = scope.name('group');
      const { log } = await scope.open('writer');
      const writer = await fencedWriter(log, scope.name('tx'));
      await (await log.writer()).append(numbered(topic, 200));
      for (let offset = 1; offset <= 200; offset++) {
        const committed = [committedAt(topic, offset, `at ${offset}`)];
        expect(await writer.transact({ records: [], positions: { group, committed } })).toEqual([]);
      }
      await writer.fence();
      expect(await log.admin.committed(group, [topic])).toEqual([committedAt(topic, 200, 'at 200')]);
    });

    it('given nothing to write and no position, then a transaction is no transaction', async () => {
      const topic = await scope.topic('nothing');
      const { log } = await scope.open('writer');
      const writer = await fencedWriter(log, scope.name('tx'));
      expect(await writer.transact({ records: [] })).toEqual([]);
      await writer.transact({ records: [record(topic, 'k', 'v')] });
      await scope.sees(log, topic, ['v']);
    });

    it('given metadata with a position, then it comes back, up to what the broker takes', async () => {
      const topic = await scope.topic('metadata', { partitions: 3 });
      const group = scope.name('group');
      const { log } = await scope.open('writer');
      const writer = await fencedWriter(log, scope.name('tx'));
      const long = 'ü'.repeat(2_000);
      const committed = [committedAt(topic, 3, '{"id":"größer"}', 0), committedAt(topic, 0, long, 2)];
      await writer.transact({ records: [], positions: { group, committed } });
      await writer.fence();
      expect(await log.admin.committed(group, [topic])).toEqual(committed);
      const tooLong = { group, committed: [committedAt(topic, 4, 'x'.repeat(5_000))] };
      expect(await kindOfFailure(writer.transact({ records: [], positions: tooLong }))).toBe('fatal');
    });

    it('given 50 transactional writers that start together, then all write', async () => {
      const topic = await scope.topic('fifty', { partitions: 5 });
      const { log } = await scope.open('writer');
      await Promise.all(
        Array.from({ length: 50 }, async (_, n) => {
          const writer = await fencedWriter(log, scope.name(`tx-${n}`));
          await writer.transact({ records: [record(topic, `k${n}`, String(n), n % 5)] });
          await writer.close();
        }),
      );
      await eventually(async () => {
        const values = await Promise.all([0, 1, 2, 3, 4].map(partition => readValues(log, topic, partition)));
        expect(
          values
            .flat()
            .map(Number)
            .sort((x, y) => x - y),
        ).toEqual(Array.from({ length: 50 }, (_, n) => n));
      }, scope.harness().patience);
    });
  });
}
