import { defineTable } from '../../runtime/projector/definition.ts';
import type { Price } from '../../schemas/types/prices.ts';
import { project } from './project.ts';

export const positionPrices = defineTable<Price>({
  name: 'position-prices',
  topics: ['prices'],
  tableSql: new URL('./table.sql', import.meta.url),
  indexesSql: new URL('./indexes.sql', import.meta.url),
  table: 'position_prices',
  keyColumns: ['position_id'],
  versionField: 'version',
  project,
});
