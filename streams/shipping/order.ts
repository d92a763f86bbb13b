import type { Decision } from '../../runtime/tasks/definition.ts';
import type { Order } from '../../schemas/types/orders.ts';
import type { Shipment } from '../../schemas/types/shipments.ts';
import { asksAnew, isDispatched, orderSeen } from '../seen.ts';
import { isReadable, UNREADABLE } from './address.ts';
import { type ShipmentContext, type ShipmentDraft, settled } from './model.ts';

/** Prepares a confirmed order, and stops what has not been dispatched where the order asks for it. */
export function heard(shipment: Shipment | null, order: Order, context: ShipmentContext): Decision<Shipment> {
  const seen = orderSeen(order);
  const asks = asksAnew(seen, shipment?.order ?? null, shipment?.answersVersion ?? null);
  if (shipment !== null) {
    if (!asks) return {};
    const answer = { ...shipment, order: seen, answersVersion: seen.askedVersion };
    const stops = !isDispatched(shipment);
    return settled(shipment, stops ? { ...answer, status: 'STOPPED' } : answer, context);
  }
  const begun: Omit<ShipmentDraft, 'status'> = {
    ...nothing,
    orderId: order.orderId,
    customerId: order.customerId,
    order: seen,
    answersVersion: seen.askedVersion,
  };
  if (asks) return settled(null, { ...begun, status: 'STOPPED' }, context);
  if (seen.status !== 'CONFIRMED') return {};
  if (!isReadable(order.shippingAddress, order.customerId, context)) {
    return settled(null, { ...begun, status: 'STOPPED', failureReason: UNREADABLE }, context);
  }
  const lines = order.lines.map(({ line, sku, quantity, title }) => ({
    line,
    sku,
    quantity,
    title,
    refundedQuantity: 0,
    restockedQuantity: 0,
  }));
  return settled(null, { ...begun, status: 'PREPARING', address: order.shippingAddress, lines }, context);
}

const nothing: Omit<ShipmentDraft, 'orderId' | 'customerId' | 'order' | 'answersVersion' | 'status'> = {
  address: null,
  parcels: 0,
  carrier: null,
  tracking: null,
  lines: [],
  packedAt: null,
  dispatchedAt: null,
  deliveredAt: null,
  failureReason: null,
  note: null,
  requests: [],
  deadlines: [],
  effects: [],
};
