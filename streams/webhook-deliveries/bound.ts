import type { FactRef, WebhookTarget } from '../../schemas/types/webhook-deliveries.ts';
import { type DeliveryDraft, sameFact } from './model.ts';

/** Messages that wait, and their size together, in characters: far below the size of a record. */
const MOST_MESSAGES = 32;
const MOST_CHARACTERS = 250_000;

/**
 * Where too much waits, the oldest message that a newer one of its topic outdates gives way: a fact says all, so the
 * newer one tells whatever the older one did. What is at the head of a queue stays: it may be under way.
 */
export function bounded(draft: DeliveryDraft): DeliveryDraft {
  let next = draft;
  while (next.messages.length > MOST_MESSAGES || sizeOf(next) > MOST_CHARACTERS) {
    const { messages, targets } = next;
    const outdated = messages.find(
      (one, at) =>
        messages.slice(at + 1).some(({ topic }) => topic === one.topic) &&
        !targets.some(({ queue: [head] }) => head !== undefined && sameFact(head, one)),
    );
    if (outdated === undefined) return next;
    next = {
      ...next,
      messages: messages.filter(one => one !== outdated),
      targets: targets.map(one => without(one, outdated)),
    };
  }
  return next;
}

function without(target: WebhookTarget, fact: FactRef): WebhookTarget {
  const queue = target.queue.filter(one => !sameFact(one, fact));
  return queue.length === target.queue.length ? target : { ...target, queue, dropped: target.dropped + 1 };
}

const sizeOf = ({ messages }: DeliveryDraft): number => messages.reduce((sum, { data }) => sum + data.length, 0);
