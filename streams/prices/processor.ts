import { defineProcessor } from '../../runtime/tasks/definition.ts';
import type { Price } from '../../schemas/types/prices.ts';
import { again, failures } from './answer.ts';
import { decide } from './decide.ts';
import type { PriceInputs } from './model.ts';

export const prices = defineProcessor<Price, PriceInputs, Record<never, never>>({
  name: 'prices',
  entity: 'price',
  owns: 'prices',
  reads: ['pricing-requests'],
  tables: [],
  asks: [],
  effects: ['price'],
  historyBound: 16,
  decide,
  failures,
  again,
});
