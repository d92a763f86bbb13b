import type { Order } from '../../../schemas/types/orders.ts';
import { law } from '../../property/law.ts';
import type { Value } from '../../property/log.ts';
import type { Whole } from './world.ts';

type Seen = Value & { readonly version: number; readonly status: string };

/** Who did not answer in time, by the reason: the deadline, the topic of the answer, and what is none yet. */
const timeouts: Readonly<Record<string, { readonly deadline: string; readonly topic: string }>> = {
  'payment-timeout': { deadline: 'authorise', topic: 'payments' },
  'stock-timeout': { deadline: 'allocate', topic: 'allocations' },
};

/**
 * An order is turned down for somebody's silence only where he had heard of it, and had not answered by the due time:
 * what was in the log by then was read before (DESIGN §7).
 */
export function checkTimeouts({ history }: Whole): void {
  for (const entry of history.log.topic('orders').flat()) {
    const order = entry.value as unknown as Order;
    const timeout = timeouts[order.rejection?.code ?? ''];
    if (timeout === undefined) continue;
    const { deadline, topic } = timeout;
    const cause = `${entry.key}/${deadline}/`;
    const due = order.event.causes.find(one => one.startsWith(cause))?.slice(cause.length);
    if (due === undefined) continue;
    const facts = history.log.topic(topic).flatMap(all => all.filter(({ key }) => key === entry.key));
    const by = (time: number) => facts.filter(({ value }) => history.seenAt(value) <= time);
    const answered = by(Number(due)).find(({ value }) => (value as Seen).status !== 'REQUESTED');
    const name = `${entry.key} v${order.version}`;
    law(answered === undefined, () => `${name}: ${order.rejection?.code}, though ${topic} had answered in time`);
    law(
      by(history.seenAt(entry.value)).length > 0,
      () => `${name}: ${order.rejection?.code}, but ${topic} never heard`,
    );
  }
}
