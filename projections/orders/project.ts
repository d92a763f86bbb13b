import type { Order } from '../../schemas/types/orders.ts';

/** What the order's page shows: the order without what only its owner needs. */
export type OrderDocument = Omit<Order, 'event' | 'requests' | 'effects'> & { readonly correlationId: string };

export type OrderRow = {
  readonly order_id: string;
  readonly version: number;
  readonly status: Order['status'];
  readonly customer_id: string;
  readonly placed_at: string | null;
  readonly total_amount: number | null;
  readonly total_currency: string | null;
  readonly changed_at: string;
  readonly document: OrderDocument;
};

export function project(order: Order): OrderRow {
  const { event, requests: _requests, effects: _effects, ...shown } = order;
  return {
    order_id: order.orderId,
    version: order.version,
    status: order.status,
    customer_id: order.customerId,
    placed_at: order.placedAt === null ? null : new Date(order.placedAt).toISOString(),
    total_amount: order.total?.amount ?? null,
    total_currency: order.total?.currency ?? null,
    changed_at: new Date(event.time).toISOString(),
    document: { ...shown, correlationId: event.correlationId },
  };
}
