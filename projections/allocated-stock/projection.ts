import { defineAggregate } from '../../runtime/projector/definition.ts';
import type { Allocation } from '../../schemas/types/allocations.ts';
import { project } from './project.ts';

/** What the orders hold and have taken of each product, to be compared with what stock says of itself. */
export const allocatedStock = defineAggregate<Allocation>({
  name: 'allocated-stock',
  topics: ['allocations'],
  tableSql: new URL('./table.sql', import.meta.url),
  indexesSql: new URL('./indexes.sql', import.meta.url),
  table: 'allocated_stock',
  contributions: 'allocated_stock_contributions',
  totals: 'allocated_stock_totals',
  dimensions: ['sku'],
  measures: ['reserved', 'consumed', 'reserving', 'releasing', 'consuming', 'restocking'],
  versionField: 'version',
  project,
});
