import { describe, expect, it, onTestFinished } from 'vitest';
import type { EffectAnswer } from '../../tasks/definition.ts';
import type { PendingEffect } from '../../tasks/fat-event.ts';
import { pending, unbroken, watcher } from '../testing/effects.ts';
import type { PaymentEffect, PaymentState } from './calls.ts';
import { createPaymentGateway, type PaymentGatewayOptions } from './gateway.ts';
import type { PaymentStandInOptions } from './stand-in/server.ts';
import { ledgerFolder, standIn } from './testing/stand-in.ts';
import { paymentState } from './testing/states.ts';

const hour = 60 * 60_000;

/** A provider, a gateway to it, and one clock for both, so that keys can age without waiting. */
async function given(provider: Partial<PaymentStandInOptions>, options: Partial<PaymentGatewayOptions> = {}) {
  const time = { now: Date.UTC(2026, 0, 1) };
  const clock = () => time.now;
  const to = await standIn({ clock, ...provider });
  const watched = watcher();
  const limits = { keyLifetime: 24 * hour, timeout: 2_000, tries: 2, firstDelay: 5, longestDelay: 20 };
  const gateway = createPaymentGateway({ url: to.url, clock, ...limits, ...options }, [watched]);
  onTestFinished(() => gateway.close());
  const run = (effect: PendingEffect, state: Partial<PaymentState> = {}, signal = unbroken()) =>
    gateway.runners[effect.kind as PaymentEffect](effect, paymentState(state), signal);
  const authorise = pending({ since: time.now });
  return { to, time, gateway, watched, run, authorise };
}

const done = { status: 'done', reference: 'authorisation-1' };
const once = { EUR: { authorised: 1_999, captured: 0, voided: 0, refunded: 0 } };

const effectOf = (kind: string, since: number, about = '') => {
  const id = `order-1/${kind}${about}`;
  return pending({ id, kind, about, since, idempotencyKey: id, reference: id });
};

const moneyOf = (answer: EffectAnswer) => {
  if (answer.status !== 'done') throw new Error(`It is ${answer.status}.`);
  return { reference: answer.reference, amount: { amount: Number(answer.detail?.amount), currency: 'EUR' } };
};

describe('given a payment provider that works', () => {
  it('when an order is paid and partly returned, then its ledger says the same', async () => {
    const { to, time, run, authorise } = await given({});
    const authorisation = moneyOf(await run(authorise));
    const capture = moneyOf(await run(effectOf('capture', time.now), { authorisation }));
    const refunds = [{ refundId: '7', amount: { amount: 500, currency: 'EUR' } }];
    expect(await run(effectOf('refund', time.now, '7'), { capture, refunds })).toMatchObject({ status: 'done' });
    expect(to.order('order-1').totals).toEqual({
      EUR: { authorised: 1_999, captured: 1_999, voided: 0, refunded: 500 },
    });
  });

  it('when an order is stopped, then its authorisation is voided', async () => {
    const { to, time, run, authorise } = await given({});
    const authorisation = moneyOf(await run(authorise));
    expect(await run(effectOf('void', time.now), { authorisation })).toMatchObject({ status: 'done' });
    expect(to.order('order-1').totals).toMatchObject({ EUR: { authorised: 1_999, voided: 1_999 } });
  });

  it('when it declines, then so does every repeat, also past the lifetime of its keys', async () => {
    const { to, time, run, authorise } = await given({});
    const declined = { status: 'refused', code: 'card-declined' };
    expect(await run(authorise, { customerId: 'declined-dora' })).toEqual(declined);
    to.turn({ declines: [] });
    expect(await run(authorise, { customerId: 'declined-dora' })).toEqual(declined);
    time.now += 25 * hour;
    expect(await run(authorise, { customerId: 'declined-dora' })).toEqual(declined);
  });

  it('when it does not accept our key, then nobody is declined, and a person is called', async () => {
    const { run, authorise, watched } = await given({ apiKey: 'theirs' }, { apiKey: 'another' });
    expect(await run(authorise)).toEqual({ status: 'failed', code: 'provider-access-denied' });
    expect(watched.alarms).toHaveLength(1);
  });
});

describe('given a payment provider whose answers do not arrive', () => {
  it.each([
    ['too late, after the effect', { latencyAfter: 1_500 }, 'provider-timeout'],
    ['lost, after the effect', { lostRate: 1 }, 'provider-unreachable'],
  ])('when they come %s, then a later attempt with the same key finds it done, once', async (_, knobs, code) => {
    const { to, run, authorise } = await given({ knobs }, { timeout: 300 });
    expect(await run(authorise)).toEqual({ status: 'failed', code });
    expect(to.order('order-1').totals).toEqual(once);
    to.turn({ latencyAfter: 0, lostRate: 0 });
    await expect.poll(() => run({ ...authorise, attempt: 2 })).toMatchObject(done);
    expect(to.order('order-1').totals).toEqual(once);
  });

  it('when the effect itself is late, then a repeat waits for it, and it happens once', async () => {
    const { to, run, authorise, watched } = await given(
      { knobs: { latencyBefore: 1_500 } },
      { timeout: 200, tries: 100, firstDelay: 20, longestDelay: 50 },
    );
    expect(await run(authorise)).toMatchObject(done);
    expect(watched.calls.map(({ result }) => result)).toContain('call-in-progress');
    expect(to.order('order-1').totals).toEqual(once);
  });

  it('when the task moves in the middle, then whoever takes over finds it done, once', async () => {
    const { to, run, authorise } = await given({ knobs: { latencyAfter: 15_000 } }, { timeout: 30_000 });
    const task = new AbortController();
    const moved = expect(run(authorise, {}, task.signal)).rejects.toBe('moved');
    await expect.poll(() => to.summary().operations).toBe(1);
    task.abort('moved');
    await moved;
    to.turn({ latencyAfter: 0 });
    expect(await run({ ...authorise, attempt: 2 })).toMatchObject(done);
    expect(to.order('order-1').totals).toEqual(once);
  });

  it('when it is away for a while, then the effect is done when it is back', async () => {
    const data = await ledgerFolder();
    const { to, run, authorise } = await given({ data });
    const port = Number(new URL(to.url).port);
    await to.stop();
    expect(await run(authorise)).toEqual({ status: 'failed', code: 'provider-unreachable' });
    const back = await standIn({ data, port });
    expect(await run(authorise)).toMatchObject(done);
    expect(back.order('order-1').totals).toEqual(once);
  });
});

describe('given keys whose lifetime has passed', () => {
  it('when the answer was lost, then it is asked for by our reference, and not charged again', async () => {
    const { to, time, run, authorise, watched } = await given({ knobs: { lostRate: 1 } });
    expect(await run(authorise)).toMatchObject({ status: 'failed' });
    to.turn({ lostRate: 0 });
    time.now += 25 * hour;
    watched.calls.length = 0;
    expect(await run(authorise)).toMatchObject(done);
    expect(watched.calls).toMatchObject([{ step: 'look-up', result: 'found' }]);
    expect(to.summary()).toMatchObject({ totals: once, doubled: [] });
  });

  it('when it had never arrived, then it is asked for first, and charged once', async () => {
    const { to, time, run, authorise, watched } = await given({ knobs: { errorRate: 1 } });
    expect(await run(authorise)).toEqual({ status: 'failed', code: 'provider-error' });
    to.turn({ errorRate: 0 });
    time.now += 25 * hour;
    watched.calls.length = 0;
    expect(await run(authorise)).toMatchObject(done);
    expect(watched.calls.map(({ step }) => step)).toEqual(['look-up', 'send']);
    expect(to.summary().totals).toEqual(once);
  });

  it('when two processes find it absent at once, then it is charged once', async () => {
    const { to, time, run, authorise } = await given({ knobs: { latencyBefore: 20 } }, { tries: 10, firstDelay: 20 });
    time.now += 25 * hour;
    const answers = await Promise.all([run(authorise), run(authorise), run(authorise)]);
    expect(answers).toMatchObject([done, done, done]);
    expect(to.summary().totals).toEqual(once);
  });

  it('when a gateway believes in them for too long, then it charges twice: the ledger does tell', async () => {
    const { to, time, run, authorise } = await given({ knobs: { lostRate: 1 } }, { keyLifetime: 240 * hour });
    await run(authorise);
    to.turn({ lostRate: 0 });
    time.now += 25 * hour;
    await run(authorise);
    expect(to.summary().doubled).toMatchObject([{ reference: 'order-1/authorise' }]);
  });

  it('when it was charged twice by somebody’s mistake, then a look-up calls a person', async () => {
    const { to, time, run, authorise, watched } = await given({ knobs: { remembersKeys: false } });
    await run(authorise);
    await run(authorise);
    expect(to.summary().doubled).toHaveLength(1);
    time.now += 25 * hour;
    expect(await run(authorise)).toMatchObject(done);
    expect(watched.alarms).toMatchObject([{ code: 'effect-doubled' }]);
  });
});

describe('given a payment provider that answers garbage', () => {
  it.each([
    ['HTML', 0],
    ['half a document', 0.4],
    ['another amount', 0.9],
  ])('when it is %s, then it is not believed, a person is called, and nothing is charged twice', async (_, chance) => {
    const { to, run, authorise, watched } = await given({ knobs: { garbageRate: 1 }, random: () => chance });
    expect(await run(authorise)).toEqual({ status: 'failed', code: 'provider-answer-invalid' });
    expect(watched.alarms).toMatchObject([{ code: 'provider-answer-invalid', effectId: 'order-1/authorise' }]);
    to.turn({ garbageRate: 0 });
    expect(await run(authorise)).toMatchObject(done);
    expect(to.order('order-1').totals).toEqual(once);
  });
});

describe('given many orders at once', () => {
  const orders = (count: number, since: number) =>
    Array.from({ length: count }, (_, index) => {
      const orderId = `order-${index}`;
      const id = `${orderId}/authorise`;
      return { orderId, effect: pending({ id, idempotencyKey: id, reference: id, since }) };
    });

  it('when the provider fails in a burst, then the circuit opens, it is left alone, and all end well, once', async () => {
    const limits = { tries: 1, breakerCalls: 10, openFor: 100, openAtMost: 200 };
    const { to, time, run, gateway, watched } = await given({ knobs: { errorRate: 1 } }, limits);
    const all = orders(40, time.now);
    for (const { orderId, effect } of all) await run(effect, { orderId });
    const sent = watched.calls.filter(({ result }) => result === 'provider-error').length;
    const spared = watched.runs.filter(({ code }) => code === 'circuit-open').length;
    expect(sent).toBeLessThan(20);
    expect(sent + spared).toBe(40);
    expect(gateway.status().breaker).toBe('open');

    to.turn({ errorRate: 0 });
    for (const { orderId, effect } of all) {
      await expect.poll(() => run(effect, { orderId }), { interval: 20 }).toMatchObject({ status: 'done' });
    }
    expect(gateway.status().breaker).toBe('closed');
    expect(watched.states.slice(-2)).toEqual(['half-open', 'closed']);
    expect(to.summary()).toMatchObject({ operations: 40, doubled: [] });
  });

  it('when all places are taken, then the rest fails at once, unsent, and can be done later', async () => {
    const limits = { concurrency: 2, queue: 1, timeout: 5_000 };
    const { to, time, run } = await given({ knobs: { latencyAfter: 100 } }, limits);
    const all = orders(5, time.now);
    const answers = await Promise.all(all.map(({ orderId, effect }) => run(effect, { orderId })));
    const codes = answers.map(answer => ('code' in answer ? answer.code : answer.status));
    expect(codes).toEqual(['done', 'done', 'done', 'gateway-busy', 'gateway-busy']);
    expect(to.summary().operations).toBe(3);
    for (const { orderId, effect } of all) expect(await run(effect, { orderId })).toMatchObject({ status: 'done' });
    expect(to.summary()).toMatchObject({ operations: 5, doubled: [] });
  });
});
