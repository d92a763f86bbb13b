import { same } from '../same.ts';
import { covered } from './coming-back.ts';
import { type Move, moved, type OrderDraft } from './model.ts';

/**
 * Once the carrier has the parcel, the status is a function of the shipment and of the returns that were asked for. What
 * came back counts in all, by line, so it is the same whether every receipt is seen or only the newest.
 */
export function afterDispatch(order: OrderDraft): Move | null {
  const lines = order.lines.map(line => {
    const back = order.shipment?.returned.find(one => one.line === line.line)?.refunded ?? 0;
    return back === line.returnedQuantity ? line : { ...line, returnedQuantity: back };
  });
  const returns = covered(order.returns, lines);
  const status = statusOf({ ...order, lines, returns });
  if (status === order.status && same(lines, order.lines) && same(returns, order.returns)) return null;
  const failed = order.status === 'DISPATCHED' && status === 'RETURNING' && isFailed(order);
  const what = status === order.status ? [] : failed ? ['DELIVERY_FAILED', status] : [status];
  const move = moved({ ...order, lines, returns, status }, what);
  return failed ? { ...move, reason: order.shipment?.reason ?? 'delivery-failed' } : move;
}

const isFailed = (order: OrderDraft): boolean => order.shipment?.reason != null;

function statusOf(order: OrderDraft): OrderDraft['status'] {
  const { status } = order.shipment ?? {};
  if (order.lines.every(line => line.returnedQuantity >= line.quantity)) return 'RETURNED';
  if (isFailed(order)) return 'RETURNING';
  if (order.returns.some(one => one.status === 'OPEN')) return 'RETURNING';
  return status === 'DELIVERED' || status === 'RETURNED' ? 'DELIVERED' : 'DISPATCHED';
}
