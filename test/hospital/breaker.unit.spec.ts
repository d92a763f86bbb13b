import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HospitalAlarm, HospitalCount } from '../../runtime/hospital/options.ts';
import { expectAll, type Input, memoryWorld, rounds, type World } from './world.ts';

const limits = { window: 50, percent: 50, atLeast: 10, inARow: 8 };
let world: World;
let alarms: HospitalAlarm[];
let counts: HospitalCount[];
const over = () => ({
  limits,
  alarm: (alarm: HospitalAlarm) => alarms.push(alarm),
  counted: (count: HospitalCount) => counts.push(count),
});
beforeEach(async () => {
  alarms = [];
  counts = [];
  world = await memoryWorld();
});
afterEach(() => world.stop());

const keys = Array.from({ length: 30 }, (_, n) => `key-${n}`);
const tripped = async () => (await world.standing())?.breaker ?? null;
const resume = () => world.ask({ type: 'RESUME', target: 'task', reason: 'mended', resume: { clearBreaker: true } });

describe('the storm breaker', () => {
  it('given a program that fails for every key, then it stops the task, admits no storm, and nothing is lost', async () => {
    world.bug.defect = () => true;
    const first = await world.start('first', over());
    const inputs: Input[] = rounds(keys, 2);
    await world.tell(...inputs);
    await world.until(async () => expect(await tripped()).not.toBeNull());
    expect((await world.open()).length).toBeLessThanOrEqual(limits.inARow);
    expect(await tripped()).toMatchObject({ code: 'LP_TASK_POISON', message: 'the defect', inARow: 9 });
    expect(first.run.status().tasks[0]?.hospital?.breaker).toMatchObject({ message: 'the defect' });
    expect(alarms.map(({ what }) => what)).toContain('tripped');
    expect(counts).toContainEqual({ processor: 'tally', partition: 0, what: 'tripped', count: 1 });

    await first.run.stop();
    world.bug.defect = () => false;
    const next = await world.start('next', over());
    await world.until(async () => expect(next.run.status().tasks[0]?.hospital?.breaker).not.toBeNull());
    await world.tell({ key: 'late', n: 0 });
    await resume();
    await world.until(async () => expect(await tripped()).toBeNull());
    const group = (await world.open())[0]?.group;
    if (group !== undefined) {
      const retry = { scope: 'GROUP', caseId: null, key: null, group, perSecond: null } as const;
      await world.ask({ type: 'RETRY', target: group, reason: 'mended', retry });
    }
    await world.until(() => expectAll(world, [...inputs, { key: 'late', n: 0 }]));
  });

  it('given that it is resumed without a cure, then it trips again', async () => {
    world.bug.defect = () => true;
    await world.start('first', over());
    await world.tell(...rounds(keys, 1));
    await world.until(async () => expect(await tripped()).not.toBeNull());
    const since = (await tripped())?.since ?? 0;
    await resume();
    await world.until(async () => expect((await tripped())?.since).toBeGreaterThan(since));
    expect(await world.output()).toEqual(new Map());
  });

  it('given one key that fails for each of its records, then that is one failure', async () => {
    world.bug.defect = key => key === 'key-0';
    await world.start('first', over());
    await world.tell(...Array.from({ length: 100 }, (_, n) => ({ key: 'key-0', n })));
    await world.until(async () => expect(await world.open()).toHaveLength(100));
    expect(await tripped()).toBeNull();
    expect(alarms).toMatchObject([{ what: 'new-group', key: 'key-0', error: { message: 'the defect' } }]);
    expect(counts.reduce((sum, { what, count }) => sum + (what === 'queued' ? count : 0), 0)).toBe(99);
  });
});
