import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HospitalCount } from '../../runtime/hospital/options.ts';
import { queuedBehind, waiting } from '../../runtime/hospital/testing/case.ts';
import { discharged } from '../../runtime/tasks/discharge.ts';
import { memoryWorld, type World } from './world.ts';

let world: World;
let counts: HospitalCount[];
beforeEach(async () => {
  counts = [];
  world = await memoryWorld();
});
afterEach(() => world.stop());
/** The topic of the test holds facts. */
const over = { isRequest: () => false, counted: (count: HospitalCount) => counts.push(count) };
const b = (n: number) => ({ key: 'b', n });
const statuses = async () => {
  const cases = (await world.cases()).toSorted((one, other) => (one.record?.offset ?? 0) - (other.record?.offset ?? 0));
  return cases.map(({ status }) => status);
};

describe('a fact that nobody can process', () => {
  it('given a newer fact of its key, then it is closed as superseded, and the newer one is processed by itself', async () => {
    world.bug.defect = (key, n) => key === 'b' && n === 1;
    await world.start('first', over);
    await world.tell(b(1));
    await world.until(async () => expect(await statuses()).toEqual(['WAITING']));
    await world.tell(b(2), { key: 'a', n: 1 }, b(3));
    await world.until(async () => expect((await world.output()).get('b')).toEqual([2, 3]));
    await world.until(async () => expect(await world.open()).toEqual([]));
    const [old] = await world.cases();
    expect(old?.treatments.at(-1)).toMatchObject({
      action: 'DISCHARGE',
      result: expect.stringContaining('newer fact'),
    });
    expect(counts.filter(({ what }) => what === 'superseded')).toMatchObject([{ count: 1 }]);
  });

  it('given the newer one in the same batch, then it waits for nobody either', async () => {
    world.bug.defect = (key, n) => key === 'b' && n < 3;
    await world.tell(b(1), b(2), b(3));
    await world.start('first', over);
    await world.until(async () => expect((await world.output()).get('b')).toEqual([3]));
    await world.until(async () => expect(await world.open()).toEqual([]));
    expect(await statuses()).toEqual(['SUPERSEDED', 'SUPERSEDED', 'HEALED']);
  });

  it('given that each newer one fails too, then only the newest waits', async () => {
    world.bug.defect = key => key === 'b';
    await world.start('first', over);
    for (const n of [1, 2, 3]) {
      await world.tell(b(n));
      await world.until(async () => expect((await statuses()).at(n - 1)).toBe('WAITING'));
    }
    expect(await statuses()).toEqual(['SUPERSEDED', 'SUPERSEDED', 'WAITING']);
    expect(await world.output()).toEqual(new Map());
  });

  it('is what it was where it is a request, or where the newer one is of another record', () => {
    const front = waiting(1);
    const newer = queuedBehind(front, 2);
    const other = { ...newer, record: newer.record && { ...newer.record, key: Buffer.from('another') } };
    const now = 2_000;
    expect(discharged(front, [newer], { isRequest: () => true, now })).toBeNull();
    expect(discharged(front, [other], { isRequest: () => false, now })).toBeNull();
    expect(discharged(front, [], { isRequest: () => false, now })).toBeNull();
    expect(discharged(front, [newer], { isRequest: () => false, now })).toMatchObject({ status: 'SUPERSEDED' });
  });
});
