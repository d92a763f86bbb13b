import type { LogBatch } from '../../runtime/log/port.ts';
import { topicOf } from '../../runtime/tasks/engine.ts';
import type { Order } from '../../schemas/types/orders.ts';
import type { Shipment } from '../../schemas/types/shipments.ts';
import { type OrderFacts, type Owing, owedFor } from '../../streams/rest.ts';
import type { Connection } from '../connect/connection.ts';
import { followTopic } from '../tail/follow.ts';
import type { Names } from './names.ts';
import type { People } from './people.ts';
import { returnIsOwed } from './people.ts';
import { type OrderPlan, planOrder } from './plan.ts';
import { createVersions } from './versions.ts';

export type Watch = {
  /** Resolves when all is read that was there at the start; rejects when a topic cannot be followed. */
  readonly caughtUp: Promise<void>;
  readonly failed: Promise<never>;
  /** Looks again at what has changed since the last look. */
  look(): void;
  /** Orders of the seed that are known, by index. */
  knows(index: number): boolean;
  /** Orders that were expected or seen, and are not at rest. */
  readonly open: ReadonlySet<number>;
  readonly ended: number;
  readonly confirmed: number;
  /** ms from the request to CONFIRMED as read here, of those placed by this run. */
  readonly latencies: readonly number[];
  /** Counts an order as open from now on. */
  expect(index: number): void;
  factsOf(index: number): OrderFacts;
  owed(index: number): readonly Owing[];
  /** All orders that were expected or seen. */
  indexes(): Iterable<number>;
  /** Where versions of a key did not grow. */
  readonly repeated: readonly string[];
  stop(): Promise<void>;
};

export type WatchOptions = {
  readonly connection: Pick<Connection, 'log' | 'wire' | 'prefix' | 'logger'>;
  readonly names: Names;
  readonly people: Pick<People, 'onOrder' | 'onShipment'>;
};

const topics = ['orders', 'payments', 'allocations', 'shipments'] as const;
type Topic = (typeof topics)[number];
/** Newest records, as bytes: decoded only where asked for, and outside of the heap. */
type Newest = { [T in Topic]?: Buffer };

/** Follows what becomes of the orders of a seed, also of those that another run of it placed. */
export function watchOrders({ connection, names, people }: WatchOptions): Watch {
  const { log, wire, prefix, logger } = connection;
  const stopping = new AbortController();
  const all = new Map<number, Newest>();
  const changed = new Set<number>();
  const open = new Set<number>();
  const confirmed = new Set<number>();
  const placedAt = new Map<number, number>();
  const latencies: number[] = [];
  const versions = createVersions();
  let live = false;

  const decode = <V>(topic: Topic, bytes: Buffer | undefined): V | null =>
    bytes === undefined ? null : (wire.reader(topic).decode(bytes) as unknown as V);
  const factsOf = (index: number): OrderFacts => {
    const newest = all.get(index) ?? {};
    return {
      order: decode('orders', newest.orders),
      payment: decode('payments', newest.payments),
      allocation: decode('allocations', newest.allocations),
      shipment: decode('shipments', newest.shipments),
    };
  };
  const owed = (index: number): readonly Owing[] => {
    const facts = factsOf(index);
    const rest = owedFor(facts);
    if (rest.length > 0 || facts.order === null || !returnIsOwed(planOrder(names, index), facts.order)) return rest;
    return [{ by: 'customer', step: 'ask to send it back', since: null }];
  };

  const onOrder = (plan: OrderPlan, order: Order): void => {
    if (!confirmed.has(plan.index) && order.history.some(({ what }) => what === 'CONFIRMED')) {
      confirmed.add(plan.index);
      const asked = placedAt.get(plan.index);
      if (asked !== undefined) latencies.push(Date.now() - asked);
    }
    if (live) people.onOrder(plan, order);
  };

  const onBatch = (topic: Topic) => async (batch: LogBatch) => {
    // Keys first: a large shop has many orders that are of no concern here.
    const ours = batch.records.flatMap(({ key, value }) => {
      const index = key === null || value === null ? null : names.indexOf(key.toString('utf8'));
      return index === null || value === null ? [] : [{ index, value }];
    });
    await wire.reader(topic).prepare(ours.map(({ value }) => value));
    for (const { index, value } of ours) {
      const fact = wire.reader(topic).decode(value) as unknown as Order | Shipment;
      versions.seen(`${topic} ${names.order(index)}`, fact.version);
      const newest = all.get(index) ?? {};
      // A copy: a slice would keep its whole fetch in memory.
      newest[topic] = Buffer.from(value);
      all.set(index, newest);
      changed.add(index);
      if (topic === 'orders') onOrder(planOrder(names, index), fact as Order);
      if (topic === 'shipments' && live) people.onShipment(planOrder(names, index), fact as Shipment);
    }
  };

  const caughtUp = topics.map(() => Promise.withResolvers<void>());
  const following = topics.map((topic, at) =>
    followTopic({
      log,
      topic: topicOf({ prefix }, topic),
      signal: stopping.signal,
      logger,
      onBatch: onBatch(topic),
      onCaughtUp: () => caughtUp[at]?.resolve(),
    }),
  );
  // What was done long ago is not done again; what another run has left undone is.
  const begin = (): void => {
    live = true;
    for (const index of all.keys()) {
      if (owed(index).length === 0) continue;
      const { order, shipment } = factsOf(index);
      if (order !== null) people.onOrder(planOrder(names, index), order);
      if (shipment !== null) people.onShipment(planOrder(names, index), shipment);
    }
  };
  const failed = Promise.all(following).then(() => new Promise<never>(() => undefined));
  failed.catch(() => undefined); // whoever waits for it is told

  return {
    caughtUp: Promise.race([Promise.all(caughtUp.map(({ promise }) => promise)).then(begin), failed]),
    failed,
    look: () => {
      for (const index of changed) {
        if (owed(index).length === 0) open.delete(index);
        else open.add(index);
      }
      changed.clear();
    },
    knows: index => all.get(index)?.orders !== undefined,
    open,
    get ended() {
      return all.size - open.size;
    },
    get confirmed() {
      return confirmed.size;
    },
    latencies,
    expect: index => {
      placedAt.set(index, Date.now());
      open.add(index);
      if (!all.has(index)) all.set(index, {});
    },
    factsOf,
    owed,
    indexes: () => all.keys(),
    repeated: versions.repeated,
    stop: async () => {
      stopping.abort();
      await Promise.allSettled(following);
    },
  };
}
