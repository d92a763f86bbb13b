import type { OrderRequest } from '../../schemas/types/order-requests.ts';
import { addressOf } from './address.ts';
import type { OrderBody, ReasonBody, ReturnBody } from './bodies.ts';
import { type Asking, common, type Request } from './request.ts';

type OrderAsked = Request<'order-requests'>;

export const placeOrder = (asking: Asking, orderId: string, body: OrderBody): OrderAsked =>
  asked(asking, orderId, body.customerId, 'PLACE', {
    place: {
      placedAt: body.placedAt ?? null,
      lines: body.lines.map(({ sku, quantity, unitPrice }, index) => ({
        line: index + 1,
        sku,
        quantity,
        unitPrice: unitPrice ?? null,
      })),
      shippingAddress: body.shippingAddress == null ? null : addressOf(body.shippingAddress),
      pointsToSpend: body.pointsToSpend ?? 0,
      expectedTotal: body.expectedTotal ?? null,
      note: body.note ?? null,
    },
  });

/** `customerId` is whose words the reason is: without it, nothing personal can be said. */
export const cancelOrder = (
  asking: Asking,
  orderId: string,
  customerId: string | null,
  { reasonCode, reason }: ReasonBody,
): OrderAsked =>
  asked(asking, orderId, customerId, 'CANCEL', {
    cancel: { reasonCode: reasonCode ?? null, reason: reason ?? null },
  });

/** Asks to send lines back; see `returnShipment` for their arrival. */
export const returnOrder = (
  asking: Asking,
  orderId: string,
  customerId: string | null,
  { lines, reasonCode, reason }: ReturnBody,
): OrderAsked =>
  asked(asking, orderId, customerId, 'RETURN', {
    return: {
      lines: lines.map(({ line, quantity }) => ({ line, quantity })),
      reasonCode: reasonCode ?? null,
      reason: reason ?? null,
    },
  });

const noBody = { place: null, cancel: null, return: null };

const asked = (
  asking: Asking,
  orderId: string,
  customerId: string | null,
  type: OrderRequest['type'],
  body: Partial<Pick<OrderRequest, 'place' | 'cancel' | 'return'>>,
): OrderAsked => ({
  topic: 'order-requests',
  key: orderId,
  value: {
    ...common(asking, `order-request.${type.toLowerCase()}`, orderId),
    orderId,
    customerId,
    type,
    ...noBody,
    ...body,
  },
});
