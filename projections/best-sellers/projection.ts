import { defineAggregate } from '../../runtime/projector/definition.ts';
import type { Order } from '../../schemas/types/orders.ts';
import { project } from './project.ts';

/** Copies sold, by month (UTC) and product. */
export const bestSellers = defineAggregate<Order>({
  name: 'best-sellers',
  topics: ['orders'],
  tableSql: new URL('./table.sql', import.meta.url),
  indexesSql: new URL('./indexes.sql', import.meta.url),
  table: 'best_sellers',
  contributions: 'best_sellers_contributions',
  totals: 'best_sellers_totals',
  dimensions: ['month', 'sku'],
  measures: ['orders', 'sold', 'returned'],
  versionField: 'version',
  project,
});
