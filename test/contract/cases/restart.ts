import { describe, expect, it } from 'vitest';
import { at, eventually, kindOfFailure, numbered, record } from '../material.ts';
import { recordingReader } from '../recording-reader.ts';
import type { Scope } from '../scope.ts';
import { startWorker } from '../worker.ts';
import { expectEveryCauseOnce } from './workers.ts';

export function restartCases(scope: Scope): void {
  const restart = (how: 'graceful' | 'kill'): Promise<void> => {
    const { restart: again } = scope.harness();
    if (again === undefined) throw new Error('These cases need a harness that can restart its broker.');
    return again(how);
  };

  describe.each(['graceful', 'kill'] as const)('a broker that restarts (%s)', how => {
    it('given a transaction that is open meanwhile, then it is settled by the next fencing and the writer recovers', async () => {
      const topic = await scope.topic('mid-transaction');
      const client = await scope.open('writer');
      const writer = await client.log.transactionalWriter(scope.name('tx'));
      await writer.fence();
      await writer.transact({ records: [record(topic, 'k', 'before')] });
      const held = client.hold('commit');
      const outcome = kindOfFailure(writer.transact({ records: [record(topic, 'k', 'open')] }));
      await held.arrived;
      const restarted = restart(how);
      held.release();
      const kind = await outcome;
      await restarted;
      expect(['outcome-unknown', 'unavailable', 'retriable', 'no failure']).toContain(kind);
      await eventually(() => writer.fence(), scope.harness().patience);
      await writer.transact({ records: [record(topic, 'k', 'after')] });
      // Whether the open one was committed is the broker's to say; that it is all or nothing, and in its place, is ours.
      const expected = ['before', ...(kind === 'no failure' ? ['open'] : []), 'after'];
      const { log } = await scope.open('reader');
      if (kind === 'no failure') await scope.sees(log, topic, expected);
      else await Promise.any([scope.sees(log, topic, expected), scope.sees(log, topic, ['before', 'open', 'after'])]);
    });

    it('given readers and an idempotent writer, then they go on by themselves, with nothing lost or doubled', async () => {
      const topic = await scope.topic('go-on');
      const client = await scope.open('client');
      // After a restart the group may rebalance; its members know where they were.
      let handled = 0n;
      const reader = await recordingReader(client, {
        group: scope.name('group'),
        topics: [topic],
        from: () => [at(topic, handled)],
        handle: async batch => {
          handled = batch.nextOffset;
        },
      });
      const writer = await client.log.writer();
      const restarted = restart(how);
      let written = 0;
      for (const one of numbered(topic, 20)) {
        await eventually(() => writer.append([one]), scope.harness().patience);
        written++;
      }
      await restarted;
      expect(written).toBe(20);
      const { patience } = scope.harness();
      await eventually(() => expect(reader.position(topic)).toBe(20n), 2 * patience);
      expect(reader.values()).toEqual(Array.from({ length: 20 }, (_, n) => String(n)));
      expect(reader.failures).toEqual([]);
    });

    it('given workers in mid-transaction, then no cause is lost or doubled', async () => {
      const inputs = [await scope.topic('input', { partitions: 3 })];
      const own = await scope.topic('own', { partitions: 3 });
      const group = scope.name('group');
      const { log } = await scope.open('source');
      const writer = await log.writer();
      const feed = async () => {
        for (const partition of [0, 1, 2]) {
          for (const input of inputs) {
            await eventually(() => writer.append(numbered(input, 20, partition)), scope.harness().patience);
          }
        }
      };
      const one = await startWorker(await scope.open('one'), { group, inputs, own });
      const two = await startWorker(await scope.open('two'), { group, inputs, own });
      await feed();
      const restarted = restart(how);
      await feed();
      await restarted;
      await feed();
      await eventually(() => expectEveryCauseOnce(log, inputs, own), 3 * scope.harness().patience);
      await one.stop();
      await two.stop();
    });
  });
}
