import { defineTable } from '../../runtime/projector/definition.ts';
import { processors } from '../../schemas/processors.ts';
import type { Outcome } from '../../schemas/types/outcomes.ts';
import { project } from './project.ts';

/** What became of every request. Its topics are trimmed, so a rebuild has the outcomes that are still there. */
export const requests = defineTable<Outcome>({
  name: 'requests',
  topics: processors.map(processor => `${processor}.outcomes`),
  tableSql: new URL('./table.sql', import.meta.url),
  table: 'requests',
  keyColumns: ['request_id', 'body_hash'],
  project,
});
