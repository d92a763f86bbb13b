import type { AgainInput, Decision, Failure } from '../../runtime/tasks/definition.ts';
import type { WebhookReport } from '../../schemas/types/webhook-reports.ts';
import type { DeliveryReported, Webhook } from '../../schemas/types/webhooks.ts';
import { known } from '../known.ts';
import { begunAnew } from './change.ts';
import { FAILING_FOR, MOST_FAILING, MOST_REFUSALS, REFUSALS_FOR, suspensionId, type WebhookContext } from './model.ts';

/**
 * What deliveries tell of an endpoint. What it says of itself (GONE) suspends it at once. One order that it keeps failing
 * for may be a message that it cannot digest; several within an hour are an endpoint that is dead. Thousands of others
 * change nothing then: they were about deliveries that wait by now.
 */
export function reported(webhook: Webhook, report: WebhookReport, { now }: WebhookContext): Decision<Webhook> {
  const kind = known(report.kind, 'kind of the webhook report');
  if (webhook.status !== 'ACTIVE' || report.activation !== webhook.activation) return {};
  if (kind === 'GONE') return suspended(webhook, report.code, report.effectId, now);
  if (kind === 'FAILING') {
    const failing = noted(webhook.failing, report.effectId, now, FAILING_FOR);
    if (failing === null) return {};
    if (failing.length < MOST_FAILING) return { state: { ...webhook, failing } };
    return suspended({ ...webhook, failing }, report.code, report.effectId, now);
  }
  const isLater = now - (webhook.refusalsSince ?? now) >= REFUSALS_FOR;
  const before = isLater ? [] : webhook.refusals;
  if (before.includes(report.effectId)) return {};
  const refusals = [...before, report.effectId];
  const next = { ...webhook, refusals, refusalsSince: isLater ? now : (webhook.refusalsSince ?? now) };
  if (refusals.length < MOST_REFUSALS) return { state: next };
  return suspended(next, 'messages-refused', report.effectId, now);
}

/** With this one, and without those of long ago; null where it is there already. */
function noted(
  before: readonly DeliveryReported[],
  effectId: string,
  now: number,
  within: number,
): readonly DeliveryReported[] | null {
  const recent = before.filter(({ at }) => now - at < within);
  return recent.some(one => one.effectId === effectId) ? null : [...recent, { effectId, at: now }];
}

const suspended = (webhook: Webhook, code: string, effectId: string, at: number): Decision<Webhook> => ({
  state: { ...webhook, status: 'SUSPENDED', suspension: { code, at, effectId } },
  what: 'SUSPENDED',
  reason: code,
  alarms: ['webhook-suspended'],
});

/** A dead endpoint is one case, however many deliveries wait for it. */
export function failures(webhook: Webhook): readonly Failure[] {
  const { suspension } = webhook;
  return suspension === null ? [] : [{ effectId: suspensionId(webhook), kind: 'webhook', code: suspension.code }];
}

/** Somebody has seen to the endpoint: deliveries go on where they stopped. */
export function again(webhook: Webhook, { effectId }: AgainInput): Decision<Webhook> {
  if (webhook.suspension === null || effectId !== suspensionId(webhook)) return {};
  return { state: begunAnew(webhook), what: 'RESUMED' };
}
