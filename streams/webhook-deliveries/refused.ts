import type { AgainInput, Decision, Failure } from '../../runtime/tasks/definition.ts';
import type { WebhookDelivery, WebhookTarget } from '../../schemas/types/webhook-deliveries.ts';
import { advanced } from './advance.ts';
import { type DeliveryContext, effectIdOf, type Pacing } from './model.ts';

const refusedId = (orderId: string, { subscriptionId, queue, refused }: WebhookTarget): string | null => {
  const [head] = queue;
  return refused === null || head === undefined ? null : effectIdOf(orderId, subscriptionId, head);
};

/** Messages whose content a receiver has refused. Later ones of the order wait behind, for this receiver alone. */
export function failures({ orderId, targets }: WebhookDelivery): readonly Failure[] {
  return targets.flatMap(one => {
    const effectId = refusedId(orderId, one);
    return effectId === null || one.refused === null ? [] : [{ effectId, kind: 'webhook', code: one.refused }];
  });
}

/** The same message once more, under its old id: the receiver has not taken it in. */
export function again(
  state: WebhookDelivery,
  { effectId }: AgainInput,
  context: DeliveryContext,
  pacing: Pacing,
): Decision<WebhookDelivery> {
  const target = state.targets.find(one => refusedId(state.orderId, one) === effectId);
  if (target === undefined) return {};
  const targets = state.targets.map(one => (one === target ? { ...one, refused: null } : one));
  return advanced(state, { ...state, targets }, context, { pacing });
}
