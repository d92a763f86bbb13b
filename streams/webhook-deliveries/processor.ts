import { defineProcessor } from '../../runtime/tasks/definition.ts';
import type { WebhookDelivery } from '../../schemas/types/webhook-deliveries.ts';
import { linger } from '../linger.ts';
import { decide } from './decide.ts';
import { type DeliveryInputs, type DeliveryTables, pacing as ours, type Pacing } from './model.ts';
import { again, failures } from './refused.ts';

/** With another patience than ours, such as in a spec. */
export const webhookDeliveriesBy = (pacing: Pacing) =>
  defineProcessor<WebhookDelivery, DeliveryInputs, DeliveryTables>({
    name: 'webhook-deliveries',
    entity: 'webhook-delivery',
    owns: 'webhook-deliveries',
    reads: ['orders', 'shipments'],
    tables: ['webhooks'],
    asks: ['webhook-reports'],
    effects: ['webhook'],
    historyBound: 32,
    linger: linger.unhurried,
    decide: (state, input, context) => decide(state, input, context, pacing),
    failures,
    again: (state, input, context) => again(state, input, context, pacing),
  });

export const webhookDeliveries = webhookDeliveriesBy(ours);
