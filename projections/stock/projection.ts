import { defineTable } from '../../runtime/projector/definition.ts';
import type { Stock } from '../../schemas/types/stock.ts';
import { project } from './project.ts';

export const stock = defineTable<Stock>({
  name: 'stock',
  topics: ['stock'],
  tableSql: new URL('./table.sql', import.meta.url),
  table: 'stock',
  keyColumns: ['sku'],
  versionField: 'version',
  project,
});
