import type { Shipment } from '../../schemas/types/shipments.ts';

export type ShipmentDocument = Omit<Shipment, 'event' | 'requests' | 'effects' | 'order' | 'answersVersion'>;

export type ShipmentRow = {
  readonly order_id: string;
  readonly version: number;
  readonly status: Shipment['status'];
  readonly customer_id: string;
  readonly changed_at: string;
  readonly document: ShipmentDocument;
};

export function project(shipment: Shipment): ShipmentRow {
  const { event, requests: _requests, effects: _effects, order: _order, answersVersion: _answers, ...shown } = shipment;
  return {
    order_id: shipment.orderId,
    version: shipment.version,
    status: shipment.status,
    customer_id: shipment.customerId,
    changed_at: new Date(event.time).toISOString(),
    document: shown,
  };
}
