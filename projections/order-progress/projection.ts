import { defineTable } from '../../runtime/projector/definition.ts';
import type { Order } from '../../schemas/types/orders.ts';
import { project } from './project.ts';

/** Where each order stands, who owes it its next step, and since when that is overdue. */
export const orderProgress = defineTable<Order>({
  name: 'order-progress',
  topics: ['orders'],
  tableSql: new URL('./table.sql', import.meta.url),
  indexesSql: new URL('./indexes.sql', import.meta.url),
  table: 'order_progress',
  keyColumns: ['order_id'],
  versionField: 'version',
  project,
});
