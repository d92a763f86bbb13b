import { describe, expect, it } from 'vitest';
import { at, eventually, kindOfFailure, numbered, record } from '../material.ts';
import { recordingReader } from '../recording-reader.ts';
import type { Scope } from '../scope.ts';

/** How groups deliver; who gets what is in assignment.ts. */
export function groupCases(scope: Scope): void {
  const patience = (): number => scope.harness().patience;

  describe('a group reader', () => {
    it('given positions, then it delivers from them, over what was aborted, to the end', async () => {
      const topic = await scope.topic('deliver');
      const client = await scope.open('reader');
      const writer = await client.log.writer();
      await writer.append(numbered(topic, 10));
      const foreign = await scope.foreign('a');
      await foreign.begin();
      await foreign.append(numbered(topic, 3));
      await foreign.abort();
      const reader = await recordingReader(client, {
        group: scope.name('group'),
        topics: [topic],
        from: () => [at(topic, 7)],
      });
      expect(reader.owned()).toEqual([0]);
      await eventually(() => expect(reader.position(topic)).toBe(14n), patience());
      expect(reader.values()).toEqual(['7', '8', '9']);
      await writer.append([record(topic, 'k', 'later')]);
      await eventually(() => expect(reader.values()).toEqual(['7', '8', '9', 'later']), patience());
      expect(reader.batches.at(-1)).toMatchObject({ nextOffset: 15n, endOffset: 15n });
      const joints = reader.batches
        .slice(1)
        .map((batch, n) => (batch.records[0]?.offset ?? batch.nextOffset) >= (reader.batches[n]?.nextOffset ?? 0n));
      expect(joints).not.toContain(false);
    });

    it('given a transaction that is open, then nothing from it on is delivered until it ends', async () => {
      const topic = await scope.topic('open');
      const client = await scope.open('reader');
      const foreign = await scope.foreign('a');
      const writer = await client.log.writer();
      await writer.append([record(topic, 'k', 'before')]);
      await foreign.begin();
      await foreign.append([record(topic, 'k', 'inside')]);
      await writer.append([record(topic, 'k', 'behind')]);
      const reader = await recordingReader(client, { group: scope.name('group'), topics: [topic], maxWait: 20 });
      await eventually(() => expect(reader.position(topic)).toBe(1n), patience());
      expect(reader.batches.at(-1)?.endOffset).toBe(1n);
      await foreign.commit();
      await eventually(() => expect(reader.values()).toEqual(['before', 'inside', 'behind']), patience());
    });

    it('given partitions, then each is silent until it is delivered, and again after it was silenced', async () => {
      const topic = await scope.topic('silent', { partitions: 2 });
      const client = await scope.open('reader');
      const writer = await client.log.writer();
      await writer.append([record(topic, 'k', 'zero', 0), record(topic, 'k', 'one', 1)]);
      const reader = await recordingReader(client, { group: scope.name('group'), topics: [topic], from: () => null });
      expect(reader.owned()).toEqual([0, 1]);
      reader.reader.deliver(1, [at(topic, 0, 1)]);
      await eventually(() => expect(reader.values()).toEqual(['one']), patience());
      reader.reader.silence(1);
      reader.reader.deliver(0, [at(topic, 0, 0)]);
      await writer.append([record(topic, 'k', 'one again', 1)]);
      await eventually(() => expect(reader.values()).toEqual(['one', 'zero']), patience());
      await writer.append([record(topic, 'k', 'zero again', 0)]);
      await eventually(() => expect(reader.values()).toEqual(['one', 'zero', 'zero again']), patience());
      reader.reader.deliver(1, [at(topic, 0, 1)]);
      await eventually(
        () => expect(reader.values()).toEqual(['one', 'zero', 'zero again', 'one', 'one again']),
        patience(),
      );
    });

    it('given a position that is missing for one of its topics, then delivering is refused', async () => {
      const [one, two] = [await scope.topic('one'), await scope.topic('two')];
      const client = await scope.open('reader');
      const reader = await recordingReader(client, {
        group: scope.name('group'),
        topics: [one, two],
        from: () => null,
      });
      expect(() => reader.reader.deliver(0, [at(one, 0)])).toThrow(expect.objectContaining({ kind: 'fatal' }));
    });

    it('given a handler that throws a TypeError, then that is told, its partition stops, and the others go on', async () => {
      const [one, two] = [await scope.topic('one', { partitions: 2 }), await scope.topic('two', { partitions: 2 })];
      const client = await scope.open('reader');
      const writer = await client.log.writer();
      const poison = new TypeError("Cannot read properties of undefined (reading 'sku')");
      let healed = false;
      let stopped = false;
      const taken = new Map<string, bigint>();
      const reader = await recordingReader(client, {
        group: scope.name('group'),
        topics: [one, two],
        // Where the machine stands still for longer than a session, the partitions come once more: what has stopped stays so.
        from: partition =>
          partition === 0 && stopped && !healed
            ? null
            : [one, two].map(topic => at(topic, taken.get(`${topic} ${partition}`) ?? 0, partition)),
        handle: async batch => {
          if (!healed && batch.topic === one && batch.partition === 0) {
            stopped = true;
            throw poison;
          }
          taken.set(`${batch.topic} ${batch.partition}`, batch.nextOffset);
        },
      });
      await writer.append([record(one, 'k', 'poison', 0)]);
      await eventually(
        () => expect(reader.failures).toEqual([{ error: poison, at: { topic: one, partition: 0 } }]),
        patience(),
      );
      await writer.append([record(one, 'k', 'behind', 0), record(two, 'k', 'beside', 0)]);
      await writer.append([record(one, 'k', 'other', 1), record(two, 'k', 'other too', 1)]);
      await eventually(() => expect(reader.values().sort()).toEqual(['other', 'other too', 'poison']), patience());
      await writer.append([record(one, 'k', 'other again', 1)]);
      await eventually(() => expect(reader.values()).toContain('other again'), patience());
      expect(reader.values()).not.toContain('behind');
      expect(reader.values()).not.toContain('beside');
      healed = true;
      reader.reader.deliver(0, [at(one, 0), at(two, 0)]);
      await eventually(() => expect(reader.values()).toEqual(expect.arrayContaining(['behind', 'beside'])), patience());
      expect(reader.values().filter(value => value === 'poison')).toHaveLength(2);
      expect(reader.failures).toHaveLength(1);
    });

    it('given a handler that fails after its partition was silenced, then that is told all the same', async () => {
      const topic = await scope.topic('silenced');
      const client = await scope.open('reader');
      const late = new TypeError('too late');
      const gate = Promise.withResolvers<void>();
      const reader = await recordingReader(client, {
        group: scope.name('group'),
        topics: [topic],
        handle: async () => {
          await gate.promise;
          throw late;
        },
      });
      await (await client.log.writer()).append([record(topic, 'k', 'slow')]);
      await eventually(() => expect(reader.values()).toEqual(['slow']), patience());
      reader.reader.silence(0);
      gate.resolve();
      await eventually(
        () => expect(reader.failures).toEqual([{ error: late, at: { topic, partition: 0 } }]),
        patience(),
      );
    });

    it.each([
      { where: 'below the log’s start', position: 2n },
      { where: 'beyond the end', position: 11n },
    ])('given a position $where, then that is told, nothing is reset, and the others go on', async ({ position }) => {
      const topic = await scope.topic('outside', { partitions: 2 });
      const client = await scope.open('reader');
      await (await client.log.writer()).append([...numbered(topic, 10, 0), ...numbered(topic, 2, 1)]);
      await client.log.admin.deleteRecords([at(topic, 4, 0)]);
      const reader = await recordingReader(client, {
        group: scope.name('group'),
        topics: [topic],
        from: partition => [at(topic, partition === 0 ? position : 0n, partition)],
      });
      await eventually(() => expect(reader.failures).toHaveLength(1), patience());
      expect(reader.failures[0]).toMatchObject({ at: { topic, partition: 0 }, error: { kind: 'fatal' } });
      await eventually(() => expect(reader.values()).toEqual(['0', '1']), patience());
      reader.reader.deliver(0, [at(topic, 4, 0)]);
      await eventually(() => expect(reader.position(topic, 0)).toBe(10n), patience());
      expect(reader.values()).toEqual(['0', '1', '4', '5', '6', '7', '8', '9']);
    });

    it('given a handler that takes long, then the next batch of that partition waits for it, also after a new start', async () => {
      const topic = await scope.topic('slow');
      const client = await scope.open('reader');
      const writer = await client.log.writer();
      const gates: (() => void)[] = [];
      let running = 0;
      const reader = await recordingReader(client, {
        group: scope.name('group'),
        topics: [topic],
        handle: async () => {
          expect(++running).toBe(1);
          await new Promise<void>(resolve => gates.push(resolve));
          running--;
        },
      });
      await writer.append([record(topic, 'k', 'a')]);
      await eventually(() => expect(gates).toHaveLength(1), patience());
      await writer.append([record(topic, 'k', 'b')]);
      reader.reader.silence(0);
      reader.reader.deliver(0, [at(topic, 0)]);
      const other = await recordingReader(await scope.open('other'), { group: scope.name('group'), topics: [topic] });
      await eventually(() => expect(other.values()).toEqual(['a', 'b']), patience());
      expect(reader.values()).toEqual(['a']);
      gates[0]?.();
      await eventually(() => {
        gates.at(-1)?.();
        expect(reader.position(topic)).toBe(2n);
      }, patience());
      expect(reader.values()).toEqual(['a', 'a', 'b']);
      expect(reader.failures).toEqual([]);
      for (const open of gates) open();
    });

    it('given a fetch that waits for data, then stop() does not wait for it and leaves the group', async () => {
      const topic = await scope.topic('stop');
      const client = await scope.open('reader');
      const group = scope.name('group');
      const reader = await recordingReader(client, { group, topics: [topic], maxWait: 8_000 });
      await (await client.log.writer()).append([record(topic, 'k', 'a')]);
      await eventually(() => expect(reader.values()).toEqual(['a']), patience());
      const begun = Date.now();
      await reader.reader.stop();
      expect(Date.now() - begun).toBeLessThan(6_000);
      expect(await reader.reader.owns(0)).toBe(false);
      const next = await recordingReader(await scope.open('next'), { group, topics: [topic] });
      expect(next.owned()).toEqual([0]);
    });

    it('given a handler that runs, then stop() waits for it and delivers nothing more', async () => {
      const topic = await scope.topic('stop-busy');
      const client = await scope.open('reader');
      const gate = Promise.withResolvers<void>();
      let handled = false;
      const reader = await recordingReader(client, {
        group: scope.name('group'),
        topics: [topic],
        handle: async () => {
          await gate.promise;
          handled = true;
        },
      });
      const writer = await client.log.writer();
      await writer.append([record(topic, 'k', 'a')]);
      await eventually(() => expect(reader.values()).toEqual(['a']), patience());
      await writer.append([record(topic, 'k', 'b')]);
      let stopped = false;
      const stopping = reader.reader.stop().then(() => {
        stopped = true;
      });
      const other = await recordingReader(await scope.open('other'), { group: scope.name('group'), topics: [topic] });
      await eventually(() => expect(other.values()).toEqual(['a', 'b']), patience());
      expect([stopped, handled]).toEqual([false, false]);
      gate.resolve();
      await stopping;
      expect(handled).toBe(true);
      expect(reader.values()).toEqual(['a']);
    });

    it('given topics with unequal partition counts, or none, then it refuses to start', async () => {
      const [one, two] = [await scope.topic('one', { partitions: 2 }), await scope.topic('two', { partitions: 3 })];
      const client = await scope.open('reader');
      const start = (topics: string[]) => recordingReader(client, { group: scope.name('group'), topics });
      expect(await kindOfFailure(start([one, two]))).toBe('fatal');
      expect(await kindOfFailure(start([one, scope.name('nowhere')]))).toBe('fatal');
    });
  });
}
