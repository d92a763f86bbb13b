import { defineTable } from '../../runtime/projector/definition.ts';
import type { Product } from '../../schemas/types/products.ts';
import { project } from './project.ts';

export const products = defineTable<Product>({
  name: 'products',
  topics: ['products'],
  tableSql: new URL('./table.sql', import.meta.url),
  table: 'products',
  keyColumns: ['sku'],
  versionField: 'version',
  project,
});
