import type { DeadlineInput, Decision } from '../../runtime/tasks/definition.ts';
import { isFinal, overdueCode, passedOnce } from '../../runtime/tasks/patience.ts';
import type { Payment } from '../../schemas/types/payments.ts';
import { advanced, patienceOf } from './advance.ts';
import { type PaymentContext, steps } from './model.ts';

/**
 * A step was not done in time. The pending effect stays, whatever its deadline: what may have been charged is found out,
 * with the same key, and undone.
 */
export function overdue(payment: Payment, { deadline }: DeadlineInput, context: PaymentContext): Decision<Payment> {
  const step = steps.find(one => one === deadline.name);
  if (step === undefined) return {};
  const patience = patienceOf(payment, step);
  const code = overdueCode(deadline);
  const deadlines = passedOnce(payment.deadlines, deadline, patience, context.now);
  if (isFinal(deadline, patience)) {
    const failure = { step: 'AUTHORISE', code: 'provider-timeout', since: context.now } as const;
    return advanced(payment, { ...payment, failure, deadlines }, context, [code]);
  }
  return {
    state: { ...payment, deadlines },
    alarms: [code],
    ...(deadline.passes === 0 ? { what: 'OVERDUE', reason: code } : {}),
  };
}
