import { setTimeout as sleep } from 'node:timers/promises';
import { createRequestSender } from '../../../api/requests/sender.ts';
import type { Connection } from '../../../cli/connect/connection.ts';
import { atRate } from '../../../cli/load/at-rate.ts';
import { receive, setup } from './asks.ts';
import { readAll } from './follow.ts';
import { createRememberingOutbox, type RememberingOutbox } from './outbox.ts';
import { createPeople } from './people.ts';
import type { OrderPlan } from './plan.ts';
import { planOrder, type ShopPlan } from './plan.ts';
import { type Latencies, watchOrders } from './watch.ts';

/** Everybody outside: who asks, and who watches what becomes of it. */
export type Driver = {
  readonly asked: RememberingOutbox['asked'];
  readonly failures: RememberingOutbox['failures'];
  /** What was received of which sku, by request id and hash of the body. */
  readonly receipts: ReadonlyMap<string, { readonly sku: string; readonly quantity: number }>;
  readonly latencies: Latencies;
  owed(plan: OrderPlan): string[];
  /** Resolves with the seconds that it took. */
  place(rate: number, signal: AbortSignal): Promise<number>;
  /** Nothing more is asked; waits until every request has its outcome, for a minute at most. */
  finish(): Promise<void>;
  /** Throws what nobody could help: a request that cannot be sent, a topic that cannot be followed. */
  check(): void;
  close(): Promise<void>;
};

const SETUP_PATIENCE_MS = 120_000;
const ANSWER_PATIENCE_MS = 60_000;
/** Further goods come after so many orders. */
const RECEIVE_EVERY = 400;

/** Puts products, customers and stock in place, and begins to watch. */
export async function openDriver(connection: Connection, shop: ShopPlan): Promise<Driver> {
  const sender = createRequestSender({ ...connection, vault: await connection.vault(), source: '/chaos' });
  const outbox = createRememberingOutbox(sender);
  const receipts = new Map<string, { sku: string; quantity: number }>();
  const placedAt = new Map<number, number>();
  let placedUntil = Number.POSITIVE_INFINITY;
  let broken: unknown = null;
  const failed = (error: unknown) => {
    broken ??= error;
  };

  const received = (sku: string, quantity: number, turn: number) => {
    const request = receive(sku, quantity, turn);
    receipts.set(`${request.value.event.id} ${request.value.bodyHash}`, { sku, quantity });
    return request;
  };
  await Promise.all([
    ...setup(shop).map(request => outbox.put(request)),
    ...shop.plentiful.map(sku => outbox.put(received(sku, 1_000_000, 0))),
    ...shop.scarce.map(sku => outbox.put(received(sku, shop.scarceStock, 0))),
  ]);
  await untilOnOffer(connection, shop);

  const people = createPeople({ put: outbox.put, failed });
  const watch = watchOrders({
    source: connection,
    placedAt: index => placedAt.get(index),
    placedUntil: () => placedUntil,
    onOrder: (index, order) => people.onOrder(planOrder(shop, index), order),
    onShipment: (index, shipment) => people.onShipment(planOrder(shop, index), shipment),
  });
  watch.failed.catch(failed);

  return {
    asked: outbox.asked,
    failures: outbox.failures,
    receipts,
    latencies: watch.latencies,
    owed: watch.owed,
    place: async (rate, signal) => {
      const seconds = await atRate(rate, shop.orders, signal, index => {
        placedAt.set(index, Date.now());
        people.places(planOrder(shop, index));
        if (index % RECEIVE_EVERY !== RECEIVE_EVERY - 1) return;
        const sku = shop.plentiful[index % shop.plentiful.length] as string;
        outbox.put(received(sku, 7, index)).catch(failed);
      });
      placedUntil = Date.now();
      return seconds;
    },
    finish: async () => {
      people.stop();
      await outbox.empty();
      await untilAnswered(connection, outbox);
    },
    check: () => {
      if (broken !== null) throw broken;
    },
    close: async () => {
      people.stop();
      await watch.stop();
      await sender.close();
    },
  };
}

/** Waits until all are facts: an order comes after what it needs. */
async function untilOnOffer(connection: Connection, shop: ShopPlan): Promise<void> {
  const { plentiful, scarce, customers, declined } = shop;
  const skus = plentiful.length + scarce.length;
  const wanted = { products: skus, customers: customers.length + declined.length, stock: skus };
  const end = Date.now() + SETUP_PATIENCE_MS;
  for (const [topic, count] of Object.entries(wanted)) {
    for (let found = -1; found < count; ) {
      if (Date.now() > end) throw new Error(`After ${SETUP_PATIENCE_MS} ms ${topic} has ${found} of ${count} keys.`);
      if (found >= 0) await sleep(200);
      const keys = new Set<string>();
      await readAll(connection, topic, ({ key }) => keys.add(String(key)));
      found = keys.size;
    }
  }
}

/** The last requests, such as a cancel of what was delivered, may be answered after all orders are at rest. */
async function untilAnswered(connection: Connection, { asked }: RememberingOutbox): Promise<void> {
  const topics = ['orders', 'shipping', 'stock', 'catalogue', 'customers'].map(name => `${name}.outcomes`);
  for (const end = Date.now() + ANSWER_PATIENCE_MS; Date.now() < end; await sleep(500)) {
    let answers = 0;
    for (const topic of topics) await readAll(connection, topic, () => answers++);
    if (answers >= asked.size) return;
  }
}
