import type { AnswerInput, Decision, Input } from '../../runtime/tasks/definition.ts';
import { reminded } from '../../runtime/tasks/patience.ts';
import { triedLater } from '../../runtime/tasks/retry.ts';
import type { WebhookRequest } from '../../schemas/types/webhook-requests.ts';
import type { Webhook } from '../../schemas/types/webhooks.ts';
import { decidedOnce } from '../door.ts';
import { known } from '../known.ts';
import { changed, paused, removed, resumed, rotated, subscribed } from './change.ts';
import { destroying, RETRY, type WebhookContext, type WebhookDraft, type WebhookInputs } from './model.ts';
import { reported } from './report.ts';

export function decide(
  webhook: Webhook | null,
  input: Input<WebhookInputs>,
  context: WebhookContext,
): Decision<Webhook> {
  if (webhook !== null) known(webhook.status, 'status of the webhook');
  switch (input.from) {
    case 'webhook-requests':
      return asked(webhook, input.value, context);
    case 'webhook-reports':
      return webhook === null ? {} : reported(webhook, input.value, context);
    case 'effect':
      return webhook === null ? {} : keyAnswered(webhook, input, context);
    case 'deadline':
      return webhook === null ? {} : reminded(webhook, input, destroying, context.now);
  }
}

type Type = Exclude<WebhookRequest['type'], 'UNKNOWN'>;

const told: Readonly<Record<Type, string>> = {
  SUBSCRIBE: 'SUBSCRIBED',
  CHANGE: 'CHANGED',
  PAUSE: 'PAUSED',
  RESUME: 'RESUMED',
  ROTATE: 'SECRET_ROTATED',
  REMOVE: 'REMOVED',
};

function asked(webhook: Webhook | null, request: WebhookRequest, { now }: WebhookContext): Decision<Webhook> {
  const type = known(request.type, 'type of the webhook request');
  const about = { topic: 'webhook-requests', owned: 'webhooks', key: request.subscriptionId, state: webhook, now };
  const final = webhook?.status === 'REMOVED' ? 'webhook-removed' : null;
  return decidedOnce(request, { ...about, final }, () => {
    const state = judged(webhook, type, request, now);
    return typeof state === 'string' ? state : { state, what: told[type] };
  });
}

/** The subscription after the request, or the code to reject it with. */
function judged(webhook: Webhook | null, type: Type, request: WebhookRequest, now: number): WebhookDraft | string {
  if (webhook === null) {
    return type === 'SUBSCRIBE'
      ? subscribed(request.subscriptionId, request.subscribe, request.event.id, now)
      : 'unknown-webhook';
  }
  switch (type) {
    case 'SUBSCRIBE':
      return 'already-subscribed';
    case 'CHANGE':
      return changed(webhook, request.change);
    case 'PAUSE':
      return paused(webhook);
    case 'RESUME':
      return resumed(webhook);
    case 'ROTATE':
      return rotated(webhook, request.event.id, now);
    case 'REMOVE':
      return removed(webhook, now);
  }
}

/** The vault's answer. Whatever is not known to be done is asked for again, ever less often, and never given up. */
function keyAnswered(webhook: Webhook, { effect, answer }: AnswerInput, { now }: WebhookContext): Decision<Webhook> {
  const entry = webhook.effects.find(({ id }) => id === effect.id);
  if (entry === undefined) return {};
  if (answer.status === 'done') return { state: { ...webhook, effects: [], deadlines: [] }, what: 'KEY_DESTROYED' };
  if (effect.attempt < entry.attempt) return {};
  return { state: { ...webhook, effects: [triedLater(entry, answer.code, RETRY, now)] } };
}
