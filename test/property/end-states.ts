import type { Allocation } from '../../schemas/types/allocations.ts';
import type { Customer } from '../../schemas/types/customers.ts';
import type { FraudFlag } from '../../schemas/types/fraud-flags.ts';
import type { LoyaltyAccount } from '../../schemas/types/loyalty-accounts.ts';
import type { Notification } from '../../schemas/types/notifications.ts';
import type { OrderActivity } from '../../schemas/types/order-activity.ts';
import type { Order } from '../../schemas/types/orders.ts';
import type { Payment } from '../../schemas/types/payments.ts';
import type { Shipment } from '../../schemas/types/shipments.ts';
import type { Stock } from '../../schemas/types/stock.ts';
import { factsOf } from './log.ts';
import type { Books } from './world.ts';

/**
 * What everything came to, as text: the business content, without versions, times and histories, which tell how it came
 * about; and without the lines of an allocation that was undone, since it may never have seen them.
 */
export function endStates(world: Books): string {
  return [
    ...[...factsOf<Order>(world, 'orders').values()].map(order => ({
      order: order.orderId,
      status: order.status,
      total: order.total,
      lines: order.lines.map(({ sku, quantity, unitPrice, returnedQuantity }) => [
        sku,
        quantity,
        unitPrice,
        returnedQuantity,
      ]),
      rejection: [order.rejection?.code, order.rejection?.by],
      points: [order.loyalty?.status, order.loyalty?.points, order.discount],
      returns: order.returns.map(({ status }) => status),
      payment: [order.payment?.status, order.payment?.captured, order.payment?.refunded, order.payment?.reason],
      allocation: [order.allocation?.status, order.allocation?.shortLines],
      shipment: [order.shipment?.status, order.shipment?.reason, order.shipment?.returned],
    })),
    ...[...factsOf<Payment>(world, 'payments').values()].map(payment => ({
      payment: payment.orderId,
      status: payment.status,
      money: [payment.captured, payment.refunded, payment.declineReason, payment.failure?.step],
    })),
    ...[...factsOf<Allocation>(world, 'allocations').values()].map(allocation => ({
      allocation: allocation.orderId,
      status: allocation.status,
      lines:
        allocation.status === 'RELEASED' ? [] : allocation.lines.map(line => [line.status, line.restockedQuantity]),
    })),
    ...[...factsOf<Shipment>(world, 'shipments').values()].map(shipment => ({
      shipment: shipment.orderId,
      status: shipment.status,
      lines: shipment.lines.map(line => [line.refundedQuantity, line.restockedQuantity]),
    })),
    ...[...factsOf<OrderActivity>(world, 'order-activity').values()].map(({ orderId, content }) => ({
      activity: orderId,
      content: { ...content, placedAt: null },
    })),
    ...[...factsOf<LoyaltyAccount>(world, 'loyalty-accounts').values()].map(({ customerId, points, spent, holds }) => ({
      account: customerId,
      points,
      spent,
      holds,
    })),
    ...[...factsOf<Notification>(world, 'notifications').values()].map(({ orderId, mails }) => ({
      notification: orderId,
      // That it is packed is not told any more where it is seen only once it was sent.
      mails: mails.filter(({ kind }) => kind !== 'PACKED').map(({ kind, status }) => [kind, status]),
    })),
    ...[...factsOf<Customer>(world, 'customers').values()].map(({ customerId, status, openOrders, erasure }) => ({
      customer: customerId,
      status,
      openOrders: openOrders.toSorted(),
      destroyed: typeof erasure?.keyDestroyedAt,
    })),
    ...[...factsOf<FraudFlag>(world, 'fraud-flags').values()].map(({ customerId, erased }) => ({
      flag: customerId,
      erased,
    })),
    ...[...factsOf<Stock>(world, 'stock').values()].map(({ sku, onHand, reserved, received }) => ({
      stock: sku,
      onHand,
      reserved,
      received,
    })),
  ]
    .map(row => JSON.stringify(row))
    .sort()
    .join('\n');
}
