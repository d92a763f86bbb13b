import { createHash } from 'node:crypto';
import type { Decision } from '../../runtime/tasks/definition.ts';
import type { FatEvent } from '../../runtime/tasks/fat-event.ts';
import type { FactRef, WebhookDelivery, WebhookMessage } from '../../schemas/types/webhook-deliveries.ts';
import type { Webhook } from '../../schemas/types/webhooks.ts';
import { advanced } from './advance.ts';
import { bounded } from './bound.ts';
import type { Content } from './content.ts';
import { type DeliveryContext, type DeliveryDraft, emptyTarget, MOST_TARGETS, type Pacing } from './model.ts';
import { stepsOf, subscriptionsIn, wants } from './wanted.ts';

/** A fact of the order, and what of it is told. */
export type Heard = {
  readonly topic: string;
  readonly entity: string;
  readonly orderId: string;
  readonly fact: FatEvent;
  readonly content: () => Content;
};

/** Without a subscription that wants it, nothing is written: a shop without webhooks has no state of them. */
export function heard(
  state: WebhookDelivery | null,
  { topic, entity, orderId, fact, content }: Heard,
  context: DeliveryContext,
  pacing: Pacing,
): Decision<WebhookDelivery> {
  const subscriptions = subscriptionsIn(context);
  if (subscriptions.length === 0) return {};
  const seen = state?.seen.find(one => one.topic === topic);
  const { version } = fact;
  if (seen !== undefined && version <= seen.version) return {};
  const steps = stepsOf(entity, fact, seen?.version ?? 0);
  const wanting = subscriptions.filter(one => wants(one, steps));
  if (wanting.length === 0) return {};
  const told = content();
  const digest = createHash('sha256').update(JSON.stringify(told)).digest('base64url').slice(0, 22);
  // Published again, or changed in what concerns nobody outside.
  if (seen?.content === digest) return {};
  const message: WebhookMessage = {
    topic,
    version,
    eventId: fact.event.id,
    type: fact.event.type,
    time: fact.event.time,
    data: JSON.stringify({ ...told, version, steps: steps.map(({ type }) => type) }),
  };
  const before: DeliveryDraft = state ?? { ...empty, orderId };
  const next = {
    ...before,
    seen: [...before.seen.filter(one => one.topic !== topic), { topic, version, content: digest }],
    messages: [...before.messages, message],
  };
  const targets = queued(before, { topic, version }, wanting);
  const alarms = targets.leftOut ? ['webhooks-too-many'] : [];
  return advanced(state, bounded({ ...next, targets: targets.all }), context, { pacing, alarms });
}

const empty: Omit<DeliveryDraft, 'orderId'> = {
  status: 'DELIVERED',
  seen: [],
  messages: [],
  targets: [],
  deadlines: [],
  effects: [],
};

/** The targets, with the fact at the end of the queue of each that wants it. */
function queued({ targets }: DeliveryDraft, fact: FactRef, wanting: readonly Webhook[]) {
  const all = [...targets];
  let leftOut = false;
  for (const { subscriptionId } of wanting) {
    const at = all.findIndex(one => one.subscriptionId === subscriptionId);
    const target = all[at] ?? emptyTarget(subscriptionId);
    const longer = { ...target, queue: [...target.queue, fact] };
    if (at >= 0) all[at] = longer;
    else if (all.length < MOST_TARGETS) all.push(longer);
    else leftOut = true;
  }
  return { all, leftOut };
}
