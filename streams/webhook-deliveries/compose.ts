import type { WebhookCall } from '../../runtime/gateways/webhooks/gateway.ts';
import type { FatEvent, PendingEffect } from '../../runtime/tasks/fat-event.ts';
import type { WebhookDelivery } from '../../schemas/types/webhook-deliveries.ts';
import { sameFact } from './model.ts';

/**
 * The message of a pending effect, the same for every attempt.
 *
 * @throws where the state does not hold it; then nothing is sent.
 */
export function composeWebhook(effect: PendingEffect, state: FatEvent): WebhookCall {
  // Only the processor of deliveries intends webhooks.
  const { orderId, targets, messages } = state as WebhookDelivery;
  const target = targets.find(({ subscriptionId }) => subscriptionId === effect.about);
  const head = target?.queue[0];
  const message = head && messages.find(one => sameFact(one, head));
  if (target === undefined || message === undefined) throw new Error(`there is no message ${effect.id} to be told`);
  const { topic, eventId, type, time, data } = message;
  return {
    subscriptionId: target.subscriptionId,
    url: target.url,
    secretIds: target.secretIds,
    attributes: { topic, id: eventId, type, subject: orderId, time: new Date(time).toISOString() },
    data,
  };
}
