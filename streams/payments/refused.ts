import type { AgainInput, Decision, Failure } from '../../runtime/tasks/definition.ts';
import type { Payment } from '../../schemas/types/payments.ts';
import { advanced } from './advance.ts';
import { intended, type PaymentContext, pendingOf, type Step, stepName, steps } from './model.ts';

type Refused = Failure & { readonly step: Step; readonly about: string };

/** The step that the provider has refused for good, where nothing else is tried instead. */
function refusedStep(payment: Payment): Refused | null {
  const { failure, refunds, orderId } = payment;
  const step = steps.find(one => stepName[one] === failure?.step);
  if (failure === null || step === undefined || step === 'authorise' || pendingOf(payment) !== null) return null;
  const about = step === 'refund' ? (refunds.find(({ status }) => status === 'FAILED')?.refundId ?? '') : '';
  return { effectId: intended(orderId, step, about, 0).id, kind: step, code: failure.code, step, about };
}

/** What a person has to see: money that is owed, and that the provider does not move. */
export function failures(payment: Payment): readonly Failure[] {
  const refused = refusedStep(payment);
  if (refused === null) return [];
  const { effectId, kind, code } = refused;
  return [{ effectId, kind, code }];
}

/** The refused step once more. Under its old key the provider would only repeat its answer; refused means not done. */
export function again(payment: Payment, { effectId, attempt }: AgainInput, context: PaymentContext): Decision<Payment> {
  const refused = refusedStep(payment);
  if (refused === null || refused.effectId !== effectId) return {};
  const { step, about } = refused;
  const asked = intended(payment.orderId, step, about, context.now);
  // The attempt counts on, too: the cause of an answer is the effect's id and attempt.
  const effect = { ...asked, attempt: attempt + 1, idempotencyKey: `${asked.idempotencyKey}/again-${attempt}` };
  const refunds = payment.refunds.map(one => (one.refundId === about ? { ...one, status: 'PENDING' as const } : one));
  return advanced(payment, { ...payment, failure: null, refunds, effects: [effect] }, context);
}
