import { deadlinesOf } from '../../runtime/tasks/patience.ts';
import { afterDispatch } from './after-dispatch.ts';
import { cancelDecided } from './cancel.ts';
import { asking, type Move, moved, type OrderContext, type OrderDraft, rejecting } from './model.ts';
import { answered, owedBy } from './owed.ts';
import { withPointsBack } from './points.ts';

/** The order with the status that follows from what is known, and with who owes the next step. */
export function advanced(order: OrderDraft, context: OrderContext, what: readonly string[] = []): Move {
  let move = moved(order, what);
  for (let step = next(order, context); step !== null; step = next(move.order, context)) {
    const reason = step.reason ?? move.reason;
    move = {
      order: step.order,
      what: [...move.what, ...step.what],
      outcomes: [...move.outcomes, ...step.outcomes],
      ...(reason === undefined ? {} : { reason }),
    };
  }
  return settled(move, context);
}

/** The same move, with its points given back where it ends before its dispatch, and with the deadlines of what is owed now. */
export function settled(before: Move, { now, version }: Pick<OrderContext, 'now' | 'version'>): Move {
  const move = withPointsBack(before, version);
  const deadlines = deadlinesOf(owedBy(move.order), move.order.deadlines, now);
  return { ...move, order: { ...move.order, deadlines } };
}

/** The next step, or null where nothing follows from what is known. */
function next(order: OrderDraft, context: OrderContext): Move | null {
  switch (order.status) {
    case 'PLACED':
      return fromPlaced(order, context);
    case 'CONFIRMED':
    case 'PACKED':
    case 'STOPPING':
      return fromShipment(order, context);
    case 'DISPATCHED':
    case 'DELIVERED':
    case 'DELIVERY_FAILED':
    case 'RETURNING':
    case 'RETURNED':
      return afterDispatch(order);
    case 'REJECTING':
      return allAnswered(order) ? ended(order, 'REJECTED') : null;
    case 'CANCELLING':
      return allAnswered(order) ? ended(order, 'CANCELLED') : null;
    default:
      return null;
  }
}

function fromPlaced(order: OrderDraft, context: OrderContext): Move | null {
  const payment = order.payment?.status;
  const allocation = order.allocation?.status;
  if (payment === 'DECLINED') return rejecting(order, 'declined', 'payments', context);
  if (payment === 'FAILED' || payment === 'VOIDED') return rejecting(order, 'payment-failed', 'payments', context);
  if (allocation === 'SHORT') return rejecting(order, 'insufficient-stock', 'stock', context);
  if (payment === 'AUTHORISED' && allocation === 'ALLOCATED') {
    return moved({ ...order, status: 'CONFIRMED' }, ['CONFIRMED']);
  }
  return null;
}

/** Shipping alone decides a cancel against the dispatch. */
function fromShipment(order: OrderDraft, context: OrderContext): Move | null {
  switch (order.shipment?.status) {
    case 'PACKED':
      return order.status === 'CONFIRMED' ? moved({ ...order, status: 'PACKED' }, ['PACKED']) : null;
    case 'STOPPED':
      return stopped(order, context);
    case 'DISPATCHED':
    case 'DELIVERED':
    case 'FAILED':
    case 'RETURNED': {
      const { order: onItsWay, outcomes } = cancelDecided(order, 'already-dispatched', context);
      const dispatched: OrderDraft = { ...onItsWay, status: 'DISPATCHED', askedVersion: null };
      if (outcomes.length === 0) return moved(dispatched, ['DISPATCHED']);
      return { ...moved(dispatched, ['CANCEL_REFUSED', 'DISPATCHED'], outcomes), reason: 'already-dispatched' };
    }
    default:
      return null;
  }
}

function stopped(order: OrderDraft, context: OrderContext): Move {
  const { order: cancelled, outcomes } = cancelDecided(order, null, context);
  const code = order.shipment?.reason ?? null;
  // Nobody had asked shipping to stop: it could not go on, and says why.
  const rejection =
    outcomes.length > 0 || code === null
      ? order.rejection
      : (order.rejection ?? { code, by: 'shipping', since: context.now });
  return moved({ ...asking(cancelled, 'CANCELLING', context), rejection }, ['CANCELLING'], outcomes);
}

const allAnswered = (order: OrderDraft): boolean =>
  order.loyalty?.status !== 'GIVING_BACK' &&
  answered(order.payment, order) &&
  answered(order.allocation, order) &&
  answered(order.shipment, order);

const ended = (order: OrderDraft, status: 'REJECTED' | 'CANCELLED'): Move =>
  moved({ ...order, status, askedVersion: null }, [status]);
