import type { LogRecord } from '../../../runtime/log/port.ts';
import type { Allocation } from '../../../schemas/types/allocations.ts';
import type { Notification } from '../../../schemas/types/notifications.ts';
import type { OrderActivity } from '../../../schemas/types/order-activity.ts';
import type { Order } from '../../../schemas/types/orders.ts';
import type { Payment } from '../../../schemas/types/payments.ts';
import type { Shipment } from '../../../schemas/types/shipments.ts';
import { whoOwes } from './at-rest.ts';
import { follow, type Source } from './follow.ts';
import { indexOf, type OrderPlan, orderIdOf } from './plan.ts';

export type Watch = {
  /** By the newest records of the order and of all that go with it, kept as bytes: decoded only where asked for. */
  owed(plan: OrderPlan): string[];
  readonly latencies: Latencies;
  /** Rejects when a topic cannot be followed any more. */
  readonly failed: Promise<never>;
  stop(): Promise<void>;
};

export type Latencies = {
  /** ms from the request to its CONFIRMED, as read here. */
  readonly toConfirmed: number[];
  /** The longest time, ms, for which one partition of the orders had no new fact while orders were placed all the time. */
  longestStall: number;
};

export type WatchOptions = {
  readonly source: Source;
  /** When the order was asked for, ms since the epoch; undefined: not yet. */
  readonly placedAt: (index: number) => number | undefined;
  /** When the last order was placed, ms since the epoch; infinite before. */
  readonly placedUntil: () => number;
  readonly onOrder: (index: number, order: Order) => void;
  readonly onShipment: (index: number, shipment: Shipment) => void;
};

const topics = ['orders', 'payments', 'allocations', 'shipments', 'order-activity', 'notifications'] as const;

/** Follows what becomes of the orders. */
export function watchOrders({ source, placedAt, placedUntil, onOrder, onShipment }: WatchOptions): Watch {
  const stopping = new AbortController();
  const newest = new Map(topics.map(name => [name as string, new Map<string, Buffer>()]));
  const confirmed = new Set<number>();
  const latencies: Latencies = { toConfirmed: [], longestStall: 0 };
  const lastFacts = new Map<number, number>();

  const newestOf = <T>(topic: (typeof topics)[number], orderId: string): T | undefined => {
    const bytes = newest.get(topic)?.get(orderId);
    return bytes === undefined ? undefined : (source.wire.reader(topic).decode(bytes) as unknown as T);
  };

  const note = (index: number, order: Order, partition: number): void => {
    const now = Date.now();
    const last = lastFacts.get(partition) ?? now;
    if (last < placedUntil()) latencies.longestStall = Math.max(latencies.longestStall, now - last);
    lastFacts.set(partition, now);
    if (confirmed.has(index) || !order.history.some(({ what }) => what === 'CONFIRMED')) return;
    confirmed.add(index);
    const asked = placedAt(index);
    if (asked !== undefined) latencies.toConfirmed.push(now - asked);
  };

  const seen = (topic: (typeof topics)[number]) => (record: LogRecord) => {
    if (record.value === null || record.key === null) return;
    const orderId = record.key.toString('utf8');
    // A copy: a slice would keep its whole fetch in memory.
    newest.get(topic)?.set(orderId, Buffer.from(record.value));
    if (topic === 'orders') {
      const order = source.wire.reader(topic).decode(record.value) as unknown as Order;
      note(indexOf(orderId), order, record.partition);
      onOrder(indexOf(orderId), order);
    } else if (topic === 'shipments') {
      onShipment(indexOf(orderId), source.wire.reader(topic).decode(record.value) as unknown as Shipment);
    }
  };
  const following = topics.map(topic => follow(source, topic, stopping.signal, seen(topic)));

  return {
    owed: plan => {
      const orderId = orderIdOf(plan.index);
      return whoOwes(plan, {
        order: newestOf<Order>('orders', orderId),
        payment: newestOf<Payment>('payments', orderId),
        allocation: newestOf<Allocation>('allocations', orderId),
        shipment: newestOf<Shipment>('shipments', orderId),
        activity: newestOf<OrderActivity>('order-activity', orderId),
        notification: newestOf<Notification>('notifications', orderId),
      });
    },
    latencies,
    failed: Promise.all(following).then(() => new Promise<never>(() => undefined)),
    stop: async () => {
      stopping.abort();
      await Promise.allSettled(following);
    },
  };
}
