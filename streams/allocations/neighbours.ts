import type { Allocation } from '../../schemas/types/allocations.ts';
import type { Order } from '../../schemas/types/orders.ts';
import type { Shipment } from '../../schemas/types/shipments.ts';
import { same } from '../same.ts';
import { asksAnew, isPacked, orderSeen, shipmentSeen } from '../seen.ts';
import type { AllocationDraft } from './model.ts';

/** The allocation with what is new of its order: that it is placed, or that it asks for an answer. */
export function orderNews(allocation: Allocation | null, order: Order): AllocationDraft | null {
  const seen = orderSeen(order);
  const asks = asksAnew(seen, allocation?.order ?? null, allocation?.answersVersion ?? null);
  if (allocation !== null) return asks ? { ...allocation, order: seen, answersVersion: seen.askedVersion } : null;
  if (seen.status !== 'PLACED' && !asks) return null;
  return {
    orderId: order.orderId,
    status: 'REQUESTED',
    order: seen,
    shipment: null,
    answersVersion: seen.askedVersion,
    // Of an order that ends before it was seen placed, nothing is reserved.
    lines: asks ? [] : order.lines.map(newLine),
    deadlines: [],
    effects: [],
  };
}

const newLine = ({ line, sku, quantity }: Order['lines'][number]): Allocation['lines'][number] => ({
  line,
  sku,
  quantity,
  status: 'REQUESTED',
  asked: null,
  restockedQuantity: 0,
  stockVersion: null,
  reason: null,
});

/** The allocation with what is new of the shipment: that the goods left the shelf, and what came back. */
export function shipmentNews(allocation: Allocation, shipment: Shipment): AllocationDraft | null {
  const seen = shipmentSeen(shipment);
  if (!isPacked(seen) || seen.version <= (allocation.shipment?.version ?? 0)) return null;
  if (isPacked(allocation.shipment) && same(allocation.shipment?.returned, seen.returned)) return null;
  return { ...allocation, shipment: seen };
}
