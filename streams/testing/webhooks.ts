import { START } from '../../runtime/tasks/testing/given.ts';
import type { WebhookReport } from '../../schemas/types/webhook-reports.ts';
import type { WebhookRequest } from '../../schemas/types/webhook-requests.ts';
import type { Webhook } from '../../schemas/types/webhooks.ts';
import { event } from './records.ts';

/** Records of webhooks, for the specs. Each is whole; `over` says what matters. */

export const webhook = (over: Partial<Webhook> = {}): Webhook => ({
  event: event(),
  subscriptionId: 'webhook-1',
  version: 1,
  status: 'ACTIVE',
  url: 'https://hooks.example/in',
  types: ['*'],
  since: START - 1_000,
  activation: 1,
  secretId: 'first',
  formerSecretId: null,
  formerSecretUntil: null,
  suspension: null,
  refusals: [],
  requests: [],
  history: [],
  historyDropped: 0,
  deadlines: [],
  effects: [],
  ...over,
});

export const webhookRequest = (
  type: WebhookRequest['type'],
  id: string,
  over: Partial<WebhookRequest> = {},
): WebhookRequest => ({
  event: event(id),
  subscriptionId: 'webhook-1',
  type,
  bodyHash: 'hash',
  restsOn: [],
  subscribe: type === 'SUBSCRIBE' ? { url: 'https://hooks.example/in', types: ['*'] } : null,
  change: null,
  ...over,
});

export const webhookReport = (over: Partial<WebhookReport> = {}): WebhookReport => ({
  event: event(),
  subscriptionId: 'webhook-1',
  activation: 1,
  kind: 'FAILING',
  code: 'provider-unreachable',
  effectId: 'order-1/webhook/webhook-1/orders/1',
  ...over,
});
