import type { Decision } from '../../runtime/tasks/definition.ts';
import type { OrderRequest } from '../../schemas/types/order-requests.ts';
import type { Order } from '../../schemas/types/orders.ts';
import { type Asked, askedBy, atTheDoor, rejected, remembered } from '../door.ts';
import { known } from '../known.ts';
import { settled } from './advance.ts';
import { cancelled } from './cancel.ts';
import { decided, type Move, type OrderContext } from './model.ts';
import { placed } from './place.ts';
import { returnAsked } from './return.ts';

/** Decides a request to place, cancel or return. Each gets one outcome, and a repeat of it none. */
export function asked(order: Order | null, request: OrderRequest, context: OrderContext): Decision<Order> {
  const type = known(request.type, 'type of the order request');
  const ask = askedBy('order-requests', request);
  if (order === null) {
    const door = atTheDoor(ask, { topic: 'orders', key: request.orderId, version: 0, requests: [] });
    if (door !== null && door !== 'repeat') return { outcomes: [rejected(ask, door.reject)] };
    return type === 'PLACE' ? placed(request, ask, context) : { outcomes: [rejected(ask, 'unknown-order')] };
  }
  const { version, requests } = order;
  const door = atTheDoor(ask, { topic: 'orders', key: order.orderId, version, requests });
  if (door === 'repeat') return {};
  // The open cancel is known as long as it is open, even where 64 later requests have pushed it out of the list.
  if (door === null && order.cancellation?.status === 'OPEN' && order.cancellation.requestId === ask.id) return {};
  const move = door === null ? judged(order, type, request, ask, context) : door.reject;
  return typeof move === 'string' ? refused(order, ask, move, context) : decided(settled(move, context));
}

function judged(
  order: Order,
  type: 'PLACE' | 'CANCEL' | 'RETURN',
  request: OrderRequest,
  ask: Asked,
  context: OrderContext,
): Move | string {
  switch (type) {
    case 'PLACE':
      return 'order-exists';
    case 'CANCEL':
      return cancelled(order, request, ask, context);
    case 'RETURN':
      return returnAsked(order, request, ask, context);
  }
}

const refused = (order: Order, ask: Asked, reason: string, { now }: OrderContext): Decision<Order> => ({
  state: { ...order, requests: remembered(order.requests, ask, now, reason) },
  what: `${ask.type}_REFUSED`,
  reason,
  outcomes: [rejected(ask, reason)],
});
