import { defineAggregate } from '../../runtime/projector/definition.ts';
import type { Price } from '../../schemas/types/prices.ts';
import { project } from './project.ts';

/** What a portfolio is worth, by currency, and how much of that is stale, failed or owed. */
export const portfolioTotals = defineAggregate<Price>({
  name: 'portfolio-totals',
  topics: ['prices'],
  tableSql: new URL('./table.sql', import.meta.url),
  indexesSql: new URL('./indexes.sql', import.meta.url),
  table: 'portfolio_totals',
  contributions: 'portfolio_totals_contributions',
  totals: 'portfolio_totals_totals',
  dimensions: ['portfolio_id', 'currency'],
  measures: ['value', 'positions', 'stale', 'unpriced', 'failed', 'owed'],
  versionField: 'version',
  project,
});
