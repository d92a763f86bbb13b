import type { ShipmentRequest } from '../../schemas/types/shipment-requests.ts';
import type { DispatchBody, FailureBody, GoodsBackBody } from './bodies.ts';
import { type Asking, common, type Request } from './request.ts';

type ShipmentAsked = Request<'shipment-requests'>;

/** What the warehouse and the carrier report of one order's shipment. */

export const packShipment = (
  asking: Asking,
  orderId: string,
  body: { readonly parcels?: number } = {},
): ShipmentAsked => asked(asking, orderId, null, 'PACK', { pack: { parcels: body.parcels ?? 1 } });

export const dispatchShipment = (asking: Asking, orderId: string, { carrier, tracking }: DispatchBody): ShipmentAsked =>
  asked(asking, orderId, null, 'DISPATCH', { dispatch: { carrier, tracking: tracking ?? null } });

/** `deliveredAt`: by the carrier's word, milliseconds since the epoch; default: when the owner hears of it. */
export const deliverShipment = (
  asking: Asking,
  orderId: string,
  body: { readonly deliveredAt?: number | null } = {},
): ShipmentAsked => asked(asking, orderId, null, 'DELIVER', { deliver: { deliveredAt: body.deliveredAt ?? null } });

/** `customerId` is whom the note may name: without it, there can be none. */
export const failShipment = (
  asking: Asking,
  orderId: string,
  customerId: string | null,
  { reasonCode, note }: FailureBody,
): ShipmentAsked => asked(asking, orderId, customerId, 'FAIL', { fail: { reasonCode, note: note ?? null } });

/** The goods that came back; see `returnOrder` for asking to send them. */
export const returnShipment = (
  asking: Asking,
  orderId: string,
  customerId: string | null,
  { lines, note }: GoodsBackBody,
): ShipmentAsked =>
  asked(asking, orderId, customerId, 'RETURN', {
    return: {
      lines: lines.map(({ line, refunded, restocked }) => ({ line, refunded, restocked })),
      note: note ?? null,
    },
  });

const noBody = { pack: null, dispatch: null, deliver: null, fail: null, return: null };

const asked = (
  asking: Asking,
  orderId: string,
  customerId: string | null,
  type: ShipmentRequest['type'],
  body: Partial<Pick<ShipmentRequest, keyof typeof noBody>>,
): ShipmentAsked => ({
  topic: 'shipment-requests',
  key: orderId,
  value: {
    ...common(asking, `shipment-request.${type.toLowerCase()}`, orderId),
    orderId,
    customerId,
    type,
    ...noBody,
    ...body,
  },
});
