import { defineProcessor } from '../../runtime/tasks/definition.ts';
import type { Customer } from '../../schemas/types/customers.ts';
import { type CustomerInputs, decide } from './decide.ts';

export const customers = defineProcessor<Customer, CustomerInputs, Record<never, never>>({
  name: 'customers',
  entity: 'customer',
  owns: 'customers',
  reads: ['customer-requests'],
  tables: [],
  asks: [],
  effects: [],
  historyBound: 64,
  decide,
});
