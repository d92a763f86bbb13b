import type { Allocation } from '../../schemas/types/allocations.ts';
import type { AllocationSeen, Order } from '../../schemas/types/orders.ts';
import type { Payment } from '../../schemas/types/payments.ts';
import type { PaymentSeen } from '../../schemas/types/shared.ts';
import type { Shipment } from '../../schemas/types/shipments.ts';
import { known } from '../known.ts';
import { isNews } from '../same.ts';
import { shipmentSeen } from '../seen.ts';

/*
 * What an order takes in of its neighbours: their news, where it is something to act on or to tell. While a neighbour is
 * still at work there is nothing yet, and taking it in would only write a fact more; that it failed is worth telling.
 */

export function paymentNews(order: Order, payment: Payment): { payment: PaymentSeen } | null {
  const seen: PaymentSeen = {
    version: payment.version,
    status: known(payment.status, 'status of the payment'),
    answersVersion: payment.answersVersion,
    captured: payment.captured,
    refunded: payment.refunded,
    reason: payment.failure?.code ?? payment.declineReason,
    open: payment.effects.length > 0,
  };
  if (seen.open && seen.status !== 'FAILED') return null;
  return isNews(order.payment, seen) ? { payment: seen } : null;
}

export function allocationNews(order: Order, allocation: Allocation): { allocation: AllocationSeen } | null {
  const seen: AllocationSeen = {
    version: allocation.version,
    status: known(allocation.status, 'status of the allocation'),
    answersVersion: allocation.answersVersion,
    shortLines: allocation.lines.filter(({ status }) => status === 'SHORT').map(({ line }) => line),
    open: allocation.lines.some(({ asked }) => asked !== null),
  };
  return !seen.open && isNews(order.allocation, seen) ? { allocation: seen } : null;
}

export function shipmentNews(order: Order, shipment: Shipment): { shipment: Order['shipment'] } | null {
  const seen = shipmentSeen(shipment);
  return seen.status !== 'PREPARING' && isNews(order.shipment, seen) ? { shipment: seen } : null;
}
