import { START } from '../../runtime/tasks/testing/given.ts';
import type { WebhookDelivery } from '../../schemas/types/webhook-deliveries.ts';
import type { WebhookReport } from '../../schemas/types/webhook-reports.ts';
import type { WebhookRequest } from '../../schemas/types/webhook-requests.ts';
import type { Webhook } from '../../schemas/types/webhooks.ts';
import { emptyTarget } from '../webhook-deliveries/model.ts';
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
  refusalsSince: null,
  failing: [],
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

/** One message waits for its receiver. */
export const webhookDelivery = (over: Partial<WebhookDelivery> = {}): WebhookDelivery => ({
  event: event(),
  orderId: 'order-1',
  version: 1,
  status: 'WAITING',
  seen: [{ topic: 'orders', version: 1, content: 'c' }],
  messages: [
    {
      topic: 'orders',
      version: 1,
      eventId: 'e',
      type: 'longplay.order.placed',
      time: START,
      data: '{"orderId":"order-1"}',
    },
  ],
  targets: [{ ...emptyTarget('webhook-1'), queue: [{ topic: 'orders', version: 1 }], waiting: true }],
  history: [],
  historyDropped: 0,
  deadlines: [],
  effects: [],
  ...over,
});
