import type { Webhook } from '../../schemas/types/webhooks.ts';
import { kept } from '../kept.ts';

const DOCUMENT = ['url', 'types', 'secretId', 'formerSecretUntil', 'suspension', 'refusals'] as const;

export type WebhookDocument = Pick<Webhook, (typeof DOCUMENT)[number]>;

export type WebhookRow = {
  readonly subscription_id: string;
  readonly version: number;
  readonly status: Webhook['status'];
  readonly since: string;
  readonly changed_at: string;
  readonly document: WebhookDocument;
};

export const project = (webhook: Webhook): WebhookRow => ({
  subscription_id: webhook.subscriptionId,
  version: webhook.version,
  status: webhook.status,
  since: new Date(webhook.since).toISOString(),
  changed_at: new Date(webhook.event.time).toISOString(),
  document: kept(webhook, DOCUMENT),
});
