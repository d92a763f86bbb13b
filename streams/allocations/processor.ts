import { defineProcessor } from '../../runtime/tasks/definition.ts';
import type { Allocation } from '../../schemas/types/allocations.ts';
import { decide } from './decide.ts';
import type { AllocationInputs } from './model.ts';

export const allocations = defineProcessor<Allocation, AllocationInputs, Record<never, never>>({
  name: 'allocations',
  entity: 'allocation',
  owns: 'allocations',
  reads: ['orders', 'shipments', 'stock-replies'],
  tables: [],
  asks: ['stock-requests'],
  effects: [],
  historyBound: 64,
  decide,
});
