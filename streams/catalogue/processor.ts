import { defineProcessor } from '../../runtime/tasks/definition.ts';
import type { Product } from '../../schemas/types/products.ts';
import { decide, type ProductInputs } from './decide.ts';

export const catalogue = defineProcessor<Product, ProductInputs, Record<never, never>>({
  name: 'catalogue',
  entity: 'product',
  owns: 'products',
  reads: ['product-requests'],
  tables: [],
  asks: [],
  effects: [],
  historyBound: 64,
  decide,
});
