import { defineTable } from '../../runtime/projector/definition.ts';
import type { Customer } from '../../schemas/types/customers.ts';
import { project } from './project.ts';

export const customers = defineTable<Customer>({
  name: 'customers',
  topics: ['customers'],
  tableSql: new URL('./table.sql', import.meta.url),
  table: 'customers',
  keyColumns: ['customer_id'],
  versionField: 'version',
  project,
});
