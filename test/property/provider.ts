import { paymentCall } from '../../runtime/gateways/payments/calls.ts';
import type { EffectAnswer } from '../../runtime/tasks/definition.ts';
import type { PendingEffect } from '../../runtime/tasks/fat-event.ts';
import type { Payment } from '../../schemas/types/payments.ts';
import type { Scenario } from './scenario.ts';

/** What the provider has on its books of one order. */
export type Account = { authorised: number; voided: boolean; captured: number; refunded: number; captures: number };

export type Provider = {
  readonly accounts: Map<string, Account>;
  /** Does what is asked once for each key, and answers. Throws where it is asked for what makes no sense. */
  ask(payment: Payment, effect: PendingEffect): EffectAnswer;
};

/** A payment provider with a ledger of its own. It declines by plan, whatever comes when. */
export function createProvider(scenario: Scenario, planOf: (orderId: string) => number): Provider {
  const accounts = new Map<string, Account>();
  const done = new Map<string, EffectAnswer>();

  const perform = (payment: Payment, effect: PendingEffect): EffectAnswer => {
    const plan = scenario.orders[planOf(payment.orderId)];
    const call = paymentCall(effect, payment);
    const { operation: step } = call;
    const amount = call.operation === 'void' ? 0 : call.money.amount;
    const of = call.operation === 'authorise' ? null : call.of;
    const account = accounts.get(payment.orderId);
    const reference = `${step}:${effect.idempotencyKey}`;
    if (step === 'authorise') {
      if (plan?.decline === true) return { status: 'refused', code: 'card-declined' };
      if (account !== undefined) throw new Error(`${payment.orderId} is authorised twice`);
      accounts.set(payment.orderId, {
        authorised: amount,
        voided: false,
        captured: 0,
        refunded: 0,
        captures: 0,
      });
      return { status: 'done', reference };
    }
    if (account === undefined) throw new Error(`${step} of ${payment.orderId}, which was never authorised`);
    if (of === null || of === '') throw new Error(`${step} of ${payment.orderId} names nothing that was done before`);
    if (step === 'void') {
      if (account.captured > 0 || account.voided) throw new Error(`${payment.orderId} can't be voided any more`);
      account.voided = true;
    } else if (step === 'capture') {
      if (plan?.refuseCapture === true) return { status: 'refused', code: 'authorisation-lapsed' };
      if (account.voided || account.captures > 0) throw new Error(`${payment.orderId} can't be captured any more`);
      account.captures++;
      account.captured += amount;
    } else {
      account.refunded += amount;
      if (account.refunded > account.captured) throw new Error(`${payment.orderId} is refunded more than captured`);
    }
    return { status: 'done', reference };
  };

  return {
    accounts,
    ask(payment, effect) {
      const known = done.get(effect.idempotencyKey);
      if (known !== undefined) return known;
      const answer = perform(payment, effect);
      done.set(effect.idempotencyKey, answer);
      return answer;
    },
  };
}
