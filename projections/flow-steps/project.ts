import type { Contributed, Contribution } from '../../runtime/projector/definition.ts';
import type { Order } from '../../schemas/types/orders.ts';
import type { Transition } from '../../schemas/types/shared.ts';
import { tookOf } from './buckets.ts';

/** Noted while a step is waited for, and no step itself. */
const NOTE = 'OVERDUE';

/**
 * Each step that an order has taken counts once, with the time since the one before it; and the order once where it stands
 * now. Of a history that has lost entries, the step after its first one is not known.
 */
export function project({ orderId, version, status, history, historyDropped }: Order): Contributed {
  const contributions: Contribution[] = [
    { from_step: status, to_step: '', led_by: '', took: '', steps: 1, overdue: 0, total_ms: 0 },
  ];
  let before: Transition | null = null;
  let overdue = 0;
  for (const [place, one] of history.entries()) {
    if (place === 1 && historyDropped > 0) before = null;
    if (one.what === NOTE) {
      overdue += 1;
      continue;
    }
    if (before !== null) {
      const ms = Math.max(0, one.at - before.at);
      contributions.push({
        from_step: before.what,
        to_step: one.what,
        led_by: leaderOf(one.cause, orderId),
        took: tookOf(ms),
        steps: 1,
        overdue,
        total_ms: ms,
      });
    }
    before = one;
    overdue = 0;
  }
  return { version, contributions };
}

const NEIGHBOURS = ['payments', 'allocations', 'shipments'] as const;

/**
 * The topic whose record led to a step, by the form of its id (runtime/tasks/fold.ts), or `deadline`. Ids of requests are
 * whatever their senders made them.
 */
export function leaderOf(cause: string, orderId: string): string {
  const neighbour = NEIGHBOURS.find(topic => cause.startsWith(`${topic}/${orderId}/`));
  if (neighbour !== undefined) return neighbour;
  const own = cause.startsWith(`${orderId}/`) ? cause.slice(orderId.length + 1) : null;
  if (own === null) return 'order-requests';
  if (/^[a-z-]+\/\d+$/.test(own)) return 'deadline';
  return /\/(reply|repeated)$/.test(own) ? 'loyalty-replies' : 'order-requests';
}
