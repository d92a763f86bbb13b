import type { OutcomeOut } from '../../runtime/tasks/definition.ts';
import type { OrderRequest } from '../../schemas/types/order-requests.ts';
import { type Asked, accepted, rejected, remembered } from '../door.ts';
import { asking, type Move, moved, type OrderContext, type OrderDraft } from './model.ts';

/** What is asked, or the code to reject it with. */
export function cancelled(
  order: OrderDraft,
  request: OrderRequest,
  asked: Asked,
  context: OrderContext,
): Move | string {
  const cancellation = {
    requestId: asked.id,
    at: context.now,
    reasonCode: request.cancel?.reasonCode ?? null,
    reason: request.cancel?.reason ?? null,
  };
  switch (order.status) {
    case 'RECEIVED':
    case 'PLACED': {
      const requests = remembered(order.requests, asked, context.now, null);
      const undoing = asking(order, 'CANCELLING', context);
      return moved(
        { ...undoing, requests, cancellation: { ...cancellation, status: 'ACCEPTED' } },
        ['CANCELLING'],
        [accepted(asked)],
      );
    }
    case 'CONFIRMED':
    case 'PACKED': {
      // Decided by shipping; until then it is remembered as neither accepted nor rejected for a reason.
      const requests = remembered(order.requests, asked, context.now, UNDECIDED);
      const stopping = asking(order, 'STOPPING', context);
      return moved({ ...stopping, requests, cancellation: { ...cancellation, status: 'OPEN' } }, ['STOPPING']);
    }
    case 'STOPPING':
    case 'CANCELLING':
      return 'cancel-in-progress';
    case 'CANCELLED':
      return 'already-cancelled';
    case 'REJECTING':
    case 'REJECTED':
      return 'already-rejected';
    default:
      return 'already-dispatched';
  }
}

const UNDECIDED = 'undecided';

/** The order with the open cancel decided, where there is one: accepted, or refused for this reason. */
export function cancelDecided(
  order: OrderDraft,
  refusal: string | null,
  { now }: Pick<OrderContext, 'now'>,
): { order: OrderDraft; outcomes: readonly OutcomeOut[] } {
  const open = order.cancellation;
  if (open === null || open.status !== 'OPEN') return { order, outcomes: [] };
  const entry = order.requests.find(one => one.id === open.requestId);
  const asked: Asked = {
    topic: 'order-requests',
    id: open.requestId,
    type: 'CANCEL',
    bodyHash: entry?.bodyHash ?? null,
    restsOn: [],
  };
  const requests = order.requests.map(one =>
    one === entry ? { ...one, at: now, accepted: refusal === null, reason: refusal } : one,
  );
  const cancellation = { ...open, status: refusal === null ? ('ACCEPTED' as const) : ('REFUSED' as const) };
  const outcome = refusal === null ? accepted(asked) : rejected(asked, refusal);
  return { order: { ...order, requests, cancellation }, outcomes: [outcome] };
}
