import type { RequestOut } from '../../runtime/tasks/definition.ts';
import type { LoyaltyRequest } from '../../schemas/types/loyalty-requests.ts';
import type { Order } from '../../schemas/types/orders.ts';
import { usable } from '../loyalty/rates.ts';
import { type Move, moved, type OrderDraft } from './model.ts';

type Points = NonNullable<Order['loyalty']>;

/** Points that are to be spent, of which nothing was asked yet, so that nothing is held. */
export const wanted = (points: number): Points => ({
  requestId: '',
  points,
  status: 'GIVEN_BACK',
  accountVersion: null,
  discount: null,
});

/** The received order that asks loyalty to hold its points, or null where it can use none. */
export function pointsAsked(order: OrderDraft, version: number, what: readonly string[]): Move | null {
  const { orderId, loyalty, subtotal } = order;
  if (loyalty === null || subtotal === null) return null;
  const points = usable(loyalty.points, subtotal);
  if (points === 0) return null;
  const asking: Points = { ...loyalty, requestId: `${orderId}/hold/1`, points, status: 'ASKED' };
  return { ...moved({ ...order, loyalty: asking }, what), requests: [request(order, asking, 'HOLD', version)] };
}

/** Whether points are held for the order, or may be: what was asked may be answered yet. */
const mayHoldPoints = ({ loyalty }: OrderDraft): boolean => loyalty?.status === 'ASKED' || loyalty?.status === 'HELD';

/**
 * The same move, which gives the points back where the order ends before its dispatch: once, since it asks only as long
 * as they may be held. A hold that is not answered yet is read before this, so nothing has to be waited for. From the
 * dispatch on they are spent, like the money that is captured then, and come back with the goods.
 */
export function withPointsBack(move: Move, version: number): Move {
  const { order } = move;
  const undone = order.status === 'REJECTING' || order.status === 'CANCELLING';
  if (!undone || order.loyalty === null || !mayHoldPoints(order)) return move;
  const loyalty: Points = { ...order.loyalty, requestId: `${order.orderId}/give-back/1`, status: 'GIVING_BACK' };
  const requests = [...(move.requests ?? []), request(order, loyalty, 'GIVE_BACK', version)];
  return { ...move, order: { ...order, loyalty }, requests };
}

function request(
  { orderId, customerId, subtotal }: OrderDraft,
  { requestId, points }: Points,
  type: 'HOLD' | 'GIVE_BACK',
  orderVersion: number,
): RequestOut {
  const value: Omit<LoyaltyRequest, 'event'> = { customerId, orderId, type, points, subtotal, orderVersion };
  const name = type.toLowerCase().replace('_', '-');
  return { topic: 'loyalty-requests', key: customerId, id: requestId, type: `longplay.loyalty.${name}`, value };
}
