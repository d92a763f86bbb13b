import type { Decision, Input } from '../../runtime/tasks/definition.ts';
import type { Payment } from '../../schemas/types/payments.ts';
import { known } from '../known.ts';
import { advanced } from './advance.ts';
import { answered } from './answer.ts';
import type { PaymentContext, PaymentInputs } from './model.ts';
import { orderNews, shipmentNews } from './neighbours.ts';
import { overdue } from './overdue.ts';

export function decide(
  payment: Payment | null,
  input: Input<PaymentInputs>,
  context: PaymentContext,
): Decision<Payment> {
  if (payment !== null) known(payment.status, 'status of the payment');
  switch (input.from) {
    case 'orders': {
      const news = orderNews(payment, input.value, context);
      return news === null ? {} : advanced(payment, news, context);
    }
    case 'shipments': {
      const news = payment && shipmentNews(payment, input.value);
      return news === null ? {} : advanced(payment, news, context);
    }
    case 'effect':
      return payment === null ? {} : answered(payment, input, context);
    case 'deadline':
      return payment === null ? {} : overdue(payment, input, context);
  }
}
