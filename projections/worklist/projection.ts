import { defineTable } from '../../runtime/projector/definition.ts';
import type { Order } from '../../schemas/types/orders.ts';
import { project } from './project.ts';

/** The open work of the warehouse. */
export const worklist = defineTable<Order>({
  name: 'worklist',
  topics: ['orders'],
  tableSql: new URL('./table.sql', import.meta.url),
  indexesSql: new URL('./indexes.sql', import.meta.url),
  table: 'worklist',
  keyColumns: ['order_id'],
  versionField: 'version',
  project,
});
