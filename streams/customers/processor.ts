import { defineProcessor } from '../../runtime/tasks/definition.ts';
import type { Customer } from '../../schemas/types/customers.ts';
import { linger } from '../linger.ts';
import { decide } from './decide.ts';
import type { CustomerInputs } from './model.ts';

export const customers = defineProcessor<Customer, CustomerInputs, Record<never, never>>({
  name: 'customers',
  entity: 'customer',
  owns: 'customers',
  reads: ['customer-requests', 'customer-activity'],
  tables: [],
  asks: [],
  effects: ['destroy-key'],
  historyBound: 64,
  linger: linger.customers,
  decide,
});
