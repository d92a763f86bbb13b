import type { Order } from '../../schemas/types/orders.ts';
import type { Shipment } from '../../schemas/types/shipments.ts';
import { answer, crashAnywhere, dueEffects, mayFire, republishAny, runningDeadlines } from './any-world.ts';
import { fire } from './deadlines.ts';
import { factsOf } from './log.ts';
import { type Asking, cancel, orderId, warehouse } from './people.ts';
import { actFor, isReady, returnFor } from './plan.ts';
import { type Random, randomOf } from './random.ts';
import type { OrderPlan } from './scenario.ts';
import { isBehind, nextBatch, refresh, rewind, type Task } from './task.ts';
import { ask, type Books, decide, isUnderWay, perform, type World } from './world.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const leaps = [500, 5_000, 40_000, MINUTE, 5 * MINUTE, DAY, 40 * DAY];

/** `asleep`: who is asleep in this story, still is. */
type Happening = (world: World, random: Random, asks: Asking[], asleep: boolean) => void;

/** What can happen, and how often of a hundred times. */
const happenings: readonly (readonly [number, Happening])[] = [
  [50, work],
  [4, (world, random) => crashAnywhere(world, random.pick(world.tasks) as Task, random)],
  [2, rewound],
  [3, compacted],
  [3, republished],
  [12, provided],
  [9, (world, random, asks) => asked(world, clientsAsk(world, random, asks))],
  [10, (world, random) => asked(world, warehouseAsks(world, random))],
  [4, timePasses],
  [3, (world, random) => world.tasks.forEach(task => void refresh(task, world.log, random))],
];

/** One step of the story, all of it told by one number. */
export function step(world: World, asks: Asking[], seed: number, asleep: boolean): void {
  const random = randomOf(seed);
  world.now += 1 + random.below(50);
  // The orders come early, so that most of the storm is about them.
  if (asks.some(one => one.value.type === 'PLACE') && random.chance(0.25)) {
    asked(world, clientsAsk(world, random, asks));
  }
  let dice = random.below(100);
  for (const [weight, happens] of happenings) {
    if (dice < weight) {
      happens(world, random, asks, asleep);
      return;
    }
    dice -= weight;
  }
}

function asked(world: World, asking: Asking | undefined): void {
  if (asking !== undefined) ask(world, asking);
}

/** A few batches here and there. */
function work(world: World, random: Random, _: Asking[], asleep: boolean): void {
  for (let batches = random.below(8); batches >= 0; batches--) {
    const sleeper = asleep ? world.scenario.asleep : null;
    const awake = world.tasks.filter(one => one.processor.name !== sleeper && isBehind(one, world.log));
    const task = random.pick(awake);
    if (task === undefined) return;
    decide(world, task, nextBatch(task, world.log, random));
  }
}

function rewound(world: World, random: Random): void {
  const task = random.pick(world.tasks) as Task;
  world.note(() => `rewind  ${task.processor.name}/${task.partition}`);
  rewind(task, random);
}

function compacted(world: World, random: Random): void {
  const owns = random.pick(world.tasks)?.processor.owns ?? '';
  world.note(() => `compact ${owns}`);
  world.log.compact(owns, random);
}

function republished(world: World, random: Random): void {
  const task = random.pick(world.tasks.filter(one => one.state.size > 0));
  if (task !== undefined) republishAny(world, task, random);
}

/** Answers come in any order, late, twice, or never; what was done may not be known to be. */
function provided(world: World, random: Random, _: Asking[], asleep: boolean): void {
  const due = dueEffects(world).filter(one => !isUnderWay(one));
  const pending = random.pick(due);
  if (pending === undefined) return;
  const dice = random.below(20);
  if (dice < 3 || (asleep && world.scenario.asleep === 'provider')) {
    answer(world, pending, { status: 'failed', code: 'unreachable' });
    return;
  }
  const what = perform(world, pending.state, pending.effect);
  if (dice < 8) world.mailbox.unheard(pending.effect);
  if (dice < 6) answer(world, pending, { status: 'failed', code: 'timeout' });
  else if (dice < 8) world.note(() => `does    ${pending.effect.id}, and its answer is lost`);
  else answer(world, pending, what);
  if (dice === 8) answer(world, pending, what);
}

export function clientsAsk(world: Books, random: Random, asks: Asking[]): Asking | undefined {
  const { scenario } = world;
  const ready = scenario.rude ? asks : asks.filter(one => isReady(world, one));
  const next = random.pick(ready);
  if (next !== undefined && random.chance(0.8)) {
    asks.splice(asks.indexOf(next), 1);
    return next;
  }
  const index = random.below(scenario.orders.length);
  const plan = scenario.orders[index] as OrderPlan;
  const back = returnFor(world, index, plan);
  if (back !== undefined && random.chance(0.7)) return back;
  if (plan.cancel !== null && random.chance(0.3) && world.asked.has(`cancel/${index}/0 cancel`)) {
    const version = factsOf<Order>(world, 'orders').get(orderId(index))?.version ?? null;
    return cancel(index, 1 + random.below(3), version);
  }
  const askedBefore = [...world.asked.values()].filter(({ topic }) => topic !== 'customer-activity');
  const repeated = plan.repeats ? random.pick(askedBefore) : undefined;
  const reused = repeated !== undefined && random.chance(0.3);
  return reused ? { ...repeated, value: { ...repeated.value, bodyHash: 'another' } } : repeated;
}

export function warehouseAsks(world: Books, random: Random): Asking | undefined {
  if (world.scenario.rude && random.chance(0.2)) {
    const index = random.below(world.scenario.orders.length);
    const ends = world.scenario.orders[index]?.deliveryFails === true ? 'FAIL' : 'DELIVER';
    const act = random.pick(['PACK', 'DISPATCH', ends] as const) ?? 'PACK';
    return warehouse(orderId(index), act, 1 + random.below(3));
  }
  const shipment = random.pick([...factsOf<Shipment>(world, 'shipments').values()]);
  return shipment && actFor(world, shipment, 0);
}

function timePasses(world: World, random: Random): void {
  if (!world.scenario.time) return;
  world.now += random.pick(leaps) ?? 0;
  world.note(() => `time    ${new Date(world.now).toISOString()}`);
  for (const running of runningDeadlines(world)) {
    // One that fired may have ended others of its key.
    const goesOn = running.task.state.get(running.key)?.deadlines.includes(running.deadline);
    if (goesOn && mayFire(world, running) && random.chance(0.7)) fire(world, running);
  }
}
