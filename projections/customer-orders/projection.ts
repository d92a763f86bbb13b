import { defineAggregate } from '../../runtime/projector/definition.ts';
import type { Order } from '../../schemas/types/orders.ts';
import { project } from './project.ts';

/** What has become of the orders of each customer. The orders themselves are in `orders`, by customer. */
export const customerOrders = defineAggregate<Order>({
  name: 'customer-orders',
  topics: ['orders'],
  tableSql: new URL('./table.sql', import.meta.url),
  indexesSql: new URL('./indexes.sql', import.meta.url),
  table: 'customer_orders',
  contributions: 'customer_orders_contributions',
  totals: 'customer_orders_totals',
  dimensions: ['customer_id', 'currency'],
  measures: ['orders', 'open', 'delivered', 'returned', 'cancelled', 'rejected', 'amount'],
  versionField: 'version',
  project,
});
