import type { Payment, Refund } from '../../schemas/types/payments.ts';
import { plus } from '../money.ts';
import type { PaymentContext, PaymentDraft, Step } from './model.ts';

type Confirmed = { readonly reference: string; readonly detail?: Readonly<Record<string, string>> };

/** The payment after the provider has confirmed the step. */
export function done(
  payment: PaymentDraft,
  step: Step,
  about: string,
  { reference, detail }: Confirmed,
  { now: at }: PaymentContext,
): PaymentDraft {
  switch (step) {
    case 'authorise':
      return { ...payment, authorisation: { amount: payment.amount, reference, at, expiresAt: expiryOf(detail) } };
    case 'capture':
      return {
        ...cleared(payment, 'CAPTURE'),
        capture: { amount: payment.amount, reference, at },
        captured: payment.amount,
      };
    case 'void':
      // It was undone, so that it had failed is history.
      return { ...payment, failure: null, voidance: { reference, at } };
    case 'refund': {
      const refund = payment.refunds.find(one => one.refundId === about);
      if (refund?.amount == null) return payment;
      const closed: Refund = { ...refund, status: 'DONE', reference, at };
      return {
        ...cleared(payment, 'REFUND'),
        refunded: plus(payment.refunded, refund.amount),
        refunds: payment.refunds.map(one => (one.refundId === about ? closed : one)),
      };
    }
  }
}

const cleared = (payment: PaymentDraft, step: NonNullable<Payment['failure']>['step']): PaymentDraft =>
  payment.failure?.step === step ? { ...payment, failure: null } : payment;

/** The provider may say when the authorisation lapses, as milliseconds since the epoch. */
function expiryOf(detail: Confirmed['detail']): number | null {
  const expiresAt = Number(detail?.expiresAt);
  return Number.isSafeInteger(expiresAt) ? expiresAt : null;
}
