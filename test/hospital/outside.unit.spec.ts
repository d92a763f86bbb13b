import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Processor } from '../../runtime/tasks/definition.ts';
import type { EffectRunner } from '../../runtime/tasks/engine.ts';
import type { FatEvent } from '../../runtime/tasks/fat-event.ts';
import { bareProcessor, charge, facts } from '../../runtime/tasks/testing/bare.ts';
import type { Defect } from './tally.ts';
import { memoryWorld, retryKey, type World } from './world.ts';

type Seen = FatEvent & { readonly seen: readonly string[] };

/** Effects and deadlines come from outside for a key that waits: n 0 asks for a charge, n 1 sets a deadline in the past; `bad` says for which inputs it fails. */
const outside = (bug: { defect: Defect }) => (): Processor =>
  bareProcessor({
    name: 'tally',
    effects: ['charge'],
    decide: (before, input) => {
      const state = before as Seen | null;
      const what = 'value' in input ? `n${(input.value as unknown as { n: number }).n}` : input.from;
      if (bug.defect(what, 0)) throw new Error('the defect');
      const deadline = { name: 'due', owedBy: 'nobody', since: 0, due: 1, passes: 0 };
      const seen = [...(state?.seen ?? []), what];
      const effects = what === 'n0' ? [charge] : input.from === 'effect' ? [] : (state?.effects ?? []);
      const deadlines = what === 'n1' ? [deadline] : input.from === 'deadline' ? [] : (state?.deadlines ?? []);
      return { state: { deadlines, effects, seen } as never, what: 'SEEN' };
    },
  }) as Processor;

let world: World;
const bug: { defect: Defect } = { defect: () => false };
let answers: PromiseWithResolvers<void>;
let calls = 0;
const charging: EffectRunner = async () => {
  calls++;
  await answers.promise;
  return { status: 'done', reference: 'r' };
};
beforeEach(async () => {
  bug.defect = () => false;
  answers = Promise.withResolvers();
  calls = 0;
  world = await memoryWorld({ processor: outside(bug), engine: { runners: { charge: charging } } });
});
afterEach(() => world.stop());

const seen = async (): Promise<readonly string[]> =>
  ((await facts(world.log, 'p.own')).a as Seen | undefined)?.seen ?? [];
const untilSeen = (...what: string[]) => world.until(async () => expect(await seen()).toEqual(what));
const untilOpen = (...sources: string[]) =>
  world.until(async () => expect((await world.open()).map(({ source }) => source)).toEqual(sources));

describe('a key that waits', () => {
  it('given the answer of an effect of it, then it is not decided, and asked again once the key is free', async () => {
    bug.defect = what => what === 'n2';
    await world.start('first');
    await world.tell({ key: 'a', n: 0 });
    await world.until(async () => expect(calls).toBe(1));
    await world.tell({ key: 'a', n: 2 });
    await untilOpen('RECORD');
    answers.resolve();
    await world.tell({ key: 'b', n: 3 });
    await world.until(async () => expect(Object.keys(await facts(world.log, 'p.own'))).toContain('b'));
    expect(await seen()).toEqual(['n0']);
    bug.defect = () => false;
    await world.ask(retryKey('a'));
    await untilSeen('n0', 'n2', 'effect');
    expect(calls).toBe(2);
  });

  it('given a deadline of it, then it does not fire before the key is free', async () => {
    bug.defect = what => what === 'n2';
    await world.start('first');
    await world.tell({ key: 'a', n: 1 }, { key: 'a', n: 2 });
    await untilOpen('RECORD');
    await new Promise(resolve => setTimeout(resolve, 600)); // three looks at what is due
    expect(await seen()).toEqual(['n1']);
    bug.defect = () => false;
    await world.ask(retryKey('a'));
    await untilSeen('n1', 'n2', 'deadline');
  });
});

describe('what has no record', () => {
  it('given an answer that cannot be decided, then it is a case that points at the fact; retried, it is asked again', async () => {
    bug.defect = what => what === 'effect';
    await world.start('first');
    answers.resolve();
    await world.tell({ key: 'a', n: 0 });
    await untilOpen('EFFECT');
    await world.tell({ key: 'a', n: 5 });
    await untilOpen('EFFECT', 'RECORD');
    expect((await world.open())[0]).toMatchObject({
      caseId: 'tally/effect/a/charge#1',
      blockedKey: 'a',
      effect: { key: 'a', effectId: 'a/charge', kind: 'charge', attempt: 1 },
    });
    await world.ask(retryKey('a')); // fails again, now behind what had waited for it
    await world.until(async () => expect((await world.open())[0]?.attempts).toBe(2));
    await untilSeen('n0', 'n5');
    bug.defect = () => false;
    await world.ask(retryKey('a'));
    await untilSeen('n0', 'n5', 'effect');
    expect(await world.open()).toEqual([]);
  });

  it('given a deadline that cannot be decided, then it is a case; retried, it fires again', async () => {
    bug.defect = what => what === 'deadline';
    await world.start('first');
    await world.tell({ key: 'a', n: 1 });
    await untilOpen('DEADLINE');
    expect((await world.open())[0]).toMatchObject({
      caseId: 'tally/deadline/a/due/1',
      deadline: { name: 'due', due: 1 },
    });
    bug.defect = () => false;
    await world.ask(retryKey('a'));
    await untilSeen('n1', 'deadline');
    expect(await world.open()).toEqual([]);
  });
});
