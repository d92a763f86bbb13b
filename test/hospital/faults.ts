import { expect, it } from 'vitest';
import { partitionOfKey } from '../../runtime/hospital/send.ts';
import type { ContractHarness } from '../contract/harness.ts';
import { createWorld, expectAll, type Input, inOrder, retry, retryKey, rounds, type World } from './world.ts';

/** Waits until nothing is parked any more, and everything was decided once, in order. */
const untilHealed = async (world: World, inputs: readonly Input[]): Promise<void> => {
  await world.until(async () => expect(await world.open()).toEqual([]));
  await world.until(async () => expectAll(world, inputs));
};

/** Waits until so many cases are open, and the keys without any are decided to their end. */
const untilParked = async (world: World, inputs: readonly Input[], bad: (key: string) => boolean, open: number) => {
  const healthy = inputs.filter(({ key }) => !bad(key));
  await world.until(async () => expect(await world.open()).toHaveLength(open));
  await world.until(async () => {
    const output = await world.output();
    for (const [key, list] of inOrder(healthy)) expect(output.get(key)).toEqual(list);
  });
};

/** Faults of the hospital on any log: nothing is lost, nothing doubled, and each key keeps its order. */
export function hospitalFaults(open: () => Promise<ContractHarness>, newPrefix: () => string): void {
  const within = async (story: (world: World) => Promise<void>, partitions = 1): Promise<void> => {
    const harness = await open();
    try {
      const world = await createWorld(harness, newPrefix(), { partitions });
      await story(world);
      await world.stop();
    } finally {
      await harness.close();
    }
  };
  const inputs = rounds(['a', 'b', 'c', 'd'], 5);
  const bad = (key: string): boolean => key === 'b';

  it('given a crash between the admission and its commit, then the next process admits the same once', () =>
    within(async world => {
      world.bug.defect = (key, n) => key === 'b' && n >= 2;
      const victim = await world.start('victim');
      await world.until(async () => expect(victim.run.status().tasks[0]?.state).toBe('running'));
      const held = victim.client.hold('commit');
      await world.tell(...inputs);
      await held.arrived;
      await world.crash(victim);
      held.release();
      await world.start('next');
      await untilParked(world, inputs, bad, 3);
      world.bug.defect = () => false;
      await world.ask(retryKey('b'));
      await untilHealed(world, inputs);
      expect((await world.cases()).map(({ status }) => status)).toEqual(['HEALED', 'HEALED', 'HEALED']);
    }));

  it('given a crash in the middle of a retry, then the next process goes on with it by itself', () =>
    within(async world => {
      world.bug.defect = bad;
      const victim = await world.start('victim');
      const many = [...inputs, ...rounds(['b'], 350).map(({ key, n }) => ({ key, n: n + 5 }))];
      await world.tell(...many);
      await untilParked(world, many, bad, 355);
      let held: ReturnType<typeof victim.client.hold> | null = null;
      world.bug.defect = (_, n) => {
        if (n === 150) held ??= victim.client.hold('commit');
        return false;
      };
      await world.ask(retryKey('b'));
      await world.until(async () => {
        expect(held).not.toBeNull();
        await held?.arrived;
      });
      expect(await world.open()).toHaveLength(255);
      await world.crash(victim);
      await world.start('next');
      await untilHealed(world, many);
    }));

  it('given that the hospital is compacted, then the next process finds every key as blocked as it was', () =>
    within(async world => {
      world.bug.defect = key => key === 'b' || key === 'c';
      const first = await world.start('first');
      await world.tell(...inputs);
      await untilParked(world, inputs, key => key === 'b' || key === 'c', 10);
      await world.ask(retryKey('c')); // back again: one more version of a case
      await world.until(async () =>
        expect((await world.cases()).find(one => one.blockedKey === 'c')?.attempts).toBe(2),
      );
      await first.run.stop();
      await world.compact();
      await world.start('next');
      const more = [...inputs, ...rounds(['a', 'b', 'c', 'd'], 2).map(({ key, n }) => ({ key, n: n + 5 }))];
      await world.tell(...more.slice(inputs.length));
      await untilParked(world, more, key => key === 'b' || key === 'c', 14);
      world.bug.defect = () => false;
      await world.ask(retryKey('b'));
      await world.ask(retryKey('c'));
      await untilHealed(world, more);
    }));

  it('given that the partitions are shared anew while a key is blocked, then it stays blocked, and heals in order', () =>
    within(async world => {
      const keys = Array.from({ length: 12 }, (_, n) => `key-${n}`);
      const poisoned = (key: string): boolean => key === 'key-1' || key === 'key-7';
      world.bug.defect = (key, n) => poisoned(key) && n >= 1;
      const all = rounds(keys, 6);
      await world.start('first');
      await world.tell(...all.slice(0, 36));
      await untilParked(world, all.slice(0, 36), poisoned, 4);
      await world.start('second');
      await world.tell(...all.slice(36));
      await untilParked(world, all, poisoned, 10);
      world.bug.defect = () => false;
      for (const key of ['key-1', 'key-7']) await world.ask(retryKey(key), [partitionOfKey(key, 3)]);
      await untilHealed(world, all);
    }, 3));

  it('given a record that fails, heals and fails again, then it is one case, whose attempts count on', () =>
    within(async world => {
      world.bug.defect = (key, n) => bad(key) && n === 1;
      await world.start('first');
      await world.tell(...inputs);
      await untilParked(world, inputs, bad, 4);
      await world.ask(retryKey('b'));
      await world.until(async () => expect((await world.open())[0]).toMatchObject({ status: 'WAITING', attempts: 2 }));
      world.bug.defect = (key, n) => bad(key) && n === 3;
      await world.ask(retryKey('b'));
      await world.until(async () => {
        const still = await world.open();
        expect(still.map(({ status, attempts }) => [status, attempts])).toEqual([
          ['WAITING', 1],
          ['QUEUED', 0],
        ]);
      });
      world.bug.defect = () => false;
      await world.ask(retryKey('b'));
      await untilHealed(world, inputs);
      expect((await world.cases()).map(({ attempts }) => attempts)).toEqual([3, 1, 2, 1]);
    }));

  it('given 1 % and then 10 % poisoned keys, then every other key goes on, and all heal in order by a retry of the group', () =>
    within(async world => {
      const keys = Array.from({ length: 100 }, (_, n) => `key-${n}`);
      const first = rounds(keys, 3);
      const later = rounds(keys, 3).map(({ key, n }) => ({ key, n: n + 3 }));
      world.bug.defect = key => key === 'key-0';
      await world.start('first');
      await world.tell(...first);
      await untilParked(world, first, key => key === 'key-0', 3);
      const isTenth = (key: string): boolean => key.endsWith('0');
      world.bug.defect = isTenth;
      await world.tell(...later);
      await untilParked(world, [...first, ...later], isTenth, 3 + 10 * 3);
      world.bug.defect = () => false;
      const group = (await world.open())[0]?.group as string;
      const asked = retry({ scope: 'GROUP', group });
      await world.ask({ type: 'RETRY', target: group, reason: 'mended', retry: asked });
      await untilHealed(world, [...first, ...later]);
    }));

  it('given an admission whose answer is lost, and one that never arrives, then each is admitted once', () =>
    within(async world => {
      world.bug.defect = (key, n) => bad(key) && n >= 2;
      const { client } = await world.start('first');
      for (const [n, when] of (['after', 'before'] as const).entries()) {
        client.loseCommit(when);
        await world.tell(...inputs.slice(8 + n * 8, 16 + n * 8));
      }
      const told = inputs.slice(8);
      await untilParked(world, told, bad, 3);
      world.bug.defect = () => false;
      await world.ask(retryKey('b'));
      await untilHealed(world, told);
    }));
}
