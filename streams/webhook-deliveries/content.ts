import type { Order } from '../../schemas/types/orders.ts';
import type { Money } from '../../schemas/types/shared.ts';
import type { Shipment } from '../../schemas/types/shipments.ts';
import { known } from '../known.ts';

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
/** What a webhook tells of a fact. Without its version, which alone is no news. */
export type Content = { readonly [name: string]: Json };

/**
 * Written out field by field: what is added to an order some day, and may be personal, is told to nobody by itself. Of
 * a customer there is the id, and of addresses, notes and reasons in somebody's own words nothing.
 */
export function orderContent(order: Order): Content {
  const { orderId, customerId, status, placedAt, lines, subtotal, discount, total } = order;
  const { rejection, cancellation, returns } = order;
  return {
    orderId,
    customerId,
    status: known(status, 'status of the order'),
    placedAt: iso(placedAt),
    lines: lines.map(one => ({
      line: one.line,
      sku: one.sku,
      title: one.title,
      artist: one.artist,
      format: one.format,
      quantity: one.quantity,
      unitPrice: money(one.unitPrice),
      returnedQuantity: one.returnedQuantity,
    })),
    subtotal: money(subtotal),
    discount: money(discount),
    total: money(total),
    rejection: rejection && { code: rejection.code, by: rejection.by },
    cancellation: cancellation && { status: cancellation.status },
    returns: returns.map(one => ({
      requestId: one.requestId,
      status: one.status,
      lines: one.lines.map(({ line, quantity }) => ({ line, quantity })),
    })),
  };
}

export function shipmentContent(shipment: Shipment): Content {
  const { orderId, customerId, status, parcels, carrier, tracking, lines, failureReason } = shipment;
  const { packedAt, dispatchedAt, deliveredAt } = shipment;
  return {
    orderId,
    customerId,
    status: known(status, 'status of the shipment'),
    parcels,
    carrier,
    tracking,
    packedAt: iso(packedAt),
    dispatchedAt: iso(dispatchedAt),
    deliveredAt: iso(deliveredAt),
    failureReason,
    lines: lines.map(({ line, sku, quantity, refundedQuantity }) => ({ line, sku, quantity, refundedQuantity })),
  };
}

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

const money = (one: Money | null): Json => one && { amount: one.amount, currency: one.currency };
