import type { AnswerInput, Decision } from '../../runtime/tasks/definition.ts';
import { triedLater } from '../../runtime/tasks/retry.ts';
import type { Payment } from '../../schemas/types/payments.ts';
import { advanced } from './advance.ts';
import { done } from './done.ts';
import { type PaymentContext, type PaymentDraft, type Step, stepName, steps } from './model.ts';

/** The first wait before a step is tried again after its gateway gave up, and the longest, in milliseconds. */
const RETRY = { first: 5_000, longest: 3_600_000 } as const;

/** The provider's answer to the pending step. */
export function answered(
  payment: Payment,
  { effect, answer }: AnswerInput,
  context: PaymentContext,
): Decision<Payment> {
  const step = steps.find(one => one === effect.kind);
  if (step === undefined || !payment.effects.some(one => one.id === effect.id)) return {};
  const closed: PaymentDraft = { ...payment, effects: payment.effects.filter(one => one.id !== effect.id) };
  switch (answer.status) {
    case 'done':
      return advanced(payment, done(closed, step, effect.about, answer, context), context);
    case 'refused':
      return refused(payment, closed, step, effect.about, answer.code, context);
    case 'failed':
      return failed(payment, step, effect, answer.code, context);
  }
}

/** A definite no. Of an authorisation it is the decline; anything else is owed all the same, and a person has to see. */
function refused(
  before: Payment,
  payment: PaymentDraft,
  step: Step,
  about: string,
  code: string,
  context: PaymentContext,
): Decision<Payment> {
  if (step === 'authorise') return advanced(before, { ...payment, failure: null, declineReason: code }, context);
  const failure = { step: stepName[step], code, since: context.now };
  const refunds = payment.refunds.map(one => (one.refundId === about ? { ...one, status: 'FAILED' as const } : one));
  return advanced(before, { ...payment, failure, refunds }, context, [`payment-${step}-refused`]);
}

/**
 * Not known to be done, and not tried any more for now. It stays owed with the same key: tried again after a while, ever
 * less often, so that a provider that is away for days costs a fact an hour.
 */
function failed(
  payment: Payment,
  step: Step,
  { id, attempt }: AnswerInput['effect'],
  code: string,
  context: PaymentContext,
): Decision<Payment> {
  const entry = payment.effects.find(one => one.id === id);
  if (entry === undefined || attempt < entry.attempt) return {};
  const again = triedLater(entry, code, RETRY, context.now);
  const effects = payment.effects.map(one => (one === entry ? again : one));
  // Whether money was set aside is decided by the deadline; that it can't be taken or given back is a failure at once.
  if (step === 'authorise' || payment.failure?.step === stepName[step]) return { state: { ...payment, effects } };
  const failure = { step: stepName[step], code, since: context.now };
  return advanced(payment, { ...payment, effects, failure }, context, [`payment-${step}-failed`]);
}
