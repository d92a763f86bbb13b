import type { FatEvent } from '../../runtime/tasks/fat-event.ts';
import type { Webhook } from '../../schemas/types/webhooks.ts';
import { known } from '../known.ts';
import type { DeliveryContext } from './model.ts';

export type Step = { readonly type: string; readonly at: number };

/**
 * What a fact went through since the last one that was seen, and itself, as types of event. Its history has what
 * compaction, or a batch that folded several causes, left out: nobody misses what he asked for.
 */
export function stepsOf(entity: string, { event, history }: FatEvent, seenVersion: number): readonly Step[] {
  const steps = history
    .filter(({ version }) => version > seenVersion)
    .map(({ what, at }) => ({ type: `longplay.${entity}.${what.toLowerCase().replaceAll('_', '-')}`, at }));
  return steps.some(({ type }) => type === event.type) ? steps : [...steps, { type: event.type, at: event.time }];
}

/** Subscriptions that there are, oldest first, so that every process has them in the same order. */
export const subscriptionsIn = ({ tables }: Pick<DeliveryContext, 'tables'>): readonly Webhook[] =>
  [...tables.webhooks.values()]
    .filter(({ status }) => known(status, 'status of the webhook') !== 'REMOVED')
    .sort((a, b) => a.since - b.since || (a.subscriptionId < b.subscriptionId ? -1 : 1));

/** Whether a subscription wants to hear of any of it. What was before it does not count. */
export const wants = ({ types, since }: Pick<Webhook, 'types' | 'since'>, steps: readonly Step[]): boolean =>
  steps.some(({ type, at }) => at >= since && types.some(pattern => matches(pattern, type)));

const matches = (pattern: string, type: string): boolean =>
  pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : pattern === type;
