import { expect, it } from 'vitest';
import { defaultLimits } from '../../runtime/hospital/breaker.ts';
import type { ContractHarness } from '../contract/harness.ts';
import { memoryHarness } from '../contract/memory-harness.ts';
import { createWorld, expectAll, type Input, inOrder, retry, retryKey, type World } from './world.ts';

const open = async (): Promise<ContractHarness> => ({ ...(await memoryHarness()), patience: 40_000 });

/** A plain generator with a seed: the same inputs in each run. */
function mixed(keys: number, records: number): Input[] {
  const counts = new Map<string, number>();
  let seed = 7;
  return Array.from({ length: records }, () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    const key = `key-${(seed >> 8) % keys}`;
    const n = counts.get(key) ?? 0;
    counts.set(key, n + 1);
    return { key, n };
  });
}

const groupOf = async (world: World): Promise<string> =>
  (await world.open()).find(one => one.error !== null)?.group ?? '';

it('given 10,000 parked records of one key, then they heal in order, and other keys go on meanwhile', async () => {
  const harness = await open();
  const world = await createWorld(harness, 'p');
  world.bug.defect = key => key === 'a';
  const first = await world.start('first');
  const all = Array.from({ length: 10_000 }, (_, n) => ({ key: 'a', n }));
  await world.tell(...all);
  await world.until(async () =>
    expect(first.run.status().tasks[0]?.hospital).toMatchObject({ open: 10_000, blocked: 1 }),
  );
  world.bug.defect = () => false;
  await world.ask(retryKey('a'));
  await world.tell({ key: 'b', n: 0 });
  await world.until(async () => expect(first.run.status().tasks[0]?.hospital?.open).toBe(0));
  const decided = await world.decided();
  expect(inOrder(decided)).toEqual(inOrder([...all, { key: 'b', n: 0 }]));
  expect(decided.findIndex(({ key }) => key === 'b')).toBeLessThan(9_000);
  await world.stop();
  await harness.close();
}, 60_000);

it.each([1, 10])(
  'given poisoned keys, %i of a hundred, then all others flow, the breaker holds still, and a group retry heals all',
  async percent => {
    const harness = await open();
    const world = await createWorld(harness, 'p');
    const poisoned = (key: string): boolean => Number(key.slice(4)) % 100 < percent;
    world.bug.defect = poisoned;
    const first = await world.start('first', { limits: defaultLimits });
    const all = mixed(400, 4_000);
    for (let from = 0; from < all.length; from += 500) await world.tell(...all.slice(from, from + 500));
    const healthy = all.filter(({ key }) => !poisoned(key));
    await world.until(() => expectAll(world, healthy));
    const status = first.run.status().tasks[0];
    expect(status?.state).toBe('running');
    expect(status?.hospital).toMatchObject({ open: all.length - healthy.length, blocked: 4 * percent, breaker: null });

    world.bug.defect = () => false;
    const group = await groupOf(world);
    await world.ask({ type: 'RETRY', target: group, reason: 'mended', retry: retry({ scope: 'GROUP', group }) });
    await world.until(async () => {
      const [one] = (await world.standing())?.retries ?? [];
      expect(one).toMatchObject({ total: 4 * percent, healed: 4 * percent, back: 0, endedAt: expect.any(Number) });
    });
    await world.until(() => expectAll(world, all));
    await world.stop();
    await harness.close();
  },
  60_000,
);

it('given a crash in the middle of the retry of a group, then the next process goes on with it, and what fails again is tried once', async () => {
  const harness = await open();
  const world = await createWorld(harness, 'p');
  const all = Array.from({ length: 30 }, (_, n) => ({ key: `key-${n}`, n: 0 }));
  world.bug.defect = () => true;
  const first = await world.start('first');
  await world.tell(...all);
  await world.until(async () => expect(await world.open()).toHaveLength(30));
  world.bug.defect = key => key === 'key-3' || key === 'key-20';
  const group = await groupOf(world);
  const asked = retry({ scope: 'GROUP', group, perSecond: 20 });
  await world.ask({ type: 'RETRY', target: group, reason: 'mended', retry: asked });
  await world.until(async () => expect((await world.standing())?.retries[0]?.healed).toBeGreaterThan(2));
  await world.crash(first);
  await world.start('next');
  await world.until(async () =>
    expect((await world.standing())?.retries).toMatchObject([
      { group, total: 30, healed: 28, back: 2, endedAt: expect.any(Number), reason: 'mended' },
    ]),
  );
  expect((await world.open()).map(({ blockedKey, attempts }) => [blockedKey, attempts]).sort()).toEqual([
    ['key-20', 2],
    ['key-3', 2],
  ]);
  await expectAll(
    world,
    all.filter(({ key }) => !world.bug.defect(key, 0)),
  );
  await world.stop();
  await harness.close();
}, 60_000);
