import type { AnswerInput, DeadlineInput, Decision, Input } from '../../runtime/tasks/definition.ts';
import { overdueCode, passedOnce } from '../../runtime/tasks/patience.ts';
import type { WebhookRequest } from '../../schemas/types/webhook-requests.ts';
import type { Webhook } from '../../schemas/types/webhooks.ts';
import { accepted, askedBy, atTheDoor, rejected, remembered } from '../door.ts';
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
      return webhook === null ? {} : overdue(webhook, input, context);
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
  const ask = askedBy('webhook-requests', request);
  const { version, requests } = webhook ?? { version: 0, requests: [] };
  const door = atTheDoor(ask, { topic: 'webhooks', key: request.subscriptionId, version, requests });
  if (door === 'repeat') return {};
  // A removed one stays as it is, so this is not remembered: told again, it is rejected again in the same words.
  if (webhook?.status === 'REMOVED') return { outcomes: [rejected(ask, 'webhook-removed')] };
  const change = door === null ? judged(webhook, type, request, now) : door.reject;
  if (typeof change === 'string') {
    const outcomes = [rejected(ask, change)];
    if (webhook === null) return { outcomes };
    const state = { ...webhook, requests: remembered(requests, ask, now, change) };
    return { state, what: `${type}_REFUSED`, reason: change, outcomes };
  }
  const state = { ...change, requests: remembered(requests, ask, now, null) };
  return { state, what: told[type], outcomes: [accepted(ask)] };
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
  const wait = Math.min(RETRY.longest, RETRY.first * 2 ** (entry.attempt - 1));
  const again = { ...entry, attempt: entry.attempt + 1, retryAt: now + wait, lastError: answer.code };
  return { state: { ...webhook, effects: [again] } };
}

function overdue(webhook: Webhook, { deadline }: DeadlineInput, { now }: WebhookContext): Decision<Webhook> {
  const code = overdueCode(deadline);
  return {
    state: { ...webhook, deadlines: passedOnce(webhook.deadlines, deadline, destroying, now) },
    alarms: [code],
    ...(deadline.passes === 0 ? { what: 'OVERDUE', reason: code } : {}),
  };
}
