import { defineTable } from '../../runtime/projector/definition.ts';
import type { Holiday } from '../../schemas/types/holidays.ts';
import { project } from './project.ts';

export const holidays = defineTable<Holiday>({
  name: 'holidays',
  topics: ['holidays'],
  tableSql: new URL('./table.sql', import.meta.url),
  indexesSql: new URL('./indexes.sql', import.meta.url),
  table: 'holidays',
  keyColumns: ['holiday_id'],
  versionField: 'version',
  project,
});
