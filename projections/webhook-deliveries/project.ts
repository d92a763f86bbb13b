import type { WebhookDelivery, WebhookTarget } from '../../schemas/types/webhook-deliveries.ts';
import { kept } from '../kept.ts';

const TARGET = [
  'subscriptionId',
  'delivered',
  'deliveredCount',
  'deliveredAt',
  'dropped',
  'attempt',
  'waiting',
  'refused',
  'lastError',
  'lastErrorAt',
] as const;

export type TargetShown = Pick<WebhookTarget, (typeof TARGET)[number]> & {
  readonly queue: readonly { readonly topic: string; readonly version: number; readonly type: string }[];
  readonly nextTryAt: number | null;
};

export type DeliveryRow = {
  readonly order_id: string;
  readonly version: number;
  readonly status: WebhookDelivery['status'];
  readonly changed_at: string;
  readonly waiting_for: string;
  readonly targets: readonly TargetShown[];
};

export function project({ orderId, version, status, event, targets, messages, effects }: WebhookDelivery): DeliveryRow {
  const typeOf = ({ topic, version: of }: { topic: string; version: number }): string =>
    messages.find(one => one.topic === topic && one.version === of)?.type ?? '';
  return {
    order_id: orderId,
    version,
    status,
    changed_at: new Date(event.time).toISOString(),
    waiting_for: targets.flatMap(one => (one.queue.length > 0 ? [` ${one.subscriptionId} `] : [])).join(''),
    targets: targets.map(one => ({
      ...kept(one, TARGET),
      queue: one.queue.map(fact => ({ ...fact, type: typeOf(fact) })),
      nextTryAt: effects.find(({ about }) => about === one.subscriptionId)?.retryAt ?? null,
    })),
  };
}
