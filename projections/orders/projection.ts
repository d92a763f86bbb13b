import { defineTable } from '../../runtime/projector/definition.ts';
import type { Order } from '../../schemas/types/orders.ts';
import { project } from './project.ts';

export const orders = defineTable<Order>({
  name: 'orders',
  topics: ['orders'],
  tableSql: new URL('./table.sql', import.meta.url),
  indexesSql: new URL('./indexes.sql', import.meta.url),
  table: 'orders',
  keyColumns: ['order_id'],
  versionField: 'version',
  project,
});
