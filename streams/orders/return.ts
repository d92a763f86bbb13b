import { leftOf, standingOf } from '../../schemas/coming-back.ts';
import type { OrderRequest } from '../../schemas/types/order-requests.ts';
import type { ReturnCase } from '../../schemas/types/orders.ts';
import type { LineQuantity } from '../../schemas/types/shared.ts';
import { type Asked, accepted, remembered } from '../door.ts';
import { type Move, moved, type OrderContext, type OrderDraft } from './model.ts';

/** Most returns that an order remembers (its schema's bound). */
const REMEMBERED = 32;

/** What is asked, or the code to reject it with. */
export function returnAsked(
  order: OrderDraft,
  request: OrderRequest,
  asked: Asked,
  { now }: OrderContext,
): Move | string {
  if (order.shipment?.reason != null) return 'delivery-failed';
  if (order.status === 'RETURNED') return 'already-returned';
  if (order.status !== 'DELIVERED' && order.status !== 'RETURNING') return 'not-delivered';
  const lines = request.return?.lines ?? [];
  const fault = faultOf(order, lines);
  if (fault !== null) return fault;
  const open: ReturnCase = {
    requestId: asked.id,
    at: now,
    lines,
    unasked: unaskedOf(order, lines),
    status: 'OPEN',
    reasonCode: request.return?.reasonCode ?? null,
    reason: request.return?.reason ?? null,
  };
  const returns = [...order.returns, open];
  if (returns.length > REMEMBERED) {
    const oldestClosed = returns.findIndex(one => one.status !== 'OPEN');
    if (oldestClosed < 0) return 'too-many-returns';
    returns.splice(oldestClosed, 1);
  }
  // The newest return has its whole time.
  const deadlines = order.deadlines.filter(({ name }) => name !== 'return');
  const requests = remembered(order.requests, asked, now, null);
  return moved({ ...order, status: 'RETURNING', returns, deadlines, requests }, ['RETURNING'], [accepted(asked)]);
}

/** What came back already does not count for this return. */
function unaskedOf(order: OrderDraft, lines: readonly LineQuantity[]): readonly LineQuantity[] {
  const asked = order.lines.filter(({ line }) => lines.some(one => one.line === line));
  return asked
    .map(line => ({ line: line.line, quantity: standingOf(line, order.returns).unasked }))
    .filter(({ quantity }) => quantity > 0);
}

function faultOf(order: OrderDraft, lines: readonly LineQuantity[]): string | null {
  if (lines.length === 0) return 'no-lines';
  if (new Set(lines.map(({ line }) => line)).size !== lines.length) return 'line-twice';
  for (const { line, quantity } of lines) {
    if (!Number.isInteger(quantity) || quantity < 1) return 'quantity-invalid';
    const ordered = order.lines.find(one => one.line === line);
    if (ordered === undefined) return 'unknown-line';
    if (quantity > leftOf(ordered, order.returns)) return 'quantity-exceeded';
  }
  return null;
}
