import { setTimeout as sleep } from 'node:timers/promises';
import { createRequestSender } from '../../api/requests/sender.ts';
import { planFaults } from './faults/plan.ts';
import { playFaults } from './faults/play.ts';
import { type Ground, openGround } from './ground.ts';
import type { ChaosOptions } from './options.ts';
import { machineLoad, problemsOf, quantiles, type Report } from './report.ts';
import { receive, setup } from './shop/asks.ts';
import { readAll, type Source } from './shop/follow.ts';
import { atRate } from './shop/load.ts';
import { createOutbox, type Outbox } from './shop/outbox.ts';
import { createPeople } from './shop/people.ts';
import { planOrder, planShop, type ShopPlan } from './shop/plan.ts';
import { untilAtRest } from './shop/settle.ts';
import { watchOrders } from './shop/watch.ts';
import { tellOrder } from './story.ts';
import { openFindings } from './verify/findings.ts';
import { verifyAll } from './verify/verify.ts';
import { openWorkers, type Workers } from './workers.ts';

/** No order at all comes to rest for so long, ms: then it never will. A join may stall for a minute. */
const SETTLE_PATIENCE_MS = 180_000;
const SETUP_PATIENCE_MS = 120_000;
const RECEIVE_EVERY = 400;

export type Say = (line: string) => void;

/** Brings up a shop of its own, lets everything fail around it, and checks the books. */
export async function runChaos(options: ChaosOptions, say: Say, signal: AbortSignal): Promise<Report> {
  say(`seed ${options.seed}: ${options.orders} orders at ${options.rate}/s to ${options.workers} workers`);
  const ground = await openGround(say);
  let held = false;
  let workers: Workers | null = null;
  try {
    workers = openWorkers(ground);
    const report = await play(options, ground, workers, say, signal);
    held = report.held;
    return report;
  } finally {
    await workers?.stop();
    await ground.stop(options.keep || !held);
  }
}

async function play(
  options: ChaosOptions,
  ground: Ground,
  workers: Workers,
  say: Say,
  signal: AbortSignal,
): Promise<Report> {
  const { orders, rate, seed } = options;
  // The first one makes the topics and registers the schemas.
  for (let number = 1; number <= options.workers; number++) await workers.start(number);
  const connection = await ground.connect();
  const findings = openFindings();
  const shop = planShop(seed, orders);
  const sender = createRequestSender({ ...connection, vault: await connection.vault(), source: '/chaos' });
  const outbox = createOutbox(sender);
  const receipts = new Map<string, { sku: string; quantity: number }>();
  const received = (sku: string, quantity: number, turn: number) => {
    const request = receive(sku, quantity, turn);
    receipts.set(`${request.value.event.id} ${request.value.bodyHash}`, { sku, quantity });
    return request;
  };
  let broken: unknown = null;
  const failed = (error: unknown) => {
    broken ??= error;
  };

  await setUp(connection, outbox, shop, say);
  for (const sku of shop.plentiful) received(sku, 1_000_000, 0);
  for (const sku of shop.scarce) received(sku, shop.scarceStock, 0);

  const placedAt = new Map<number, number>();
  let atRest = false;
  const people = createPeople({ put: outbox.put, failed });
  const watch = watchOrders({
    source: connection,
    placedAt: index => placedAt.get(index),
    underWay: () => placedAt.size > 0 && !atRest,
    onOrder: (index, order) => people.onOrder(planOrder(shop, index), order),
    onShipment: (index, shipment) => people.onShipment(planOrder(shop, index), shipment),
  });
  watch.failed.catch(failed);

  const faults = planFaults({ seed, workers: options.workers, duration: (orders / rate) * 1_000 });
  const started = Date.now();
  const told: string[] = [];
  const tell = (line: string) => {
    told.push(`${((Date.now() - started) / 1_000).toFixed(1)} s ${line}`);
    say(`${((Date.now() - started) / 1_000).toFixed(1).padStart(6)} s  ${line}`);
  };
  const playing = playFaults({ ground, workers, count: options.workers, say: tell, signal }, faults);
  playing.catch(failed);
  const placedIn = await atRate(rate, orders, signal, index => {
    placedAt.set(index, Date.now());
    people.places(planOrder(shop, index));
    if (index % RECEIVE_EVERY === RECEIVE_EVERY - 1) {
      outbox.put(received(shop.plentiful[index % shop.plentiful.length] as string, 7, index)).catch(failed);
    }
  });
  say(`all orders are placed after ${placedIn.toFixed(1)} s`);
  await playing.catch(() => undefined);
  say('no more faults');
  if (broken !== null) throw broken;
  signal.throwIfAborted();

  const plans = Array.from({ length: orders }, (_, index) => planOrder(shop, index));
  const unsettled = await untilAtRest({ plans, owed: watch.owed, say, patience: SETTLE_PATIENCE_MS, signal });
  atRest = true;
  const settledIn = (Date.now() - started) / 1_000 - placedIn;
  say(
    unsettled.length === 0 ? `all at rest, ${settledIn.toFixed(1)} s later` : `${unsettled.length} never came to rest`,
  );
  for (const { orderId, owed } of unsettled) findings.add('not at rest', `${orderId}: ${owed.join('; ')}`);
  people.stop();
  await outbox.empty();
  await untilAnswered(connection, outbox);
  await watch.stop();
  await sender.close();
  const load = machineLoad();
  await workers.stop();
  for (const one of workers.log.wrong) findings.add('workers', one);
  if (broken !== null) throw broken;

  say('reading everything back');
  const verified = await verifyAll({
    source: connection,
    shop,
    placed: orders,
    asked: outbox.asked,
    receipts,
    ledger: ground.provider.ledger,
    findings,
  });
  const offender = unsettled[0]?.orderId ?? verified.offender;
  const story = offender === null ? [] : await tellOrder(connection, offender);
  await connection.close();
  const held = findings.kinds.size === 0;
  return {
    held,
    options: { orders, rate, workers: options.workers, seed },
    home: options.keep || !held ? ground.home : null,
    faults: told,
    placed: orders,
    placedIn,
    settledIn,
    ordersPerSecond: orders / (placedIn + settledIn),
    confirmed: quantiles(watch.latencies.toConfirmed),
    longestStallMs: watch.latencies.longestStall.ms,
    joins: workers.log.joins,
    takeovers: workers.log.takeovers,
    sendFailures: outbox.failures(),
    alarms: Object.fromEntries([...workers.log.alarms].sort()),
    verified,
    problems: problemsOf(findings),
    story,
    load,
  };
}

/** Sends products, customers and stock, and waits until all are facts: an order comes after what it needs. */
async function setUp(source: Source, outbox: Outbox, shop: ShopPlan, say: Say): Promise<void> {
  const requests = setup(shop);
  await Promise.all(requests.map(request => outbox.put(request)));
  const wanted = { products: 404, customers: shop.customers.length + shop.declined.length, stock: 404 };
  const end = Date.now() + SETUP_PATIENCE_MS;
  for (const [topic, count] of Object.entries(wanted)) {
    for (;;) {
      const keys = new Set<string>();
      await readAll(source, topic, ({ key }) => keys.add(String(key)));
      if (keys.size >= count) break;
      if (Date.now() > end)
        throw new Error(`After ${SETUP_PATIENCE_MS} ms ${topic} has ${keys.size} of ${count} keys.`);
      await sleep(200);
    }
  }
  say('products, customers and stock are there');
}

/** The last requests, such as a cancel of what was delivered, may be answered after all orders are at rest. */
async function untilAnswered(source: Source, outbox: Outbox): Promise<void> {
  const end = Date.now() + 60_000;
  const topics = ['orders', 'shipping', 'stock', 'catalogue', 'customers'].map(name => `${name}.outcomes`);
  for (;;) {
    let answers = 0;
    for (const topic of topics) await readAll(source, topic, () => answers++);
    if (answers >= outbox.asked.size || Date.now() > end) return;
    await sleep(500);
  }
}
