import { defineTable } from '../../runtime/projector/definition.ts';
import type { Payment } from '../../schemas/types/payments.ts';
import { project } from './project.ts';

export const payments = defineTable<Payment>({
  name: 'payments',
  topics: ['payments'],
  tableSql: new URL('./table.sql', import.meta.url),
  table: 'payments',
  keyColumns: ['order_id'],
  versionField: 'version',
  project,
});
