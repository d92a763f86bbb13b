import type { Decision } from '../../runtime/tasks/definition.ts';
import type { LoyaltyReply } from '../../schemas/types/loyalty-replies.ts';
import type { Order } from '../../schemas/types/orders.ts';
import { known } from '../known.ts';
import { advanced, settled } from './advance.ts';
import { priced } from './consider.ts';
import { decided, type OrderContext, rejecting } from './model.ts';

/** Loyalty's answer to what the order asked last. Any other is an old one: of a hold that is being given back, or a repeat. */
export function pointsAnswered(order: Order, reply: LoyaltyReply, context: OrderContext): Decision<Order> {
  const answer = known(reply.answer, 'answer of loyalty');
  const { loyalty } = order;
  if (loyalty === null || reply.requestId !== loyalty.requestId) return {};
  const { accountVersion, points, discount } = reply;
  if (loyalty.status === 'ASKED' && answer === 'HELD') {
    return decided(
      priced({ ...order, loyalty: { ...loyalty, status: answer, points, accountVersion, discount } }, context),
    );
  }
  if (loyalty.status === 'ASKED' && answer === 'REFUSED') {
    const refused = { ...order, loyalty: { ...loyalty, status: answer, accountVersion } };
    return decided(settled(rejecting(refused, reply.reason ?? 'points-refused', 'loyalty', context), context));
  }
  if (loyalty.status === 'GIVING_BACK' && answer === 'GIVEN_BACK') {
    return decided(advanced({ ...order, loyalty: { ...loyalty, status: answer, accountVersion } }, context));
  }
  return {};
}
