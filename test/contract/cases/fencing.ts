import { describe, expect, it } from 'vitest';
import { committedAt, fencedWriter, kindOfFailure, readValues, record } from '../material.ts';
import type { Scope } from '../scope.ts';

export function fencingCases(scope: Scope): void {
  describe('fencing and lost answers', () => {
    it('given a newer holder of the id, then the older one is fenced, for good', async () => {
      const topic = await scope.topic('zombie');
      const id = scope.name('tx');
      const zombie = await fencedWriter((await scope.open('zombie')).log, id);
      await zombie.transact({ records: [record(topic, 'k', 'before')] });
      const { log } = await scope.open('successor');
      const successor = await fencedWriter(log, id);
      expect(await kindOfFailure(zombie.transact({ records: [record(topic, 'k', 'zombie')] }))).toBe('fenced');
      await successor.transact({ records: [record(topic, 'k', 'after')] });
      await scope.sees(log, topic, ['before', 'after']);
    });

    it('given a zombie with a transaction under way, then fencing settles it and its commit is refused', async () => {
      const topic = await scope.topic('under-way');
      const group = scope.name('group');
      const id = scope.name('tx');
      const zombieClient = await scope.open('zombie');
      const zombie = await fencedWriter(zombieClient.log, id);
      const held = zombieClient.hold('commit');
      const outcome = kindOfFailure(
        zombie.transact({
          records: [record(topic, 'k', 'zombie')],
          positions: { group, committed: [committedAt(topic, 1)] },
        }),
      );
      await held.arrived;
      const { log } = await scope.open('successor');
      const successor = await fencedWriter(log, id);
      const [offsets] = await log.admin.offsets(topic);
      expect(offsets?.end).toBe(offsets?.highWatermark);
      held.release();
      expect(await outcome).toBe('fenced');
      await successor.transact({ records: [record(topic, 'k', 'successor')] });
      await scope.sees(log, topic, ['successor']);
      expect(await log.admin.committed(group, [topic])).toEqual([]);
    });

    it('given a holder that died in its transaction, then the next one aborts it and readers go on', async () => {
      const topic = await scope.topic('died');
      const id = scope.name('tx');
      const dying = await scope.open('dying');
      const writer = await fencedWriter(dying.log, id);
      const held = dying.hold('commit');
      writer.transact({ records: [record(topic, 'k', 'lost')] }).catch(() => undefined);
      await held.arrived;
      await dying.crash();
      const { log } = await scope.open('next');
      await (await log.writer()).append([record(topic, 'k', 'behind it')]);
      expect(await readValues(log, topic)).toEqual([]);
      await fencedWriter(log, id);
      expect(await readValues(log, topic)).toEqual(['behind it']);
    });

    it.each([
      { when: 'before', offset: 0n, seen: [] },
      { when: 'after', offset: 5n, seen: ['cause 5'] },
    ] as const)(
      'given a connection that broke $when the commit was done, then after fencing the position tells',
      async ({ when, offset, seen }) => {
        const topic = await scope.topic('unknown');
        const group = scope.name('group');
        const client = await scope.open('writer');
        const { log } = client;
        const writer = await fencedWriter(log, scope.name('tx'));
        await writer.transact({ records: [], positions: { group, committed: [committedAt(topic, 0)] } });
        client.loseCommit(when);
        const outcome = await kindOfFailure(
          writer.transact({
            records: [record(topic, 'k', 'cause 5')],
            positions: { group, committed: [committedAt(topic, 5)] },
          }),
        );
        expect(outcome).toBe('outcome-unknown');
        await writer.fence();
        expect((await log.admin.committed(group, [topic])).map(position => position.offset)).toEqual([offset]);
        expect(await readValues(log, topic)).toEqual(seen);
      },
    );

    it('given a commit that failed, then the same transaction again after fencing is written once', async () => {
      const topic = await scope.topic('recovery');
      const client = await scope.open('writer');
      const writer = await fencedWriter(client.log, scope.name('tx'));
      const request = { records: [record(topic, 'k', 'once')] };
      await writer.transact({ records: [record(topic, 'k', 'first')] });
      client.loseCommit('before');
      expect(await kindOfFailure(writer.transact(request))).toBe('outcome-unknown');
      await writer.fence();
      await writer.transact(request);
      await writer.transact({ records: [record(topic, 'k', 'last')] });
      await scope.sees(client.log, topic, ['first', 'once', 'last']);
    });
  });
}
