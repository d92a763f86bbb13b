import type { Connection } from '../../cli/connect/connection.ts';
import { quantiles } from '../../cli/load/numbers.ts';
import { planFaults } from './faults/plan.ts';
import { playFaults } from './faults/play.ts';
import { type Ground, openGround } from './ground.ts';
import type { ChaosOptions } from './options.ts';
import { machineLoad, problemsOf, type Report } from './report.ts';
import { type Driver, openDriver } from './shop/driver.ts';
import { planOrder, planShop, type ShopPlan } from './shop/plan.ts';
import { untilQuiet } from './shop/quiet.ts';
import { type Unsettled, untilAtRest } from './shop/settle.ts';
import { tellOrder } from './story.ts';
import { openFindings } from './verify/findings.ts';
import { readPost } from './verify/mails.ts';
import { verifyAll } from './verify/verify.ts';
import { openWorkers, type Workers } from './workers.ts';

/** No order at all comes to rest for so long, ms: then it never will. A join may stall for a minute. */
const SETTLE_PATIENCE_MS = 180_000;

/** For what is left once every order is at rest: what was passed on to be read, and erasures to be done. */
const QUIET_PATIENCE_MS = 120_000;

export type Say = (line: string) => void;

type Scene = {
  readonly options: ChaosOptions;
  readonly ground: Ground;
  readonly workers: Workers;
  readonly shop: ShopPlan;
  readonly connection: Connection;
  readonly driver: Driver;
  readonly say: Say;
  readonly signal: AbortSignal;
};

/** Brings up a shop of its own, lets everything fail around it, and checks the books. */
export async function runChaos(options: ChaosOptions, say: Say, signal: AbortSignal): Promise<Report> {
  const { orders, rate, seed } = options;
  say(`seed ${seed}: ${orders} orders at ${rate}/s to ${options.workers} workers`);
  const ground = await openGround(say);
  const workers = openWorkers(ground);
  let connection: Connection | null = null;
  let driver: Driver | null = null;
  let held = false;
  try {
    // The first one makes the topics and registers the schemas.
    for (let number = 1; number <= options.workers; number++) await workers.start(number);
    connection = await ground.connect();
    const shop = planShop(seed, orders);
    driver = await openDriver(connection, shop);
    say('products, customers and stock are there');
    const scene: Scene = { options, ground, workers, shop, connection, driver, say, signal };
    const report = await verdict(scene, await play(scene));
    held = report.held;
    return report;
  } finally {
    await driver?.close();
    await connection?.close();
    await workers.stop();
    await ground.stop(options.keep || !held);
  }
}

type Played = {
  readonly faults: readonly string[];
  readonly placedIn: number;
  readonly settledIn: number;
  readonly unsettled: readonly Unsettled[];
  readonly unfinished: readonly string[];
  readonly load: string;
};

async function play({ options, ground, workers, shop, connection, driver, say, signal }: Scene): Promise<Played> {
  const { orders, rate, seed } = options;
  const started = Date.now();
  const seconds = () => (Date.now() - started) / 1_000;
  const faults: string[] = [];
  const tell = (line: string) => {
    faults.push(`${seconds().toFixed(1)} s ${line}`);
    say(`${seconds().toFixed(1).padStart(6)} s  ${line}`);
  };
  const plan = planFaults({ seed, workers: options.workers, duration: (orders / rate) * 1_000 });
  const playing = playFaults({ ground, workers, count: options.workers, say: tell, signal }, plan);
  playing.catch(() => undefined); // waited for below
  const placedIn = await driver.place(rate, signal);
  say(`all orders are placed after ${placedIn.toFixed(1)} s`);
  await playing;
  say('no more faults');
  driver.check();
  signal.throwIfAborted();

  const plans = Array.from({ length: orders }, (_, index) => planOrder(shop, index));
  const unsettled = await untilAtRest({ plans, owed: driver.owed, say, patience: SETTLE_PATIENCE_MS, signal });
  const settledIn = seconds() - placedIn;
  say(
    unsettled.length === 0 ? `all at rest, ${settledIn.toFixed(1)} s later` : `${unsettled.length} never came to rest`,
  );
  await driver.finish();
  driver.check();
  const unfinished = await untilQuiet({ source: connection, shop, patience: QUIET_PATIENCE_MS, signal });
  return { faults, placedIn, settledIn, unsettled, unfinished, load: machineLoad() };
}

async function verdict(
  { options, ground, workers, shop, connection, driver, say }: Scene,
  played: Played,
): Promise<Report> {
  const { orders, rate, seed } = options;
  const { unsettled, unfinished, ...figures } = played;
  const findings = openFindings();
  // A clean end belongs to what a worker owes.
  await workers.stop();
  for (const one of workers.log.wrong) findings.add('workers', one);
  for (const one of unfinished) findings.add('not at rest', one);
  for (const { orderId, owed } of unsettled) findings.add('not at rest', `${orderId}: ${owed.join('; ')}`);
  say('reading everything back');
  const { asked, receipts, latencies } = driver;
  const { ledger } = ground.provider;
  const post = readPost(ground.mails, workers.log);
  const vault = await connection.vault();
  const books = { asked, receipts, ledger, post, vault };
  const verified = await verifyAll({ source: connection, shop, placed: orders, ...books, findings });
  const offender = unsettled[0]?.orderId ?? verified.offender;
  const held = findings.kinds.size === 0;
  return {
    held,
    options: { orders, rate, workers: options.workers, seed },
    home: options.keep || !held ? ground.home : null,
    placed: orders,
    ...figures,
    ordersPerSecond: orders / (figures.placedIn + figures.settledIn),
    confirmed: quantiles(latencies.toConfirmed),
    longestStallMs: latencies.longestStall,
    joins: workers.log.joins,
    takeovers: workers.log.takeovers,
    sendFailures: driver.failures(),
    alarms: Object.fromEntries([...workers.log.alarms].sort()),
    verified,
    problems: problemsOf(findings),
    story: offender === null ? [] : await tellOrder(connection, offender),
  };
}
