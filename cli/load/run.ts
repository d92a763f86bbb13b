import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestSender } from '../../api/requests/sender.ts';
import type { Connection } from '../connect/connection.ts';
import type { WarehouseDelays } from '../warehouse/next-report.ts';
import { atRate } from './at-rate.ts';
import { type Books, keepBooks } from './books.ts';
import { drawsOf } from './draw.ts';
import { namesOf } from './names.ts';
import { createRates, type Quantiles, quantiles } from './numbers.ts';
import { createOutbox } from './outbox.ts';
import { createPeople } from './people.ts';
import { planOrder } from './plan.ts';
import { keepPoisonBooks, openPoison, type PoisonBooks } from './poison.ts';
import { setUp } from './setup.ts';
import { type Watch, watchOrders } from './watch.ts';

export type LoadPlan = {
  readonly orders: number;
  /** Orders a second. */
  readonly rate: number;
  /** Records that cannot be read, per hundred orders. */
  readonly poison: number;
  readonly seed: number;
  /** Whether packing, dispatching and delivering is reported. */
  readonly warehouse: boolean;
  /** Given up after so long, ms, without any order coming to rest. */
  readonly patience: number;
};

export type LoadOptions = {
  readonly plan: LoadPlan;
  readonly connection: Pick<Connection, 'log' | 'wire' | 'prefix' | 'logger'>;
  /** Not closed by the load. */
  readonly sender: Pick<RequestSender, 'sendAll'>;
  /** Aborted while orders are placed: no more are; while they are waited for: neither. */
  readonly signal: AbortSignal;
  /** Hears how to tell how far it is, whenever another phase begins. */
  readonly onPhase: (text: () => string) => void;
  readonly delays?: WarehouseDelays;
};

export type Loaded = {
  readonly plan: LoadPlan;
  readonly placed: number;
  /** Orders of the seed that had been placed before. */
  readonly known: number;
  readonly interrupted: boolean;
  readonly poison: PoisonBooks;
  /** Times that requests had to be sent again. */
  readonly sendFailures: number;
  /** Seconds in which the orders were placed, and then until they were at rest. */
  readonly placing: number;
  readonly settling: number;
  /** ms from the request to CONFIRMED. */
  readonly confirmed: Quantiles;
  readonly books: Books;
};

const LOOK_EVERY_MS = 200;

/** Places orders in a running shop, plays everybody outside, and holds what becomes of it to the laws. */
export async function runLoad(options: LoadOptions): Promise<Loaded> {
  const { plan, connection, sender, signal, onPhase, delays } = options;
  const names = namesOf(plan.seed);
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => undefined); // whoever waits is told
  const outbox = createOutbox(sender);
  const people = createPeople({
    put: outbox.put,
    failed: broken.reject,
    warehouse: plan.warehouse,
    ...(delays && { delays }),
  });
  const watch = watchOrders({ connection, names, people });
  watch.failed.catch(broken.reject);
  const poison = await openPoison(connection, names);
  const unlessBroken = <T>(work: Promise<T>): Promise<T> => Promise.race([work, broken.promise]);
  try {
    onPhase(() => 'reading what is known');
    await unlessBroken(watch.caughtUp);
    watch.look();
    onPhase(() => 'making sure of products, customers and stock');
    await unlessBroken(setUp({ connection, put: outbox.put, names, orders: plan.orders, signal }));

    const indexes = Array.from({ length: plan.orders }, (_, index) => index).filter(index => !watch.knows(index));
    let placed = 0;
    onPhase(progressOf(watch, () => placed));
    const placing = await unlessBroken(
      atRate(plan.rate, indexes.length, signal, n => {
        const index = indexes[n] as number;
        placed += 1;
        watch.expect(index);
        void people.places(planOrder(names, index));
        if (drawsOf(plan.seed, `order ${index}`)('poison') >= plan.poison / 100) return;
        poison.write().catch(broken.reject);
      }),
    );
    const interrupted = signal.aborted;
    const began = performance.now();
    await unlessBroken(untilAtRest(watch, plan.patience, interrupted ? null : signal));
    people.stop();
    await unlessBroken(outbox.empty());
    return {
      plan,
      placed,
      known: plan.orders - indexes.length,
      interrupted: interrupted || signal.aborted,
      poison: await keepPoisonBooks(connection, names, poison.written, plan.patience),
      sendFailures: outbox.failures(),
      placing,
      settling: (performance.now() - began) / 1_000,
      confirmed: quantiles(watch.latencies),
      books: await keepBooks(connection, names, watch),
    };
  } finally {
    people.stop();
    await watch.stop();
    await poison.close();
  }
}

/** Waits until nobody owes any order anything; or until nothing has come to rest for too long; or until the signal. */
async function untilAtRest(watch: Watch, patience: number, signal: AbortSignal | null): Promise<void> {
  let fewest = Number.POSITIVE_INFINITY;
  for (let last = Date.now(); !signal?.aborted; await sleep(LOOK_EVERY_MS)) {
    watch.look();
    if (watch.open.size === 0) return;
    if (watch.open.size < fewest) {
      fewest = watch.open.size;
      last = Date.now();
    }
    if (Date.now() - last > patience) return;
  }
}

function progressOf(watch: Watch, placed: () => number): () => string {
  const rates = createRates();
  const countsNow = () => [placed(), watch.confirmed, watch.ended];
  rates(Date.now(), countsNow());
  return () => {
    watch.look();
    const counts = countsNow();
    const speeds = rates(Date.now(), counts);
    const told = ['placed', 'confirmed', 'ended'].map((what, n) => `${what} ${counts[n]} (${speeds[n]?.toFixed(1)}/s)`);
    const { count, p50, p95, p99 } = quantiles(watch.latencies);
    const times = count === 0 ? [] : [`to CONFIRMED p50 ${p50}, p95 ${p95}, p99 ${p99} ms`];
    return [...told, `open ${watch.open.size}`, ...times].join(', ');
  };
}
