import { defineTable } from '../../runtime/projector/definition.ts';
import type { Webhook } from '../../schemas/types/webhooks.ts';
import { project } from './project.ts';

export const webhooks = defineTable<Webhook>({
  name: 'webhooks',
  topics: ['webhooks'],
  tableSql: new URL('./table.sql', import.meta.url),
  table: 'webhooks',
  keyColumns: ['subscription_id'],
  versionField: 'version',
  project,
});
