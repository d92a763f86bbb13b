import { defineTable } from '../../runtime/projector/definition.ts';
import type { Shipment } from '../../schemas/types/shipments.ts';
import { project } from './project.ts';

export const shipments = defineTable<Shipment>({
  name: 'shipments',
  topics: ['shipments'],
  tableSql: new URL('./table.sql', import.meta.url),
  indexesSql: new URL('./indexes.sql', import.meta.url),
  table: 'shipments',
  keyColumns: ['order_id'],
  versionField: 'version',
  project,
});
