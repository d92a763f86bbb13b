import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { createMemoryBroker } from '../log/memory/log.ts';
import type { EffectAnswer } from './definition.ts';
import { effectRuns } from './effects.ts';
import type { FatEvent, PendingEffect } from './fat-event.ts';
import { bareEngine } from './testing/bare.ts';

const mail: PendingEffect = {
  id: 'order-1/mail/PACKED',
  kind: 'mail',
  about: 'PACKED',
  attempt: 1,
  idempotencyKey: 'message-1',
  reference: null,
  since: 0,
  retryAt: null,
  lastError: null,
};
const state = { event: { correlationId: 'order-1' }, effects: [mail] } as unknown as FatEvent;

/** `taken`: whether the task takes the answers. */
function given(taken = true) {
  const sent: string[] = [];
  const answers: EffectAnswer[] = [];
  const runner = async (effect: PendingEffect): Promise<EffectAnswer> => {
    sent.push(effect.id);
    return { status: 'done', reference: 'r' };
  };
  const effects = effectRuns({
    engine: bareEngine(createMemoryBroker().log('test'), { runners: { mail: runner } }),
    processor: 'bare',
    stateOf: () => state,
    answered: (_, __, answer) => {
      answers.push(answer);
      return taken;
    },
    failed: error => expect(error).toBeUndefined(),
  });
  const start = async () => {
    effects.start('order-1', state, 0);
    await setImmediate();
  };
  return { effects, sent, answers, start };
}

describe('an effect that was answered', () => {
  test('is not run again while its answer waits, though something else of its key was decided meanwhile', async () => {
    const { sent, answers, start } = given();
    await start();
    await start();
    expect([sent.length, answers.length]).toEqual([1, 1]);
  });

  test('is run again where it is pending still once the answer was decided, or was lost', async () => {
    const { effects, sent, start } = given();
    await start();
    effects.decided(mail);
    await start();
    effects.forget();
    await start();
    expect(sent).toHaveLength(3);
  });

  test('is run again where the answer was not taken', async () => {
    const { sent, start } = given(false);
    await start();
    await start();
    expect(sent).toHaveLength(2);
  });
});

describe('an effect under way when another task has the partition', () => {
  test('is called off, its late answer says nothing, and it can be run again meanwhile', async () => {
    const under: { readonly signal: AbortSignal; readonly end: () => void }[] = [];
    const answers: EffectAnswer[] = [];
    const runner = (_effect: PendingEffect, _state: FatEvent, signal: AbortSignal) =>
      new Promise<EffectAnswer>(resolve => {
        const reference = String(under.length);
        under.push({ signal, end: () => resolve({ status: 'done', reference }) });
      });
    const effects = effectRuns({
      engine: bareEngine(createMemoryBroker().log('test'), { runners: { mail: runner } }),
      processor: 'bare',
      stateOf: () => state,
      answered: (_, __, answer) => answers.push(answer) > 0,
      failed: error => expect(error).toBeUndefined(),
    });
    effects.start('order-1', state, 0);
    effects.callOff();
    effects.start('order-1', state, 0);
    await setImmediate();
    expect(under.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    for (const one of under) one.end();
    for (let turns = 0; turns < 5; turns++) await setImmediate();
    expect(answers).toEqual([{ status: 'done', reference: '1' }]);
  });
});

describe('more effects than may be under way at once', () => {
  const pendingOf = (n: number) => ({ ...mail, id: `order-${n}/mail/PACKED` });
  const stateWith = (n: number) =>
    ({ event: { correlationId: 'order-1' }, effects: [pendingOf(n)] }) as unknown as FatEvent;

  function crowd(pending: (key: string) => boolean) {
    const under: { readonly id: string; readonly end: () => void }[] = [];
    let most = 0;
    const ended = new Set<string>();
    const runner = (effect: PendingEffect) =>
      new Promise<EffectAnswer>(resolve => {
        const end = () => {
          ended.add(effect.id);
          resolve({ status: 'done', reference: 'r' });
        };
        under.push({ id: effect.id, end });
        most = Math.max(most, under.length - ended.size);
      });
    const effects = effectRuns({
      engine: bareEngine(createMemoryBroker().log('test'), { runners: { mail: runner } }),
      processor: 'bare',
      stateOf: key => (pending(key) ? stateWith(Number(key)) : null),
      answered: () => true,
      failed: error => expect(error).toBeUndefined(),
    });
    const endAll = async (): Promise<void> => {
      for (let known = 0; known < under.length; ) {
        const now = under.slice(known);
        known = under.length;
        for (const one of now) one.end();
        for (let turns = 0; turns < 5; turns++) await setImmediate();
      }
    };
    return { effects, under, endAll, most: () => most };
  }

  const start = (effects: ReturnType<typeof effectRuns>, count: number): void => {
    for (let n = 0; n < count; n++) effects.start(String(n), stateWith(n), 0);
  };

  test('wait for a place in their order, and run once each', async () => {
    const { effects, under, endAll, most } = crowd(() => true);
    start(effects, 1_800);
    start(effects, 1_800);
    await setImmediate();
    expect(under).toHaveLength(500);
    await endAll();
    expect(under.map(({ id }) => id)).toEqual(Array.from({ length: 1_800 }, (_, n) => pendingOf(n).id));
    expect(most()).toBe(500);
  });

  test('are left out where they are not pending any more when their turn comes', async () => {
    const { effects, under, endAll } = crowd(key => Number(key) % 2 === 0);
    start(effects, 1_000);
    await endAll();
    expect(under).toHaveLength(750);
  });

  test('are not begun once the task lets go', async () => {
    const { effects, under, endAll } = crowd(() => true);
    start(effects, 600);
    effects.stop();
    await endAll();
    expect(under).toHaveLength(500);
  });
});

describe('an effect under way that is not pending any more', () => {
  const pending = (...ids: readonly string[]) =>
    ({ event: { correlationId: 'order-1' }, effects: ids.map(id => ({ ...mail, id })) }) as unknown as FatEvent;

  function overtaken() {
    const under: { readonly id: string; readonly signal: AbortSignal; readonly end: () => void }[] = [];
    const answers: string[] = [];
    const runner = (effect: PendingEffect, _state: FatEvent, signal: AbortSignal) =>
      new Promise<EffectAnswer>(resolve => {
        under.push({ id: effect.id, signal, end: () => resolve({ status: 'done', reference: effect.id }) });
      });
    const effects = effectRuns({
      engine: bareEngine(createMemoryBroker().log('test'), { runners: { mail: runner } }),
      processor: 'bare',
      stateOf: key => (key === 'order-x' ? pending('queued') : null),
      answered: (_, { id }) => answers.push(id) > 0,
      failed: error => expect(error).toBeUndefined(),
    });
    return { under, answers, effects };
  }

  test('is called off, and its late answer says nothing; others of its key and of other keys go on', async () => {
    const { under, answers, effects } = overtaken();
    effects.start('order-1', pending('a', 'b'), 0);
    effects.start('order-2', pending('c'), 0);
    effects.start('order-1', pending('b', 'd'), 0);
    await setImmediate();
    expect(under.map(({ id, signal }) => [id, signal.aborted])).toEqual([
      ['a', true],
      ['b', false],
      ['c', false],
      ['d', false],
    ]);
    for (const one of under) one.end();
    for (let turns = 0; turns < 5; turns++) await setImmediate();
    expect(answers.toSorted()).toEqual(['b', 'c', 'd']);
  });

  test('goes on where a later attempt of it is pending: what it does counts all the same', async () => {
    const { under, effects } = overtaken();
    effects.start('order-1', pending('a'), 0);
    const later = { ...pending('a'), effects: [{ ...mail, id: 'a', attempt: 2, retryAt: 1_000 }] };
    effects.start('order-1', later, 0);
    await setImmediate();
    expect(under.map(({ signal }) => signal.aborted)).toEqual([false]);
  });

  test('leaves its place to one that waits', async () => {
    const { under, effects } = overtaken();
    for (let n = 0; n < 500; n++) effects.start(`order-${n}`, pending(`e-${n}`), 0);
    await setImmediate();
    effects.start('order-x', pending('queued'), 0);
    await setImmediate();
    expect(under).toHaveLength(500);
    effects.start('order-7', pending(), 0);
    await setImmediate();
    expect([under[7]?.signal.aborted, under.at(-1)?.id]).toEqual([true, 'queued']);
  });
});
