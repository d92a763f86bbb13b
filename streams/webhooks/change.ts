import { deadlinesOf } from '../../runtime/tasks/patience.ts';
import type { WebhookTerms } from '../../schemas/types/webhook-requests.ts';
import type { Webhook } from '../../schemas/types/webhooks.ts';
import { destroying, FORMER_SECRET_FOR, type WebhookDraft } from './model.ts';

const MOST_TYPES = 32;

export function subscribed(
  subscriptionId: string,
  terms: WebhookTerms | null,
  secretId: string,
  now: number,
): WebhookDraft | string {
  const fault = faultOf(terms);
  if (terms === null || fault !== null) return fault ?? 'body-missing';
  const { url, types } = terms;
  return {
    subscriptionId,
    status: 'ACTIVE',
    url,
    types,
    since: now,
    activation: 1,
    secretId,
    formerSecretId: null,
    formerSecretUntil: null,
    suspension: null,
    refusals: [],
    refusalsSince: null,
    failing: [],
    requests: [],
    deadlines: [],
    effects: [],
  };
}

/** Another URL may well be what a suspended one lacked; one that somebody paused stays so. */
export function changed(webhook: Webhook, terms: WebhookTerms | null): WebhookDraft | string {
  const fault = faultOf(terms);
  if (terms === null || fault !== null) return fault ?? 'body-missing';
  const { url, types } = terms;
  return { ...(webhook.status === 'SUSPENDED' ? begunAnew(webhook) : webhook), url, types };
}

export const paused = (webhook: Webhook): WebhookDraft | string =>
  webhook.status === 'PAUSED' ? 'already-paused' : { ...webhook, status: 'PAUSED', suspension: null };

export const resumed = (webhook: Webhook): WebhookDraft | string =>
  webhook.status === 'ACTIVE' ? 'not-paused' : begunAnew(webhook);

/** The secret is named by the request that asks for it, so that its answer can show it whenever it is asked again. */
export const rotated = (webhook: Webhook, secretId: string, now: number): WebhookDraft => ({
  ...webhook,
  secretId,
  formerSecretId: webhook.secretId,
  formerSecretUntil: now + FORMER_SECRET_FOR,
});

/** Deliveries go on; what was reported of the time before counts no more. */
export const begunAnew = (webhook: Webhook): WebhookDraft => ({
  ...webhook,
  status: 'ACTIVE',
  activation: webhook.activation + 1,
  suspension: null,
  refusals: [],
  refusalsSince: null,
  failing: [],
});

/** Removed for ever, and with it the key that its secrets were made of. */
export const removed = (webhook: Webhook, now: number): WebhookDraft => ({
  ...webhook,
  status: 'REMOVED',
  url: '',
  types: [],
  suspension: null,
  refusals: [],
  refusalsSince: null,
  failing: [],
  secretId: '',
  formerSecretId: null,
  formerSecretUntil: null,
  deadlines: deadlinesOf([{ name: 'destroy-secret', owedBy: 'vault', patience: destroying }], [], now),
  effects: [
    {
      id: `${webhook.subscriptionId}/destroy-secret`,
      kind: 'destroy-secret',
      about: '',
      attempt: 1,
      idempotencyKey: `${webhook.subscriptionId}/destroy-secret`,
      reference: null,
      since: now,
      retryAt: null,
      lastError: null,
    },
  ],
});

function faultOf(terms: WebhookTerms | null): string | null {
  if (terms === null) return 'body-missing';
  if (terms.url === '') return 'url-missing';
  if (terms.types.length === 0) return 'types-missing';
  return terms.types.length > MOST_TYPES ? 'too-many-types' : null;
}
