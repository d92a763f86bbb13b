import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HospitalAlarm, HospitalCount } from '../../runtime/hospital/options.ts';
import { expectAll, memoryWorld, retryKey, rounds, type World } from './world.ts';

let world: World;
let alarms: HospitalAlarm[];
let counts: HospitalCount[];
beforeEach(async () => {
  alarms = [];
  counts = [];
  world = await memoryWorld();
});
afterEach(() => world.stop());
const inputs = rounds(['a', 'b'], 3);
const counted = (what: HospitalCount['what']) =>
  counts.reduce((sum, one) => sum + (one.what === what ? one.count : 0), 0);
const over = {
  alarm: (alarm: HospitalAlarm) => alarms.push(alarm),
  counted: (count: HospitalCount) => counts.push(count),
};

describe('what the processor does by itself', () => {
  it('given a failure that may pass, then it is tried again by itself, and nobody is called where it passes in time', async () => {
    let fails = 2;
    world.bug.defect = (key, n) => {
      if (key === 'b' && n === 1 && fails-- > 0) throw Object.assign(new Error('not yet'), { transient: true });
      return false;
    };
    await world.start('first', over);
    await world.tell(...inputs);
    await world.until(() => expectAll(world, inputs));
    expect((await world.cases()).every(({ status }) => status === 'HEALED')).toBe(true);
    expect(counted('healed')).toBe(counted('admitted') + counted('queued'));
    expect(alarms).toEqual([]);
  });

  it('given that it does not pass in time, then somebody is called, once; it goes on being tried, also after a restart', async () => {
    world.bug.defect = (key, n) => {
      if (key === 'b' && n === 1) throw Object.assign(new Error('not yet'), { transient: true });
      return false;
    };
    const first = await world.start('first', { ...over, transientBudget: 500 });
    await world.tell(...inputs);
    await world.until(async () => expect(alarms).toMatchObject([{ what: 'not-passing', key: 'b' }]));
    await first.run.stop();
    world.bug.defect = () => false;
    await world.start('next', over);
    await world.until(() => expectAll(world, inputs));
    expect(alarms).toHaveLength(1);
  });

  it('given closed cases that have stayed for their time, then they are taken away', async () => {
    world.bug.defect = key => key === 'b';
    await world.start('first', { ...over, keepClosed: 300 });
    await world.tell(...inputs);
    await world.until(async () => expect(await world.open()).toHaveLength(3));
    world.bug.defect = () => false;
    await world.ask(retryKey('b'));
    await world.until(() => expectAll(world, inputs));
    await world.until(async () => expect(await world.cases()).toEqual([]));
    expect(counted('forgotten')).toBe(3);
  });
});
