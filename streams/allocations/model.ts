import type { Context, RequestOut } from '../../runtime/tasks/definition.ts';
import type { Draft } from '../../runtime/tasks/fat-event.ts';
import type { Allocation, AllocationLine } from '../../schemas/types/allocations.ts';
import type { Order } from '../../schemas/types/orders.ts';
import type { Shipment } from '../../schemas/types/shipments.ts';
import type { StockReply } from '../../schemas/types/stock-replies.ts';
import type { StockRequest } from '../../schemas/types/stock-requests.ts';

export type AllocationInputs = { orders: Order; shipments: Shipment; 'stock-replies': StockReply };
export type AllocationContext = Context<Record<never, never>>;
export type AllocationDraft = Draft<Allocation>;

export type StockVerb = 'RESERVE' | 'RELEASE' | 'CONSUME' | 'RESTOCK';

/** The line, with this asked of stock. Restocking may happen more than once: it is counted by what is back in the end. */
export function askingStock(
  orderId: string,
  line: AllocationLine,
  type: StockVerb,
  quantity: number,
  now: number,
): AllocationLine {
  const count = type === 'RESTOCK' ? line.restockedQuantity + quantity : 1;
  const requestId = `${orderId}/${line.line}/${type.toLowerCase()}/${count}`;
  return { ...line, asked: { requestId, type, quantity, since: now } };
}

/** The request to stock of a line that has just been made to ask. */
export function stockRequest({ orderId }: AllocationDraft, line: AllocationLine, version: number): RequestOut | null {
  if (line.asked === null) return null;
  const { requestId, type, quantity } = line.asked;
  const value: Omit<StockRequest, 'event'> = {
    sku: line.sku,
    type,
    orderId,
    line: line.line,
    quantity,
    allocationVersion: version,
  };
  return { topic: 'stock-requests', key: line.sku, id: requestId, type: `longplay.stock.${type.toLowerCase()}`, value };
}
