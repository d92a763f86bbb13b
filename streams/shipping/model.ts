import type { Context, Decision } from '../../runtime/tasks/definition.ts';
import type { Draft } from '../../runtime/tasks/fat-event.ts';
import { deadlinesOf, type Owed } from '../../runtime/tasks/patience.ts';
import type { Customer } from '../../schemas/types/customers.ts';
import type { Order } from '../../schemas/types/orders.ts';
import type { ShipmentRequest } from '../../schemas/types/shipment-requests.ts';
import type { Shipment } from '../../schemas/types/shipments.ts';
import { patience } from '../patience.ts';

export type ShipmentInputs = { orders: Order; 'shipment-requests': ShipmentRequest };
export type ShipmentTables = { customers: Customer };
export type ShipmentContext = Context<ShipmentTables>;
export type ShipmentDraft = Draft<Shipment>;

/** Who owes the shipment its next step. */
export function owedBy(shipment: ShipmentDraft): readonly Owed[] {
  switch (shipment.status) {
    case 'PREPARING':
      return [{ name: 'pack', owedBy: 'warehouse', patience: patience.pack }];
    case 'PACKED':
      return [{ name: 'dispatch', owedBy: 'warehouse', patience: patience.dispatch }];
    case 'DISPATCHED':
      return [{ name: 'deliver', owedBy: 'carrier', patience: patience.deliver }];
    case 'FAILED':
      return comesBack;
    case 'RETURNED':
      // The carrier still has the rest of what it could not deliver; a customer who returns a part may keep the rest.
      return shipment.failureReason !== null && shipment.lines.some(isAway) ? comesBack : [];
    default:
      return [];
  }
}

const comesBack: readonly Owed[] = [{ name: 'come-back', owedBy: 'carrier', patience: patience.comeBack }];

const isAway = ({ quantity, refundedQuantity }: ShipmentDraft['lines'][number]): boolean => refundedQuantity < quantity;

/** The decision for the shipment as it is now, with who owes the next step. */
export function settled(
  before: Shipment | null,
  shipment: ShipmentDraft,
  { now }: Pick<ShipmentContext, 'now'>,
): Decision<Shipment> {
  const state = { ...shipment, deadlines: deadlinesOf(owedBy(shipment), shipment.deadlines, now) };
  return { state, ...(state.status === before?.status ? {} : { what: state.status }) };
}
