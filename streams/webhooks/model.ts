import type { Context } from '../../runtime/tasks/definition.ts';
import type { Draft } from '../../runtime/tasks/fat-event.ts';
import type { Patience } from '../../runtime/tasks/patience.ts';
import type { WebhookReport } from '../../schemas/types/webhook-reports.ts';
import type { WebhookRequest } from '../../schemas/types/webhook-requests.ts';
import type { Webhook } from '../../schemas/types/webhooks.ts';

export type WebhookInputs = { 'webhook-requests': WebhookRequest; 'webhook-reports': WebhookReport };
export type WebhookContext = Context<Record<never, never>>;
export type WebhookDraft = Draft<Webhook>;

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const DAY = 24 * HOUR;

/** For how long the secret before signs, too, ms. Shorter: a receiver that was not changed in time refuses messages. */
export const FORMER_SECRET_FOR = DAY;

/**
 * How many deliveries a receiver may refuse for their content within a day before it is left alone. Each is a case until
 * then; one that refuses everything must not fill the hospital.
 */
export const MOST_REFUSALS = 10;
export const REFUSALS_FOR = DAY;

/**
 * How many orders have to be given up within an hour before the endpoint is taken for dead. Fewer: the one message that a
 * receiver cannot digest stops all others, again and again. More: a dead endpoint is that many cases before it is one.
 */
export const MOST_FAILING = 3;
/** Deliveries that were given up and hear nothing of it are tried anew after this time, so it holds for them, too. */
export const FAILING_FOR = HOUR;

/** The first wait before the vault is asked again after its gateway gave up, and the longest, ms. */
export const RETRY = { first: 5 * SECOND, longest: HOUR } as const;

/** For the vault to destroy a key; alarmed at each pass. */
export const destroying: Patience = { within: 60 * SECOND, growth: 2, most: DAY, passes: null };

/** Names the suspension among the failures: another one with each time that deliveries begin anew. */
export const suspensionId = ({ subscriptionId, activation }: Pick<Webhook, 'subscriptionId' | 'activation'>): string =>
  `${subscriptionId}/suspended/${activation}`;
