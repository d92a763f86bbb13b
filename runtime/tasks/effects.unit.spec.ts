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
const state = { effects: [mail] } as unknown as FatEvent;

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

test('an effect that is called off has no answer, and may be begun anew meanwhile', async () => {
  const calls: { answer: (answer: EffectAnswer) => void; signal: AbortSignal }[] = [];
  const answers: EffectAnswer[] = [];
  const effects = effectRuns({
    engine: bareEngine(createMemoryBroker().log('test'), {
      runners: { mail: (_, __, signal) => new Promise(answer => calls.push({ answer, signal })) },
    }),
    processor: 'bare',
    answered: (_, __, answer) => answers.push(answer) > 0,
    failed: error => expect(error).toBeUndefined(),
  });
  effects.start('order-1', state, 0);
  effects.callOff();
  effects.start('order-1', state, 0);
  expect(calls.map(({ signal }) => signal.aborted)).toEqual([true, false]);
  calls[0]?.answer({ status: 'done', reference: 'late' });
  await setImmediate();
  effects.start('order-1', state, 0);
  expect([calls.length, answers.length]).toEqual([2, 0]);
  calls[1]?.answer({ status: 'done', reference: 'r' });
  await setImmediate();
  expect(answers).toEqual([{ status: 'done', reference: 'r' }]);
});
