import { defineTable } from '../../runtime/projector/definition.ts';
import type { WelcomePack } from '../../schemas/types/welcome-packs.ts';
import { project } from './project.ts';

export const welcomePacks = defineTable<WelcomePack>({
  name: 'welcome-packs',
  topics: ['welcome-packs'],
  tableSql: new URL('./table.sql', import.meta.url),
  indexesSql: new URL('./indexes.sql', import.meta.url),
  table: 'welcome_packs',
  keyColumns: ['customer_id'],
  versionField: 'version',
  project,
});
