import { defineProcessor } from '../../runtime/tasks/definition.ts';
import type { Stock } from '../../schemas/types/stock.ts';
import { decide } from './decide.ts';
import type { StockInputs } from './model.ts';

export const stock = defineProcessor<Stock, StockInputs, Record<never, never>>({
  name: 'stock',
  entity: 'stock',
  owns: 'stock',
  reads: ['stock-requests', 'stock-receipts'],
  tables: [],
  asks: ['stock-replies'],
  effects: [],
  historyBound: 16,
  decide,
});
