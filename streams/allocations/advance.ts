import type { Decision, RequestOut } from '../../runtime/tasks/definition.ts';
import { deadlinesOf } from '../../runtime/tasks/patience.ts';
import type { Allocation, AllocationLine } from '../../schemas/types/allocations.ts';
import { patience } from '../patience.ts';
import { isPacked, isUndone } from '../seen.ts';
import { type AllocationContext, type AllocationDraft, askingStock, stockRequest } from './model.ts';

/** The allocation with everything asked of stock that is due now, and with the status that follows. */
export function advanced(
  before: Allocation | null,
  allocation: AllocationDraft,
  { now, version }: AllocationContext,
  alarms: readonly string[] = [],
): Decision<Allocation> {
  const requests: RequestOut[] = [];
  const lines = allocation.lines.map(line => {
    const next = withNextStep(line, allocation, now);
    const request = next === line ? null : stockRequest(allocation, next, version);
    if (request !== null) requests.push(request);
    return next;
  });
  const asked = { ...allocation, lines };
  const status = statusOf(asked);
  const kinds = new Set(lines.flatMap(line => (line.asked === null ? [] : [line.asked.type.toLowerCase()])));
  const owed = [...kinds].sort().map(name => ({ name, owedBy: 'stock', patience: patience.stock }));
  const state = { ...asked, status, deadlines: deadlinesOf(owed, allocation.deadlines, now) };
  return { state, requests, alarms, ...(status === before?.status ? {} : { what: status, ...reasonOf(state) }) };
}

const reasonOf = ({ status, lines }: AllocationDraft) => {
  const reason = status === 'SHORT' ? lines.find(line => line.status === 'SHORT')?.reason : null;
  return reason == null ? {} : { reason };
};

/** What is asked of stock for this line now. Undoing is the reverse of just what was done; what is asked is waited for. */
function withNextStep(
  line: AllocationLine,
  { orderId, order, shipment }: AllocationDraft,
  now: number,
): AllocationLine {
  if (line.asked !== null) return line;
  const undo = isUndone(order);
  switch (line.status) {
    case 'REQUESTED':
      return undo ? line : askingStock(orderId, line, 'RESERVE', line.quantity, now);
    case 'RESERVED':
      if (undo) return askingStock(orderId, line, 'RELEASE', line.quantity, now);
      return isPacked(shipment) ? askingStock(orderId, line, 'CONSUME', line.quantity, now) : line;
    case 'CONSUMED': {
      const back = shipment?.returned.find(one => one.line === line.line)?.restocked ?? 0;
      const more = (undo ? line.quantity : Math.min(back, line.quantity)) - line.restockedQuantity;
      return more > 0 ? askingStock(orderId, line, 'RESTOCK', more, now) : line;
    }
    default:
      return line;
  }
}

function statusOf({ status, lines, order, shipment }: AllocationDraft): Allocation['status'] {
  const open = lines.some(line => line.asked !== null);
  const all = (...wanted: AllocationLine['status'][]) => lines.every(line => wanted.includes(line.status));
  if (isUndone(order)) return open ? status : 'RELEASED';
  if (lines.some(line => line.status === 'REQUESTED')) return 'REQUESTED';
  if (lines.some(line => line.status === 'SHORT')) return 'SHORT';
  if (!all('CONSUMED', 'RESTOCKED')) return 'ALLOCATED';
  return !open && (shipment?.returned.length ?? 0) > 0 ? 'RETURNED' : 'CONSUMED';
}
