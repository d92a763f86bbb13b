import type { EffectAnswer, Processor } from '../../runtime/tasks/definition.ts';
import type { FatEvent } from '../../runtime/tasks/fat-event.ts';
import { foldKey } from '../../runtime/tasks/fold.ts';
import type { Instrument } from '../../schemas/types/instruments.ts';
import type { Price } from '../../schemas/types/prices.ts';
import { composePrice } from '../../streams/prices/compose.ts';
import type { PricingJob } from '../../streams/prices/model/simulate.ts';
import { putPosition, quoted, removePosition } from '../../streams/testing/farm.ts';
import { usd } from '../../streams/testing/records.ts';
import { throughBytes } from './bytes.ts';
import { createLog, type Log, PARTITIONS } from './log.ts';
import { type Random, randomOf } from './random.ts';
import { crash, createTask, decideBatch, isBehind, nextBatch, rewind, type Task } from './task.ts';

const SECOND = 1_000;
const INSTRUMENTS = ['acme', 'brio'];
const NAMES = ['1', '2', '3'];

type Pending = {
  readonly task: Task;
  readonly key: string;
  readonly state: FatEvent;
  readonly effect: FatEvent['effects'][number];
};

export type FarmWorld = {
  readonly log: Log;
  readonly tasks: readonly Task[];
  /** Whether barriers abort their workers. */
  isPlanted: boolean;
  /** What is under way somewhere, and may be overtaken by now. */
  readonly underWay: Pending[];
  readonly seen: { overtaken: number; crashes: number; late: number };
  now: number;
  asked: number;
};

export function createFarm(processors: readonly Processor[]): FarmWorld {
  const tasks = processors.flatMap(processor =>
    Array.from({ length: PARTITIONS }, (_, partition) => createTask(processor, partition)),
  );
  const seen = { overtaken: 0, crashes: 0, late: 0 };
  const log = createLog((topic, value) => throughBytes(topic, value));
  return { log, tasks, isPlanted: true, underWay: [], seen, now: Date.UTC(2026, 0, 1), asked: 0 };
}

/** Of a job in the stories: it shows what it was asked with. */
export const worth = ({ spot, strike, volatility }: PricingJob): number => spot * 7 + strike * 3 + volatility;

const run = (world: FarmWorld, task: Task, random: Random | null): void =>
  void decideBatch(task, world.log, nextBatch(task, world.log, random), world.now);

function fire(world: FarmWorld): void {
  for (const task of world.tasks) {
    if (isBehind(task, world.log)) continue;
    for (const [key, { deadlines }] of [...task.state]) {
      for (const deadline of deadlines.filter(({ due }) => due <= world.now)) {
        decideBatch(task, world.log, [{ from: 'deadline', key, deadline, asked: 'read' }], world.now);
      }
    }
  }
}

function market(world: FarmWorld, random: Random): void {
  const instrument = random.pick(INSTRUMENTS) as string;
  const positionId = `${instrument}~${random.pick(NAMES)}`;
  const id = `r-${++world.asked}`;
  const dice = random.below(10);
  const { key, value } = ((): { key: string; value: { event: FatEvent['event'] } } => {
    if (dice < 6) {
      // Now and then one comes late.
      const sequence = random.chance(0.2) ? random.below(world.asked) : world.asked;
      const over = { price: usd(9_000 + random.below(2_000)), volatility: 1_950 + random.below(100) };
      return quoted(sequence, over, id, instrument);
    }
    if (dice < 9) {
      const kind = random.pick(['CALL', 'PUT', 'BARRIER'] as const) ?? 'CALL';
      const barrier = kind === 'BARRIER' ? 8_000 : null;
      return putPosition(positionId, { kind, barrier, tolerance: random.below(500) }, id, instrument);
    }
    return removePosition(positionId, id, instrument);
  })();
  world.log.append('market-requests', key, value);
}

export const pendingIn = ({ tasks, now }: FarmWorld): Pending[] =>
  tasks.flatMap(task =>
    [...task.state].flatMap(([key, state]) =>
      state.effects.filter(({ retryAt }) => (retryAt ?? 0) <= now).map(effect => ({ task, key, state, effect })),
    ),
  );

/** A worker has done, or died of, what it was given; whether it is still wanted or not. */
function answer(world: FarmWorld, { task, key, state, effect }: Pending, random: Random | null): void {
  const job = composePrice(effect, state);
  const isWanted = task.state.get(key)?.effects.some(({ id }) => id === effect.id) ?? false;
  if (!isWanted) world.seen.late++;
  const answers = (what: EffectAnswer): void =>
    void task.answers.push({ from: 'effect', key, effect, answer: what } as never);
  const done = { status: 'done', reference: effect.id, detail: { price: String(worth(job)) } } as const;
  const isCrash = world.isPlanted && job.kind === 'BARRIER';
  if (isCrash) world.seen.crashes++;
  const dice = isCrash ? -1 : (random?.below(12) ?? 11);
  if (dice === -1) answers({ status: 'failed', code: 'job-crashed' });
  // The process has died with it.
  else if (dice === 0) return;
  else if (dice === 1) answers({ status: 'failed', code: 'job-stopped' });
  else if (dice === 2) answers({ status: 'failed', code: 'gateway-busy' });
  else answers(done);
  if (dice === 3) answers(done);
}

/** Somebody retries every case. */
export function heal(world: FarmWorld): void {
  for (const task of world.tasks) {
    for (const [key, state] of [...task.state]) {
      for (const { effectId } of task.processor.failures?.(state) ?? []) {
        const input = { from: 'again', key, effectId, attempt: 1 } as const;
        const cause = { input, id: `again ${++world.asked}`, correlationId: '', actor: null };
        const { facts } = foldKey(task.processor, key, state, [cause], { now: world.now, tables: {} });
        for (const fact of facts) {
          world.log.append(task.processor.owns, key, fact);
          task.state.set(key, fact);
        }
      }
    }
  }
}

/** The owner writes the newest fact of a key again, as it stands. */
function republish(world: FarmWorld, task: Task, random: Random): void {
  const [key, state] = random.pick([...task.state]) ?? [];
  if (key === undefined || state === undefined) return;
  const version = state.version + 1;
  const event = { ...state.event, id: `${task.processor.owns}/${key}/${version}` };
  const again = { ...state, version, event };
  world.log.append(task.processor.owns, key, again);
  task.state.set(key, again);
}

export function step(world: FarmWorld, number: number, compacts: boolean): void {
  const random = randomOf(number);
  world.now += random.below(SECOND);
  const task = random.pick(world.tasks) as Task;
  const dice = random.below(100);
  if (dice < 30) market(world, random);
  else if (dice < 60) run(world, task, random);
  else if (dice < 70) {
    const pending = random.pick(pendingIn(world));
    if (pending !== undefined) world.underWay.push(pending);
  } else if (dice < 82) {
    const [one] = world.underWay.splice(random.below(world.underWay.length + 1), 1);
    if (one !== undefined) answer(world, one, random);
  } else if (dice < 86) crash(task, world.log);
  else if (dice < 89) rewind(task, random);
  else if (dice < 91) republish(world, task, random);
  else if (dice < 93) heal(world);
  else if (dice < 95 && compacts) world.log.compact(random.pick(['instruments', 'prices']) as string, random);
  else {
    world.now += random.pick([200, 10 * SECOND, 3_600 * SECOND]) ?? 0;
    fire(world);
  }
}

/** Nothing happens any more but what is owed. */
export function comeToRest(world: FarmWorld): void {
  for (const one of world.underWay.splice(0)) answer(world, one, null);
  for (let round = 0; round < 24; round++) {
    for (const task of world.tasks) run(world, task, null);
    world.now += 60 * SECOND;
    fire(world);
    for (const pending of pendingIn(world)) answer(world, pending, null);
  }
}

const newestOf = <T>(world: FarmWorld, name: string): Map<string, T> =>
  new Map(
    world.tasks
      .filter(({ processor }) => processor.name === name)
      .flatMap(({ state }) => [...state] as unknown as [string, T][]),
  );

export const instrumentsIn = (world: FarmWorld) => newestOf<Instrument>(world, 'instruments');
export const pricesIn = (world: FarmWorld) => newestOf<Price>(world, 'prices');
export const factsOf = <T>(world: FarmWorld, topic: 'prices' | 'pricing-requests'): T[] =>
  world.log.topic(topic).flatMap(entries => entries.map(({ value }) => value as T));
