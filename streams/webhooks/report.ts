import type { AgainInput, Decision, Failure } from '../../runtime/tasks/definition.ts';
import type { WebhookReport } from '../../schemas/types/webhook-reports.ts';
import type { Webhook } from '../../schemas/types/webhooks.ts';
import { known } from '../known.ts';
import { begunAnew } from './change.ts';
import { MOST_REFUSALS, suspensionId, type WebhookContext } from './model.ts';

/**
 * What deliveries tell of an endpoint. The first that says that it is dead suspends it, and thousands of others change
 * nothing: they were about deliveries that wait by now.
 */
export function reported(webhook: Webhook, report: WebhookReport, { now }: WebhookContext): Decision<Webhook> {
  const kind = known(report.kind, 'kind of the webhook report');
  if (webhook.status !== 'ACTIVE' || report.activation !== webhook.activation) return {};
  if (kind !== 'REFUSED') return suspended(webhook, report.code, report.effectId, now);
  if (webhook.refusals.includes(report.effectId)) return {};
  const refusals = [...webhook.refusals, report.effectId];
  if (refusals.length < MOST_REFUSALS) return { state: { ...webhook, refusals } };
  return suspended({ ...webhook, refusals }, 'messages-refused', report.effectId, now);
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
