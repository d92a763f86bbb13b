import { createHash } from 'node:crypto';
import type { Decision } from '../../runtime/tasks/definition.ts';
import type { PendingEffect } from '../../runtime/tasks/fat-event.ts';
import { deadlinesOf } from '../../runtime/tasks/patience.ts';
import type { FactRef, WebhookDelivery, WebhookTarget } from '../../schemas/types/webhook-deliveries.ts';
import type { Webhook } from '../../schemas/types/webhooks.ts';
import { known } from '../known.ts';
import {
  type DeliveryContext,
  type DeliveryDraft,
  delivering,
  effectIdOf,
  MOST_EFFECTS,
  type Pacing,
  sameFact,
} from './model.ts';

type More = {
  readonly pacing: Pacing;
  /** A subscription that waits, whatever the table shows of it yet: it was just reported. */
  readonly held?: string | null;
  readonly alarms?: readonly string[];
  readonly what?: readonly string[];
};

/**
 * The state with the first message of each queue under way: one at a time for each subscription, so that an order's
 * messages come in their order. Those of a subscription that does not go on wait for it, and those of a removed one go.
 */
export function advanced(
  before: WebhookDelivery | null,
  draft: DeliveryDraft,
  context: DeliveryContext,
  { pacing, held = null, alarms = [], what = [] }: More,
): Decision<WebhookDelivery> {
  const rowOf = ({ subscriptionId }: WebhookTarget) => context.tables.webhooks.get(subscriptionId);
  const live = draft.targets.filter(one => !isRemoved(rowOf(one)));
  const effects = draft.effects.filter(({ about }) => live.some(one => one.subscriptionId === about));
  const targets = live.map(target => {
    const { subscriptionId, queue } = target;
    const [head] = queue;
    const row = rowOf(target);
    if (head === undefined) return { ...target, ...idle };
    if (effects.some(({ about }) => about === subscriptionId)) return target;
    if (subscriptionId === held) return { ...target, ...idle, attempt: target.attempt, waiting: true };
    const next = begun(target, row, {
      effectId: effectIdOf(draft.orderId, subscriptionId, head),
      hasPlace: effects.length < MOST_EFFECTS,
      now: context.now,
      unheard: pacing.unheard,
    });
    if (next.attempt > target.attempt) effects.push(intended(draft.orderId, next, head, context.now));
    return next;
  });
  const messages = draft.messages.filter(one => targets.some(({ queue }) => queue.some(fact => sameFact(fact, one))));
  const next = { ...draft, targets, messages, effects };
  const status = statusOf(next);
  const owed = [
    // A refused one waits, too: until its subscription begins anew, or is removed.
    ...(targets.some(({ waiting, refused }) => waiting || refused !== null)
      ? [{ name: 'resume', owedBy: 'webhooks', patience: pacing.resume }]
      : []),
    ...(effects.length > 0 ? [{ name: 'deliver', owedBy: 'receiver', patience: delivering }] : []),
  ];
  const state = { ...next, status, deadlines: deadlinesOf(owed, runningIn(before, draft, targets), context.now) };
  const noted = status === before?.status ? what : [...what, status];
  return { state, alarms, what: [...new Set(noted)] };
}

const idle = { url: '', secretIds: [], attempt: 0, waiting: false, refused: null };

/** A row that is missing says nothing: the table may be read anew. */
const isRemoved = (row: Webhook | undefined): boolean =>
  row !== undefined && known(row.status, 'status of the webhook') === 'REMOVED';

/** Whoever begins to wait does not look as seldom as another one that has waited for days. */
function runningIn(before: WebhookDelivery | null, draft: DeliveryDraft, targets: readonly WebhookTarget[]) {
  const stood = (id: string) =>
    before?.targets.some(one => one.subscriptionId === id && (one.waiting || one.refused !== null)) ?? false;
  const isFresh = targets.some(one => (one.waiting || one.refused !== null) && !stood(one.subscriptionId));
  return isFresh ? draft.deadlines.filter(({ name }) => name !== 'resume') : draft.deadlines;
}

type Beginning = {
  readonly effectId: string;
  readonly hasPlace: boolean;
  readonly now: number;
  readonly unheard: number;
};

/** The target with its head under way, which counts its attempts, where the subscription goes on and there is a place. */
function begun(
  target: WebhookTarget,
  row: Webhook | undefined,
  { effectId, hasPlace, now, unheard }: Beginning,
): WebhookTarget {
  if (target.refused !== null && (row === undefined || row.activation === target.activation)) return target;
  // Of no activation, so that it is begun as soon as there is a row.
  if (row === undefined) return { ...target, ...idle, activation: 0, attempt: target.attempt, waiting: true };
  if (isGivenUp(target, row)) {
    // The subscription goes on although it was told: this message alone fails.
    if (row.failing.some(one => one.effectId === effectId))
      return { ...target, ...idle, attempt: target.attempt, refused: target.lastError };
    if (now - (target.lastErrorAt ?? 0) < unheard) return target;
  }
  const read = { subscriptionVersion: row.version, activation: row.activation, refused: null };
  if (row.status !== 'ACTIVE') return { ...target, ...idle, ...read, attempt: target.attempt, waiting: true };
  // Else it is begun when another one is answered.
  if (!hasPlace) return { ...target, ...read, waiting: false };
  const { url } = row;
  return { ...target, ...read, attempt: target.attempt + 1, waiting: false, url, secretIds: secretsOf(row, now) };
}

/** A subscription that is paused or suspended goes on with another activation: what waits with this one was given up. */
const isGivenUp = ({ waiting, lastError, activation }: WebhookTarget, row: Webhook): boolean =>
  waiting && lastError !== null && row.status === 'ACTIVE' && row.activation === activation;

export const secretsOf = (row: Webhook, now: number): readonly string[] => {
  const { secretId, formerSecretId, formerSecretUntil } = row;
  return formerSecretId !== null && now < (formerSecretUntil ?? 0) ? [secretId, formerSecretId] : [secretId];
};

/** Its id, and the message's, are the same for every attempt: by it a receiver tells a repeat. */
function intended(
  orderId: string,
  { subscriptionId, attempt }: WebhookTarget,
  head: FactRef,
  now: number,
): PendingEffect {
  const id = effectIdOf(orderId, subscriptionId, head);
  return {
    id,
    kind: 'webhook',
    about: subscriptionId,
    attempt,
    idempotencyKey: `msg_${createHash('sha256').update(id).digest('hex').slice(0, 32)}`,
    reference: null,
    since: now,
    retryAt: null,
    lastError: null,
  };
}

function statusOf({ targets, effects }: DeliveryDraft): Exclude<WebhookDelivery['status'], 'UNKNOWN'> {
  if (targets.some(({ refused }) => refused !== null)) return 'REFUSED';
  if (targets.some(({ waiting }) => waiting)) return 'WAITING';
  return effects.length > 0 ? 'DELIVERING' : 'DELIVERED';
}
