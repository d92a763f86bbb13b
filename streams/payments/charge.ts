import { LongplayError } from '../../runtime/errors.ts';
import type { PendingEffect } from '../../runtime/tasks/fat-event.ts';
import type { Payment } from '../../schemas/types/payments.ts';
import type { Money } from '../../schemas/types/shared.ts';
import type { Step } from './model.ts';

/** What the provider is asked to do. */
export type Charge = {
  readonly step: Step;
  readonly amount: Money;
  /** The provider's own reference of what it authorised or captured before; null for an authorisation. */
  readonly of: string | null;
};

/** What a pending effect of a payment comes to, for its gateway. */
export function chargeOf(payment: Pick<Payment, ChargedBy>, { kind, about, id }: PendingEffect): Charge {
  const refund = payment.refunds.find(one => one.refundId === about);
  const amount = kind === 'refund' ? refund?.amount : payment.amount;
  if (amount == null) throw new LongplayError('LP_STREAMS_LAW_BROKEN', `Nothing is known to be charged by ${id}.`);
  switch (kind) {
    case 'authorise':
      return { step: kind, amount, of: null };
    case 'capture':
    case 'void':
      return { step: kind, amount, of: payment.authorisation?.reference ?? null };
    case 'refund':
      return { step: kind, amount, of: payment.capture?.reference ?? null };
    default:
      throw new LongplayError('LP_STREAMS_LAW_BROKEN', `${id} is no step of a payment.`);
  }
}

type ChargedBy = 'refunds' | 'amount' | 'authorisation' | 'capture';
