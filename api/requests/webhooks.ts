import type { WebhookRequest, WebhookTerms } from '../../schemas/types/webhook-requests.ts';
import type { WebhookBody } from './bodies.ts';
import { type Asking, common, type Request } from './request.ts';

type Type = Exclude<WebhookRequest['type'], 'UNKNOWN'>;

/** Something asked of a subscription. SUBSCRIBE and CHANGE put its whole content. */
export const webhookRequest = (
  asking: Asking,
  subscriptionId: string,
  type: Type,
  body: WebhookBody | null = null,
): Request<'webhook-requests'> => ({
  topic: 'webhook-requests',
  key: subscriptionId,
  value: {
    ...common(asking, `webhook-request.${type.toLowerCase()}`, asking.id),
    subscriptionId,
    type,
    subscribe: type === 'SUBSCRIBE' ? termsOf(body) : null,
    change: type === 'CHANGE' ? termsOf(body) : null,
  },
});

const termsOf = (body: WebhookBody | null): WebhookTerms | null =>
  body && { url: body.url, types: body.types ?? ['*'] };
