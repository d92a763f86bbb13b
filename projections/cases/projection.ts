import { defineTable } from '../../runtime/projector/definition.ts';
import { processors } from '../../schemas/processors.ts';
import type { HospitalCase } from '../../schemas/types/hospital.ts';
import { project } from './project.ts';

/** What could not be processed, of all processors. A task's standing is in the same topics, and is no case. */
export const cases = defineTable<HospitalCase>({
  name: 'cases',
  topics: processors.map(processor => `${processor}.hospital`),
  passesOver: ['task'],
  scattered: true,
  tableSql: new URL('./table.sql', import.meta.url),
  indexesSql: new URL('./indexes.sql', import.meta.url),
  table: 'cases',
  keyColumns: ['case_id'],
  versionField: 'version',
  project,
});
