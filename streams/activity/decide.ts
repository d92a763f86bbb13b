import type { Decision, Input } from '../../runtime/tasks/definition.ts';
import type { OrderActivity } from '../../schemas/types/order-activity.ts';
import { known } from '../known.ts';
import type { ActivityContext, ActivityInputs } from './model.ts';
import { orderNews, paymentNews } from './neighbours.ts';
import { passedOn } from './pass-on.ts';

export function decide(
  activity: OrderActivity | null,
  input: Input<ActivityInputs>,
  context: ActivityContext,
): Decision<OrderActivity> {
  if (activity?.order != null) known(activity.order.status, 'status of the order');
  if (activity?.payment != null) known(activity.payment.status, 'status of the payment');
  switch (input.from) {
    case 'orders': {
      const news = orderNews(activity, input.value);
      return news === null ? {} : passedOn(activity, news, context);
    }
    case 'payments': {
      const news = paymentNews(activity, input.value);
      return news === null ? {} : passedOn(activity, news, context);
    }
    case 'deadline':
    case 'effect':
      return {};
  }
}
