import type { Order } from '../schemas/types/orders.ts';
import type { OrderSeen, ShipmentSeen } from '../schemas/types/shared.ts';
import type { Shipment } from '../schemas/types/shipments.ts';
import { known } from './known.ts';

/** What the neighbours keep of an order. */
export const orderSeen = ({ version, status, askedVersion }: Order): OrderSeen => ({
  version,
  status: known(status, 'status of the order'),
  askedVersion,
});

/** What the neighbours keep of a shipment. */
export const shipmentSeen = (shipment: Shipment): ShipmentSeen => ({
  version: shipment.version,
  status: known(shipment.status, 'status of the shipment'),
  answersVersion: shipment.answersVersion,
  reason: shipment.failureReason,
  returned: shipment.lines
    .filter(line => line.refundedQuantity > 0)
    .map(({ line, refundedQuantity, restockedQuantity }) => ({
      line,
      refunded: refundedQuantity,
      restocked: restockedQuantity,
    })),
});

/**
 * Whether the order asks its neighbours for an answer that they have not given yet. An answer names the version that
 * asked: it is content of the order, so publishing the order again asks nothing anew.
 */
export function asksAnew(
  { version, askedVersion }: OrderSeen,
  seen: OrderSeen | null,
  answers: number | null,
): boolean {
  return askedVersion !== null && askedVersion !== answers && version > (seen?.version ?? 0);
}

/** The order has ended before it was dispatched, or is about to: what was done for it is undone. */
export const isUndone = (order: OrderSeen | null): boolean =>
  order?.status === 'REJECTING' || order?.status === 'CANCELLING';

/** Whether the goods have left the shelf. */
export const isPacked = (shipment: Pick<ShipmentSeen, 'status'> | null): boolean =>
  shipment?.status === 'PACKED' || isDispatched(shipment);

/** Whether the carrier has taken the parcel, whatever became of it afterwards. */
export const isDispatched = (shipment: Pick<ShipmentSeen, 'status'> | null): boolean =>
  shipment?.status === 'DISPATCHED' ||
  shipment?.status === 'DELIVERED' ||
  shipment?.status === 'FAILED' ||
  shipment?.status === 'RETURNED';
