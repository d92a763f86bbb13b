import type { Asking } from '../../property/people.ts';
import { type Random, randomOf } from '../../property/random.ts';
import { clientsAsk, warehouseAsks } from '../../property/storm.ts';
import { storming as processors } from '../../property/storming.ts';
import { ask } from './ask.ts';
import { PREFIX } from './history.ts';
import { duplicate, republish, rewind } from './owner.ts';
import { living, ofMachine, possible, settled, take, type Whole } from './world.ts';

type Happening = (whole: Whole, random: Random, asks: Asking[], early: boolean) => unknown;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;
const leaps = [SECOND, 5 * SECOND, 40 * SECOND, MINUTE, 5 * MINUTE, DAY, 40 * DAY];
const shortLeaps = [200, 500, SECOND, 5 * SECOND];
/** So far the clock may go, ms, where deadlines have time; less where products may come late, which has a short one. */
const calm = { usual: 25 * SECOND, late: 5 * SECOND };

/** What can happen, and how often of a hundred times. */
const happenings: readonly (readonly [number, Happening])[] = [
  [50, work],
  [8, (whole, random, asks) => asked(whole, () => clientsAsk(whole, random, asks))],
  [12, (whole, random) => asked(whole, () => warehouseAsks(whole, random))],
  [6, tick],
  [3, timePasses],
  [2, lag],
  [2, kill],
  [3, begin],
  [1, stop],
  [2, freeze],
  [2, expire],
  [2, loseAnswer],
  [1, goDown],
  [2, (whole, random) => whole.luck.push(random.pick(['never-arrives', 'answer-lost'] as const) ?? 'answered')],
  [2, compact],
  [2, again],
];

/** One step of the story, all of it told by one number. */
export async function step(whole: Whole, asks: Asking[], seed: number, early: boolean): Promise<void> {
  const random = randomOf(seed);
  whole.history.observe();
  // The orders come early, so that most of the storm is about them; and hardly anything happens without a broker.
  if (!whole.reachable && random.chance(0.4)) comeUp(whole);
  if (asks.some(one => one.value.type === 'PLACE') && random.chance(0.5)) {
    await asked(whole, () => clientsAsk(whole, random, asks));
  }
  if (whole.scenario.time && random.chance(0.08)) return wait(whole, random, asks, early);
  let dice = random.below(100);
  for (const [weight, happens] of happenings) {
    if (dice < weight) {
      await happens(whole, random, asks, early);
      await settled();
      return;
    }
    dice -= weight;
  }
}

/** Some steps, in any order. */
async function work(whole: Whole, random: Random, _: Asking[], early: boolean): Promise<void> {
  const { asleep } = whole.scenario;
  const waits = (at: string): boolean => early && asleep !== null && at.startsWith(`${PREFIX}.${asleep}`);
  const orderly = random.chance(0.4);
  for (let count = random.below(80); count >= 0; count--) {
    const steps = possible(whole).filter(({ at, operation }) => operation === 'fetch' || !waits(at));
    const chosen = steps[orderly ? 0 : random.below(steps.length)];
    if (chosen === undefined) return;
    await take(whole, chosen);
  }
}

async function asked(whole: Whole, what: () => Asking | undefined): Promise<void> {
  const asking = whole.reachable ? what() : undefined;
  if (asking !== undefined) await ask(whole, asking);
}

function tick(whole: Whole, random: Random): void {
  for (let count = random.below(3); count >= 0; count--) {
    if (mayGoOn(whole, 200)) whole.time.tick();
  }
}

function timePasses(whole: Whole, random: Random): void {
  const by = random.pick(whole.scenario.time ? leaps : shortLeaps) ?? 0;
  if (!mayGoOn(whole, by)) return;
  whole.note(() => `time      ${by} ms`);
  whole.time.leap(by);
}

const lagging = [
  'payments',
  'allocations',
  'stock-replies',
  'orders',
  'shipments',
  'customer-activity',
  'loyalty-replies',
  null,
] as const;

/** The records of one topic come late: who reads it is behind, whatever else goes on. */
function lag(whole: Whole, random: Random): void {
  whole.lagging = random.pick(lagging) ?? null;
  whole.note(() => `lagging   ${whole.lagging ?? 'nothing'}`);
}

/** Minutes pass, and everybody sees it: only after several does anybody do something about what is overdue. */
async function wait(whole: Whole, random: Random, asks: Asking[], early: boolean): Promise<void> {
  if (random.chance(0.5)) lag(whole, random);
  for (let minutes = 3 + random.below(5); minutes > 0; minutes--) {
    whole.note(() => `time      ${MINUTE} ms`);
    whole.time.leap(MINUTE);
    for (let ticks = 0; ticks < 3; ticks++) {
      await settled();
      await work(whole, random, asks, early);
      whole.history.observe();
      whole.time.tick();
    }
  }
}

function mayGoOn(whole: Whole, by: number): boolean {
  const most = whole.scenario.late ? calm.late : calm.usual;
  return whole.scenario.time || whole.time.now() + by - whole.started <= most;
}

function kill(whole: Whole, random: Random): void {
  const victim = random.pick(living(whole));
  if (victim === undefined) return;
  whole.note(() => `kill      ${victim.client}`);
  victim.gone = true;
  whole.broker.crash(victim.client);
  if (random.chance(0.5)) return;
  whole.broker.expireSession(victim.client);
  if (random.chance(0.3)) victim.machine.stores.clear();
  whole.start(victim.machine);
}

function begin(whole: Whole, random: Random): void {
  const machine = random.pick(whole.machines.filter(one => ofMachine(whole, one) === undefined));
  if (machine === undefined) return;
  if (random.chance(0.3)) machine.stores.clear();
  whole.start(machine);
}

function stop(whole: Whole, random: Random): void {
  const one = random.pick(living(whole));
  if (one === undefined) return;
  whole.note(() => `stop      ${one.client}`);
  one.stop();
}

/** SIGSTOP and SIGCONT; often for so long that others take over meanwhile, and a zombie comes back. */
function freeze(whole: Whole, random: Random): void {
  const one = random.pick(living(whole));
  if (one === undefined) return;
  one.awake = !one.awake;
  whole.note(() => `${one.awake ? 'continue ' : 'freeze   '} ${one.client}`);
  if (one.awake || random.chance(0.5)) return;
  whole.note(() => `expire    the session of ${one.client}`);
  whole.broker.expireSession(one.client);
}

/** A session or a transaction times out; also one of somebody who is only slow. */
function expire(whole: Whole, random: Random): void {
  const { broker, processes } = whole;
  const ids = broker.openTransactions();
  if (ids.length > 0 && random.chance(0.3)) {
    const id = random.pick(ids) as string;
    whole.note(() => `expire    the transaction of ${id}`);
    broker.expireTransaction(id);
    return;
  }
  const gone = processes.filter(one => one.gone || !one.awake);
  const one = random.pick(gone.length > 0 && random.chance(0.8) ? gone : processes);
  if (one === undefined) return;
  whole.note(() => `expire    the session of ${one.client}`);
  broker.expireSession(one.client);
}

function loseAnswer(whole: Whole, random: Random): void {
  const one = random.pick(living(whole));
  const operation = random.pick(['append', 'commit', 'commit', 'fence'] as const);
  const loss = random.pick(['before', 'after', 'later'] as const);
  if (one === undefined || operation === undefined || loss === undefined) return;
  whole.note(() => `lose      the next ${operation} of ${one.client}: ${loss}`);
  whole.broker.loseNext(one.client, operation, loss);
}

function goDown(whole: Whole): void {
  if (!whole.reachable) return;
  whole.note(() => 'broker    down');
  whole.reachable = false;
  whole.broker.down();
}

function comeUp(whole: Whole): void {
  whole.note(() => 'broker    up');
  whole.reachable = true;
  whole.broker.up();
}

function compact(whole: Whole, random: Random): void {
  const processor = random.pick(processors);
  const topic = random.chance(0.5) ? undefined : `${PREFIX}.${processor?.owns}`;
  whole.note(() => `compact   ${topic ?? 'everything'}`);
  whole.history.observe();
  whole.broker.compact(topic);
}

function again(whole: Whole, random: Random): void {
  const processor = random.pick(processors);
  if (processor === undefined || !whole.reachable) return;
  const key = random.pick(whole.history.keys(processor.owns));
  const how = random.below(3);
  if (how === 0) rewind(whole, processor, random.below(whole.size.partitions), () => random.below(8));
  else if (key !== undefined) (how === 1 ? republish : duplicate)(whole, processor, key);
}
