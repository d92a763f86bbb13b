import { defineAggregate } from '../../runtime/projector/definition.ts';
import type { Payment } from '../../schemas/types/payments.ts';
import { project } from './project.ts';

/** Money taken and given back, by day (UTC) and currency. */
export const dailySales = defineAggregate<Payment>({
  name: 'daily-sales',
  topics: ['payments'],
  tableSql: new URL('./table.sql', import.meta.url),
  table: 'daily_sales',
  contributions: 'daily_sales_contributions',
  totals: 'daily_sales_totals',
  dimensions: ['day', 'currency'],
  measures: ['sales', 'revenue', 'refunds'],
  versionField: 'version',
  project,
});
