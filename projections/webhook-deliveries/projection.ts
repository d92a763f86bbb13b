import { defineTable } from '../../runtime/projector/definition.ts';
import type { WebhookDelivery } from '../../schemas/types/webhook-deliveries.ts';
import { project } from './project.ts';

export const webhookDeliveries = defineTable<WebhookDelivery>({
  name: 'webhook-deliveries',
  topics: ['webhook-deliveries'],
  tableSql: new URL('./table.sql', import.meta.url),
  indexesSql: new URL('./indexes.sql', import.meta.url),
  table: 'webhook_deliveries',
  keyColumns: ['order_id'],
  versionField: 'version',
  project,
});
