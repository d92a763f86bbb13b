import type { DeadlineInput, Decision } from '../../runtime/tasks/definition.ts';
import { isFinal, overdueCode, passedOnce, reminded } from '../../runtime/tasks/patience.ts';
import type { Payment } from '../../schemas/types/payments.ts';
import { advanced, patienceOf } from './advance.ts';
import { type PaymentContext, steps } from './model.ts';

/**
 * A step was not done in time. The pending effect stays, whatever its deadline: what may have been charged is found out,
 * with the same key, and undone.
 */
export function overdue(payment: Payment, input: DeadlineInput, context: PaymentContext): Decision<Payment> {
  const { deadline } = input;
  const step = steps.find(one => one === deadline.name);
  if (step === undefined) return {};
  const patience = patienceOf(payment, step);
  if (!isFinal(deadline, patience)) return reminded(payment, input, patience, context.now);
  const deadlines = passedOnce(payment.deadlines, deadline, patience, context.now);
  const failure = { step: 'AUTHORISE', code: 'provider-timeout', since: context.now } as const;
  return advanced(payment, { ...payment, failure, deadlines }, context, [overdueCode(deadline)]);
}
