import { createHash } from 'node:crypto';
import { bodyHash } from '../../api/requests/body-hash.ts';
import type { Asking, Request } from '../../api/requests/request.ts';
import { deliverShipment, dispatchShipment, packShipment, returnShipment } from '../../api/requests/shipments.ts';
import type { Shipment } from '../../schemas/types/shipments.ts';

/** How long each step takes, ms. */
export type WarehouseDelays = {
  /** From the confirmed order to the packed parcel. Default 500. */
  readonly pack: number;
  /** From there until the carrier takes it. Default 500. */
  readonly dispatch: number;
  /** From there to the doorstep. Default 1,000. */
  readonly deliver: number;
  /** Until a parcel is back that could not be delivered. Default 1,000. */
  readonly comeBack: number;
};

export const defaultDelays: WarehouseDelays = { pack: 500, dispatch: 500, deliver: 1_000, comeBack: 1_000 };

type Reported = Request<'shipment-requests' | 'welcome-pack-requests'>;

/** What the warehouse or the carrier will say next of a shipment, or of a welcome pack. */
export type Report = {
  /** Of what it is about. */
  readonly key: string;
  /** Not before this time, milliseconds since the epoch. */
  readonly due: number;
  readonly request: (time: number) => Reported;
};

export const CARRIER = 'Longplay Parcel';

/**
 * The step that the shipment says is owed by the warehouse or the carrier, or null. Its request id is a natural one and
 * its body the same whenever it is made, so two warehouses, or one that was restarted, report it once.
 *
 * Goods that a customer sends back are nobody's guess: what came back, and in which state, people report.
 */
export function nextReport(shipment: Shipment, delays: WarehouseDelays = defaultDelays): Report | null {
  const { orderId } = shipment;
  const owed = shipment.deadlines.find(one => one.owedBy === 'warehouse' || one.owedBy === 'carrier');
  if (owed === undefined) return null;
  const report = <B>(wait: number, body: B, make: (asking: Asking, orderId: string, body: B) => Reported): Report => ({
    key: orderId,
    due: owed.since + wait,
    request: time => make(asking(`warehouse/${orderId}/${owed.name}`, body, time), orderId, body),
  });
  switch (owed.name) {
    case 'pack':
      return report(delays.pack, { parcels: 1 }, packShipment);
    case 'dispatch':
      return report(delays.dispatch, { carrier: CARRIER, tracking: trackingOf(orderId) }, dispatchShipment);
    case 'deliver':
      return report(delays.deliver, {}, deliverShipment);
    case 'come-back':
      return report(delays.comeBack, { lines: notBackYet(shipment) }, (about, id, body) =>
        returnShipment(about, id, null, body),
      );
    default:
      return null;
  }
}

export const asking = (id: string, body: unknown, time: number): Asking => ({
  id,
  bodyHash: bodyHash(body),
  time,
  actor: { kind: 'WAREHOUSE', id: 'auto-warehouse' },
});

export const trackingOf = (id: string): string =>
  `LP${createHash('sha256').update(id).digest('hex').slice(0, 12).toUpperCase()}`;

/** A parcel that could not be delivered comes back whole. */
const notBackYet = ({ lines }: Shipment) =>
  lines
    .map(({ line, quantity, refundedQuantity }) => ({ line, left: quantity - refundedQuantity }))
    .filter(({ left }) => left > 0)
    .map(({ line, left }) => ({ line, refunded: left, restocked: left }));
