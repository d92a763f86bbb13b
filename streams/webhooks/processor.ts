import { defineProcessor } from '../../runtime/tasks/definition.ts';
import type { Webhook } from '../../schemas/types/webhooks.ts';
import { linger } from '../linger.ts';
import { decide } from './decide.ts';
import type { WebhookInputs } from './model.ts';
import { again, failures } from './report.ts';

export const webhooks = defineProcessor<Webhook, WebhookInputs, Record<never, never>>({
  name: 'webhooks',
  entity: 'webhook',
  owns: 'webhooks',
  reads: ['webhook-requests', 'webhook-reports'],
  tables: [],
  asks: [],
  effects: ['destroy-secret'],
  historyBound: 32,
  linger: linger.customers,
  decide,
  failures,
  again,
});
