import type { Decision, Input } from '../../runtime/tasks/definition.ts';
import type { Order } from '../../schemas/types/orders.ts';
import { known } from '../known.ts';
import { advanced } from './advance.ts';
import { decided, type OrderContext, type OrderInputs } from './model.ts';
import { allocationNews, paymentNews, shipmentNews } from './neighbours.ts';
import { overdue } from './overdue.ts';
import { pointsAnswered } from './points-answered.ts';
import { asked } from './request.ts';

export function decide(order: Order | null, input: Input<OrderInputs>, context: OrderContext): Decision<Order> {
  if (order !== null) known(order.status, 'status of the order');
  switch (input.from) {
    case 'order-requests':
      return asked(order, input.value, context);
    case 'payments':
      return heard(order, order && paymentNews(order, input.value), context);
    case 'allocations':
      return heard(order, order && allocationNews(order, input.value), context);
    case 'shipments':
      return heard(order, order && shipmentNews(order, input.value), context);
    case 'loyalty-replies':
      return order === null ? {} : pointsAnswered(order, input.value, context);
    case 'deadline':
      return order === null ? {} : overdue(order, input, context);
    case 'effect':
      return {};
  }
}

/** The status is derived from the newest facts of the neighbours, never from which of them came when. */
function heard(order: Order | null, news: Partial<Order> | null, context: OrderContext): Decision<Order> {
  if (order === null || news === null) return {};
  return decided(advanced({ ...order, ...news }, context));
}
