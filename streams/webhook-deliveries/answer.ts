import type { AnswerInput, Decision, EffectAnswer, RequestOut } from '../../runtime/tasks/definition.ts';
import type { PendingEffect } from '../../runtime/tasks/fat-event.ts';
import { triedLater } from '../../runtime/tasks/retry.ts';
import type { WebhookDelivery, WebhookTarget } from '../../schemas/types/webhook-deliveries.ts';
import type { WebhookReport } from '../../schemas/types/webhook-reports.ts';
import { advanced, secretsOf } from './advance.ts';
import type { DeliveryContext, DeliveryDraft, Pacing } from './model.ts';

/** Statuses that say no to this very message; by any other the endpoint is at fault. */
const REFUSALS: ReadonlySet<string> = new Set(['http-400', 'http-409', 'http-413', 'http-415', 'http-422']);

/** Nothing gets better by trying: the receiver wants no more, or must not be posted to. */
const HOPELESS: ReadonlySet<string> = new Set(['endpoint-gone', 'target-forbidden']);

/** Says nothing against the endpoint, which is not suspended for it. */
const OURS: ReadonlySet<string> = new Set([
  'gateway-busy',
  'gateway-defect',
  'gateway-stalled',
  'vault-unavailable',
  // It is there, and wants it later.
  'provider-busy',
]);

/** What became of a message that is under way. */
export function answered(
  state: WebhookDelivery,
  { effect, answer }: AnswerInput,
  context: DeliveryContext,
  pacing: Pacing,
): Decision<WebhookDelivery> {
  const target = state.targets.find(one => one.subscriptionId === effect.about);
  const entry = state.effects.find(one => one.id === effect.id);
  if (target === undefined || entry === undefined) return {};
  const end = (next: WebhookTarget): DeliveryDraft => ({
    ...state,
    targets: state.targets.map(one => (one === target ? next : one)),
    effects: state.effects.filter(one => one !== entry),
  });
  if (answer.status === 'done' || isRepeat(answer, effect)) {
    const what = target.queue.length > 1 ? ['TOLD'] : [];
    return advanced(state, end(told(target, context.now)), context, { pacing, what });
  }
  // An answer about an earlier attempt says nothing of this one.
  if (effect.attempt < entry.attempt) return {};
  const { code } = answer;
  const failed = { ...target, lastError: code, lastErrorAt: context.now };
  const report = (
    kind: WebhookReport['kind'],
    next: WebhookTarget,
    held: string | null,
  ): Decision<WebhookDelivery> => ({
    ...advanced(state, end(next), context, { pacing, held }),
    requests: [reportOf(kind, code, target, entry)],
  });
  if (isRefusal(answer)) return report('REFUSED', { ...failed, refused: code }, null);
  const row = context.tables.webhooks.get(target.subscriptionId);
  // Not ours to try any more: it waits, or goes.
  if (row?.status !== 'ACTIVE') return advanced(state, end(failed), context, { pacing });
  const isStale = row.activation !== target.activation;
  const isOurs = OURS.has(code);
  // By what the endpoint did: where the circuit was open, nothing was sent, and others may be the reason.
  const isLate = code !== 'circuit-open' && context.now - entry.since >= pacing.triedFor;
  const isGivenUp = !isOurs && (HOPELESS.has(code) || isLate);
  if (isGivenUp && !isStale) {
    return report(HOPELESS.has(code) ? 'GONE' : 'FAILING', failed, target.subscriptionId);
  }
  // Time that the endpoint had no part in does not count against it.
  const since = isStale || isOurs ? context.now : entry.since;
  const again = { ...triedLater(entry, code, pacing, context.now), since };
  // To where the subscription leads by now, since the next attempt may be minutes away.
  const readdressed = {
    ...failed,
    attempt: again.attempt,
    url: row.url,
    secretIds: secretsOf(row, context.now),
    subscriptionVersion: row.version,
    activation: row.activation,
  };
  const targets = state.targets.map(one => (one === target ? readdressed : one));
  return { state: { ...state, targets, effects: state.effects.map(one => (one === entry ? again : one)) } };
}

/** Many receivers answer a repeat, whose first answer was lost, with a conflict. */
const isRepeat = (answer: EffectAnswer, { attempt }: PendingEffect): boolean =>
  answer.status === 'refused' && answer.code === 'http-409' && attempt > 1;

const isRefusal = (answer: EffectAnswer): boolean => answer.status === 'refused' && REFUSALS.has(answer.code);

/** The target after its head was told. */
function told(target: WebhookTarget, now: number): WebhookTarget {
  const [head, ...queue] = target.queue;
  if (head === undefined) return target;
  return {
    ...target,
    queue,
    delivered: [...target.delivered.filter(({ topic }) => topic !== head.topic), head],
    deliveredCount: target.deliveredCount + 1,
    deliveredAt: now,
    attempt: 0,
    lastError: null,
    lastErrorAt: null,
  };
}

const reportOf = (
  kind: WebhookReport['kind'],
  code: string,
  { subscriptionId, activation }: WebhookTarget,
  { id: effectId, attempt }: PendingEffect,
): RequestOut => ({
  topic: 'webhook-reports',
  key: subscriptionId,
  id: `${effectId}/report/${attempt}`,
  type: `longplay.webhook-report.${kind.toLowerCase()}`,
  value: { subscriptionId, activation, kind, code, effectId } satisfies Omit<WebhookReport, 'event'>,
});
