import { defineTable } from '../../runtime/projector/definition.ts';
import type { Enrolment } from '../../schemas/types/enrolments.ts';
import { project } from './project.ts';

export const enrolments = defineTable<Enrolment>({
  name: 'enrolments',
  topics: ['enrolments'],
  tableSql: new URL('./table.sql', import.meta.url),
  indexesSql: new URL('./indexes.sql', import.meta.url),
  table: 'enrolments',
  keyColumns: ['customer_id'],
  versionField: 'version',
  project,
});
