import { defineProcessor } from '../../runtime/tasks/definition.ts';
import type { Shipment } from '../../schemas/types/shipments.ts';
import { decide } from './decide.ts';
import type { ShipmentInputs, ShipmentTables } from './model.ts';

export const shipping = defineProcessor<Shipment, ShipmentInputs, ShipmentTables>({
  name: 'shipping',
  entity: 'shipment',
  owns: 'shipments',
  reads: ['orders', 'shipment-requests'],
  tables: ['customers'],
  asks: [],
  effects: [],
  historyBound: 64,
  decide,
});
