import { defineTable } from '../../runtime/projector/definition.ts';
import type { Instrument } from '../../schemas/types/instruments.ts';
import { project } from './project.ts';

export const instruments = defineTable<Instrument>({
  name: 'instruments',
  topics: ['instruments'],
  tableSql: new URL('./table.sql', import.meta.url),
  table: 'instruments',
  keyColumns: ['instrument_id'],
  versionField: 'version',
  project,
});
