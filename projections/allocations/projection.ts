import { defineTable } from '../../runtime/projector/definition.ts';
import type { Allocation } from '../../schemas/types/allocations.ts';
import { project } from './project.ts';

export const allocations = defineTable<Allocation>({
  name: 'allocations',
  topics: ['allocations'],
  tableSql: new URL('./table.sql', import.meta.url),
  table: 'allocations',
  keyColumns: ['order_id'],
  versionField: 'version',
  project,
});
