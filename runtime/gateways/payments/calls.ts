import type { FatEvent, PendingEffect } from '../../tasks/fat-event.ts';

export type Money = { readonly amount: number; readonly currency: string };

/** What the payment provider is asked for. Amounts are integers of minor units. */
export type PaymentCall = {
  readonly orderId: string;
  readonly customerId: string;
} & (
  | { readonly operation: 'authorise'; readonly money: Money }
  /** `of`: the provider's reference of the authorisation. */
  | { readonly operation: 'capture'; readonly of: string; readonly money: Money }
  | { readonly operation: 'void'; readonly of: string }
  /** `of`: the provider's reference of the capture. */
  | { readonly operation: 'refund'; readonly of: string; readonly money: Money }
);

/** The part of a payment's state that its effects are made of. */
export type PaymentState = FatEvent & {
  readonly orderId: string;
  readonly customerId: string;
  /** What is to be authorised. */
  readonly amount: Money | null;
  readonly authorisation: { readonly amount: Money | null; readonly reference: string } | null;
  readonly capture: { readonly amount: Money | null; readonly reference: string } | null;
  readonly refunds: readonly { readonly refundId: string; readonly amount: Money | null }[];
};

/** The kinds of effect that this gateway runs. */
export type PaymentEffect = PaymentCall['operation'];

/**
 * The call of a pending effect. A capture takes what was authorised; a refund is the one whose `refundId` the effect
 * is `about`. Throws where the state does not hold what the call needs.
 */
export function paymentCall(effect: PendingEffect, state: PaymentState): PaymentCall {
  const { orderId, customerId } = state;
  const who = { orderId, customerId };
  switch (effect.kind) {
    case 'authorise':
      return { ...who, operation: 'authorise', money: payable(state.amount, 'the amount') };
    case 'capture': {
      const { reference, amount } = present(state.authorisation, 'an authorisation');
      return { ...who, operation: 'capture', of: reference, money: payable(amount, 'the authorised amount') };
    }
    case 'void':
      return { ...who, operation: 'void', of: present(state.authorisation, 'an authorisation').reference };
    case 'refund': {
      const refund = present(
        state.refunds.find(one => one.refundId === effect.about),
        `refund ${effect.about}`,
      );
      const { reference } = present(state.capture, 'a capture');
      return { ...who, operation: 'refund', of: reference, money: payable(refund.amount, 'the refund’s amount') };
    }
    default:
      throw new Error(`payments have no effect ${effect.kind}`);
  }
}

function present<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`the payment has no ${what.replace(/^an? /, '')}`);
  return value;
}

function payable(money: Money | null, what: string): Money {
  if (money === null) throw new Error(`${what} is not known`);
  const { amount, currency } = money;
  if (!Number.isSafeInteger(amount) || amount <= 0) throw new Error(`${what} is ${amount}, and must be above 0`);
  if (!/^[A-Z]{3}$/.test(currency)) throw new Error(`${what} has no currency of ISO 4217`);
  return { amount, currency };
}
