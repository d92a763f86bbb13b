import { webhookSubject } from '../../runtime/gateways/webhooks/signature.ts';
import type { FatEvent } from '../../runtime/tasks/fat-event.ts';
import type { Webhook } from '../../schemas/types/webhooks.ts';

/** Whose key a state intends to destroy, where it is a subscription; null: it is none. */
export const removedKey = (state: FatEvent): string | null =>
  'subscriptionId' in state ? webhookSubject((state as Webhook).subscriptionId) : null;
