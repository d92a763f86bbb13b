import type { Decision } from '../../runtime/tasks/definition.ts';
import type { ShipmentRequest } from '../../schemas/types/shipment-requests.ts';
import type { Shipment } from '../../schemas/types/shipments.ts';
import { accepted, askedBy, atTheDoor, rejected, remembered } from '../door.ts';
import { known } from '../known.ts';
import { isReadable, UNREADABLE, withoutAddress } from './address.ts';
import { type ShipmentContext, settled } from './model.ts';
import { receivedBack } from './receive.ts';

/** Decides what the warehouse and the carrier report. */
export function asked(
  shipment: Shipment | null,
  request: ShipmentRequest,
  context: ShipmentContext,
): Decision<Shipment> {
  known(request.type, 'type of the shipment request');
  const ask = askedBy('shipment-requests', request);
  const { version, requests } = shipment ?? { version: 0, requests: [] };
  const door = atTheDoor(ask, { topic: 'shipments', key: request.orderId, version, requests });
  if (door === 'repeat') return {};
  if (shipment === null) return { outcomes: [rejected(ask, door?.reject ?? 'unknown-shipment')] };
  const change = door === null ? changeOf(shipment, request, context) : door.reject;
  if (typeof change === 'string') {
    const refused = { ...shipment, requests: remembered(requests, ask, context.now, change) };
    const about = { reason: change, outcomes: [rejected(ask, change)] };
    if (change !== UNREADABLE) return { state: refused, what: `${ask.type}_REFUSED`, ...about };
    const stopped = settled(shipment, withoutAddress(refused), context);
    return { ...stopped, what: [`${ask.type}_REFUSED`, 'STOPPED'], ...about };
  }
  const state = { ...shipment, ...change, requests: remembered(requests, ask, context.now, null) };
  return { what: state.status, ...settled(shipment, state, context), outcomes: [accepted(ask)] };
}

/** What it changes, or the code to reject it with. */
function changeOf(shipment: Shipment, request: ShipmentRequest, context: ShipmentContext): Partial<Shipment> | string {
  const { status, address, customerId } = shipment;
  const { now } = context;
  switch (request.type) {
    case 'PACK':
      if (status !== 'PREPARING') return status === 'STOPPED' ? 'stopped' : 'already-packed';
      // There is no label to print. What is packed already has one.
      if (!isReadable(address, customerId, context)) return UNREADABLE;
      return { status: 'PACKED', packedAt: now, parcels: request.pack?.parcels ?? 1 };
    case 'DISPATCH':
      if (status === 'PREPARING') return 'not-packed';
      if (status !== 'PACKED') return status === 'STOPPED' ? 'stopped' : 'already-dispatched';
      return {
        status: 'DISPATCHED',
        dispatchedAt: now,
        carrier: request.dispatch?.carrier ?? null,
        tracking: request.dispatch?.tracking ?? null,
      };
    case 'DELIVER':
      if (status !== 'DISPATCHED') return notOnItsWay(shipment);
      return { status: 'DELIVERED', deliveredAt: request.deliver?.deliveredAt ?? now };
    case 'FAIL':
      if (status !== 'DISPATCHED') return notOnItsWay(shipment);
      return {
        status: 'FAILED',
        failureReason: request.fail?.reasonCode || 'delivery-failed',
        note: request.fail?.note ?? null,
      };
    default:
      return receivedBack(shipment, request.return);
  }
}

function notOnItsWay({ status }: Shipment): string {
  if (status === 'STOPPED') return 'stopped';
  return status === 'PREPARING' || status === 'PACKED' ? 'not-dispatched' : 'already-ended';
}
