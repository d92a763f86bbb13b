import { setTimeout as pause } from 'node:timers/promises';
import type { EffectAnswer } from '../../../tasks/definition.ts';
import type { PendingEffect } from '../../../tasks/fat-event.ts';
import { pending } from '../../testing/effects.ts';
import type { PaymentEffect, PaymentState } from '../calls.ts';
import { createPaymentGateway, type PaymentGateway } from '../gateway.ts';
import type { Knobs } from '../stand-in/knobs.ts';
import { type PaymentStandIn, startPaymentStandIn } from '../stand-in/server.ts';
import { paymentState } from './states.ts';

const hour = 60 * 60_000;

/** What happens while one attempt at an effect is made. */
export type Turn = {
  readonly knobs: Pick<Knobs, 'errorRate' | 'lostRate' | 'garbageRate' | 'latencyBefore' | 'latencyAfter'>;
  /** Hours that pass before it. */
  readonly hours: number;
  /**
   * What becomes of the process that makes it. `dies`: after some ms, and another one takes over. `lingers`: another
   * one takes over while it goes on.
   */
  readonly process: { readonly fate: 'lives' | 'dies' | 'lingers'; readonly after: number };
  /** Whether the provider restarts before it. */
  readonly restart: boolean;
};

/** What is to be done for one order, in this order; each effect is made of what the earlier ones came to. */
export type Plan = {
  readonly orderId: string;
  readonly kinds: readonly ('authorise' | 'capture' | 'refund' | 'void')[];
};

export type Told = { readonly effect: PendingEffect; readonly answer: EffectAnswer };

export type Story = {
  readonly data: string;
  /** What the provider throws its dice for: numbers from 0 to below 1, at least one. */
  readonly chances: readonly number[];
  readonly plans: readonly Plan[];
  readonly turns: readonly Turn[];
  /** For how long the gateway believes that keys live; the provider's live for a day. */
  readonly keyLifetime?: number;
};

const calm: Turn['knobs'] = { errorRate: 0, lostRate: 0, garbageRate: 0, latencyBefore: 0, latencyAfter: 0 };

/**
 * Lives through a story with a real provider over HTTP: attempts under the faults of the turns, one after another,
 * and when they are used up, in peace, until each effect is answered. Then the provider's ledger can be compared.
 */
export async function live(story: Story): Promise<{ readonly told: readonly Told[]; readonly to: PaymentStandIn }> {
  const time = { now: Date.UTC(2026, 0, 1) };
  const clock = () => time.now;
  const settings = { data: story.data, clock, random: inTurn(story.chances) };
  let to = await startPaymentStandIn({ ...settings, port: 0 });
  const { url } = to;
  const turns = [...story.turns];
  const lingering = new Set<Promise<unknown>>();
  const gateways = [0, 1].map(() =>
    createPaymentGateway({
      url,
      clock,
      keyLifetime: story.keyLifetime ?? 24 * hour,
      // Long enough to get an answer in peace, short enough to be overtaken by the latency knobs.
      timeout: 25,
      tries: 3,
      firstDelay: 1,
      longestDelay: 4,
      openFor: 1,
      openAtMost: 2,
    }),
  ) as [PaymentGateway, PaymentGateway];

  /** Nothing stands between a decision to send and its arrival for hours: then nobody could tell (DESIGN §2, rule 5). */
  async function settle(): Promise<void> {
    await Promise.allSettled(lingering);
    for (let i = 0; i < 3; i++) await fetch(`${url}/health`).catch(() => {});
    await pause(40);
  }

  async function begin(turn: Turn): Promise<void> {
    if (turn.restart) {
      await to.stop();
      to = await startPaymentStandIn({ ...settings, port: Number(new URL(url).port) });
    }
    if (turn.hours > 0) await settle();
    time.now += turn.hours * hour;
    to.turn(turn.knobs);
  }

  async function attempt(effect: PendingEffect, state: PaymentState): Promise<EffectAnswer | null> {
    const turn = turns.shift();
    if (turn === undefined) {
      to.turn(calm);
      return gateways[0].runners[effect.kind as PaymentEffect](effect, state, AbortSignal.timeout(60_000));
    }
    await begin(turn);
    const task = new AbortController();
    const gateway = gateways[turns.length % 2 === 0 ? 0 : 1];
    const run = gateway.runners[effect.kind as PaymentEffect](effect, state, task.signal);
    if (turn.process.fate === 'lives') return run;
    const old = run.catch(() => null).finally(() => lingering.delete(old));
    lingering.add(old);
    await pause(turn.process.after);
    if (turn.process.fate === 'dies') task.abort();
    return null;
  }

  async function settled(effect: PendingEffect, state: PaymentState): Promise<EffectAnswer> {
    for (let count = 0; count < 200; count++) {
      const answer = await attempt(effect, state);
      if (answer !== null && answer.status !== 'failed') return answer;
      // A breaker that has just opened, or a key that is still in progress, needs a moment.
      if (turns.length === 0) await pause(5);
    }
    throw new Error(`${effect.id} was not answered even in peace.`);
  }

  const told: Told[] = [];
  try {
    for (const { orderId, kinds } of story.plans) {
      let state = paymentState({ orderId });
      for (const [index, kind] of kinds.entries()) {
        const id = `${orderId}/${kind}/${index}`;
        const effect = pending({ id, kind, about: id, idempotencyKey: id, reference: id, since: time.now });
        const refund = { refundId: id, amount: { amount: 500, currency: 'EUR' } };
        state = { ...state, refunds: [refund] };
        const answer = await settled(effect, state);
        told.push({ effect, answer });
        if (answer.status !== 'done') break;
        const made = {
          reference: answer.reference,
          amount: { amount: Number(answer.detail?.amount), currency: 'EUR' },
        };
        if (kind === 'authorise') state = { ...state, authorisation: made };
        if (kind === 'capture') state = { ...state, capture: made };
      }
    }
    await settle();
    return { told, to };
  } finally {
    for (const gateway of gateways) gateway.close();
    await to.stop();
  }
}

/** The same chances again and again, so that a story tells which faults strike. */
function inTurn(chances: readonly number[]): () => number {
  let next = 0;
  return () => chances[next++ % chances.length] as number;
}
