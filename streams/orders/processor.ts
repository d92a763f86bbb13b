import { defineProcessor } from '../../runtime/tasks/definition.ts';
import type { Order } from '../../schemas/types/orders.ts';
import { decide } from './decide.ts';
import type { OrderInputs, OrderTables } from './model.ts';

export const orders = defineProcessor<Order, OrderInputs, OrderTables>({
  name: 'orders',
  entity: 'order',
  owns: 'orders',
  reads: ['order-requests', 'payments', 'allocations', 'shipments', 'loyalty-replies'],
  tables: ['products', 'customers'],
  asks: ['loyalty-requests'],
  effects: [],
  historyBound: 64,
  decide,
});
