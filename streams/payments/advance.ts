import type { Decision } from '../../runtime/tasks/definition.ts';
import { deadlinesOf } from '../../runtime/tasks/patience.ts';
import type { Payment } from '../../schemas/types/payments.ts';
import { patience } from '../patience.ts';
import { isDispatched, isUndone } from '../seen.ts';
import { done } from './done.ts';
import {
  DECLINED_BY_RULE,
  intended,
  type PaymentContext,
  type PaymentDraft,
  pendingOf,
  type Step,
  stepName,
  steps,
} from './model.ts';
import { allCameBack, refundDue } from './refund.ts';

/** The payment with the next step intended, where one is due, and with the status that follows. */
export function advanced(
  before: Payment | null,
  payment: PaymentDraft,
  context: PaymentContext,
  alarms: readonly string[] = [],
): Decision<Payment> {
  const next = withNextStep(payment, context);
  const state = settled({ ...next, status: statusOf(next) }, context);
  const changed = state.status !== before?.status;
  return { state, alarms, ...(changed ? { what: state.status, ...reasonOf(state) } : {}) };
}

const reasonOf = ({ failure, declineReason }: PaymentDraft) => {
  const reason = failure?.code ?? declineReason;
  return reason === null ? {} : { reason };
};

function withNextStep(payment: PaymentDraft, context: PaymentContext): PaymentDraft {
  const step = dueStep(payment);
  if (step === null) return payment;
  if (step === 'decline') return { ...payment, declineReason: DECLINED_BY_RULE };
  const refund = step === 'refund' ? refundDue(payment) : null;
  const asked = refund === null ? payment : refund.payment;
  // Nothing to pay: nothing to ask the provider for.
  const amount = refund === null ? payment.amount?.amount : refund.amount;
  const about = refund?.refundId ?? '';
  if (amount === 0) return withNextStep(done(asked, step, about, { reference: '' }, context), context);
  return { ...asked, effects: [intended(payment.orderId, step, about, context.now)] };
}

/** What is to be done next by our own record: undoing is the reverse of just what was done. */
function dueStep(payment: PaymentDraft): Step | 'decline' | null {
  const { authorisation, capture, voidance, declineReason, order, failure } = payment;
  if (pendingOf(payment) !== null) return null;
  // Refused for good: it waits for a person, unless what could not be captured is not owed any more.
  if (failure?.step === 'CAPTURE' && authorisation !== null && allCameBack(payment)) return 'void';
  if (failure !== null && failure.step !== 'AUTHORISE') return null;
  const undo = isUndone(order) || failure?.step === 'AUTHORISE';
  if (authorisation === null) {
    if (undo || declineReason !== null || payment.fraud === null) return null;
    return payment.fraud.flagged ? 'decline' : 'authorise';
  }
  if (capture !== null) return refundDue(payment) === null ? null : 'refund';
  if (voidance !== null) return null;
  if (undo) return 'void';
  return isDispatched(payment.shipment) ? 'capture' : null;
}

function statusOf(payment: PaymentDraft): Payment['status'] {
  if (payment.failure !== null) return 'FAILED';
  if (payment.declineReason !== null) return 'DECLINED';
  if ((payment.refunded?.amount ?? 0) > 0) return 'REFUNDED';
  if (payment.capture !== null) return 'CAPTURED';
  if (payment.voidance !== null) return 'VOIDED';
  if (payment.authorisation !== null) return 'AUTHORISED';
  // Nothing was ever asked of the provider, and nothing will be.
  return pendingOf(payment) === null ? 'VOIDED' : 'REQUESTED';
}

/** Who owes a step: the provider one that is pending, a person one that the provider refused. */
function settled(payment: PaymentDraft, { now }: PaymentContext): PaymentDraft {
  const pending = steps.find(step => step === pendingOf(payment)?.kind);
  const refused = steps.find(step => stepName[step] === payment.failure?.step);
  const owed = pending
    ? [{ name: pending, owedBy: 'provider', patience: patienceOf(payment, pending) }]
    : refused
      ? [{ name: refused, owedBy: 'operator', patience: patience.operator }]
      : [];
  return { ...payment, deadlines: deadlinesOf(owed, payment.deadlines, now) };
}

/** How long is waited for this step, as things stand. */
export const patienceOf = (payment: PaymentDraft, step: Step) => {
  if (pendingOf(payment) === null) return patience.operator;
  return step === 'authorise' && payment.failure === null ? patience.providerAuthorise : patience.provider;
};
