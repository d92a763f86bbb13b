import { webhookSubject } from '../../runtime/gateways/webhooks/signature.ts';
import type { FatEvent } from '../../runtime/tasks/fat-event.ts';
import type { Webhook } from '../../schemas/types/webhooks.ts';

/** Whose key a removed subscription intends to destroy. */
export const secretsKey = (state: FatEvent): string => webhookSubject((state as Webhook).subscriptionId);
