import type { Processor } from '../../runtime/tasks/definition.ts';
import type { FatEvent } from '../../runtime/tasks/fat-event.ts';
import { composePrice } from '../../streams/prices/compose.ts';
import type { PricingJob } from '../../streams/prices/model/simulate.ts';
import { putPosition, quoted, removePosition } from '../../streams/testing/farm.ts';
import { usd } from '../../streams/testing/records.ts';
import {
  type AnyWorld,
  answer,
  catchUp,
  createAnyWorld,
  dueEffects,
  fireAll,
  heal,
  type Pending,
  republishAny,
} from './any-world.ts';
import { type Random, randomOf } from './random.ts';
import { crash, decideBatch, nextBatch, rewind, type Task } from './task.ts';

const SECOND = 1_000;
const INSTRUMENTS = ['acme', 'brio'];
const NAMES = ['1', '2', '3'];

export type FarmWorld = AnyWorld & {
  /** Whether barriers abort their workers. */
  isPlanted: boolean;
  /** What is under way somewhere, and may be overtaken by now. */
  readonly underWay: Pending[];
  readonly seen: { overtaken: number; crashes: number; late: number };
  asked: number;
};

export const createFarm = (processors: readonly Processor[]): FarmWorld => ({
  ...createAnyWorld(processors),
  isPlanted: true,
  underWay: [],
  seen: { overtaken: 0, crashes: 0, late: 0 },
  asked: 0,
});

/** Of a job in the stories: it shows what it was asked with. */
export const worth = ({ spot, strike, volatility }: PricingJob): number => spot * 7 + strike * 3 + volatility;

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

/** A worker has done, or died of, what it was given; whether it is still wanted or not. */
function endJob(world: FarmWorld, pending: Pending, random: Random | null): void {
  const { task, key, state, effect } = pending;
  const job = composePrice(effect, state);
  const isWanted = task.state.get(key)?.effects.some(({ id }) => id === effect.id) ?? false;
  if (!isWanted) world.seen.late++;
  const done = { status: 'done', reference: effect.id, detail: { price: String(worth(job)) } } as const;
  const isCrash = world.isPlanted && job.kind === 'BARRIER';
  if (isCrash) world.seen.crashes++;
  const dice = isCrash ? -1 : (random?.below(12) ?? 11);
  if (dice === -1) answer(world, pending, { status: 'failed', code: 'job-crashed' });
  // The process has died with it.
  else if (dice === 0) return;
  else if (dice === 1) answer(world, pending, { status: 'failed', code: 'job-stopped' });
  else if (dice === 2) answer(world, pending, { status: 'failed', code: 'gateway-busy' });
  else answer(world, pending, done);
  if (dice === 3) answer(world, pending, done);
}

export function step(world: FarmWorld, number: number, compacts: boolean): void {
  const random = randomOf(number);
  world.now += random.below(SECOND);
  const task = random.pick(world.tasks) as Task;
  const dice = random.below(100);
  if (dice < 30) market(world, random);
  else if (dice < 60) decideBatch(world, task, nextBatch(task, world.log, random));
  else if (dice < 70) {
    const pending = random.pick(dueEffects(world));
    if (pending !== undefined) world.underWay.push(pending);
  } else if (dice < 82) {
    const [one] = world.underWay.splice(random.below(world.underWay.length + 1), 1);
    if (one !== undefined) endJob(world, one, random);
  } else if (dice < 86) crash(task, world.log);
  else if (dice < 89) rewind(task, random);
  else if (dice < 91) republishAny(world, task, random);
  else if (dice < 93) heal(world);
  else if (dice < 95 && compacts) world.log.compact(random.pick(['instruments', 'prices']) as string, random);
  else {
    world.now += random.pick([200, 10 * SECOND, 3_600 * SECOND]) ?? 0;
    fireAll(world);
  }
}

/** Nothing happens any more but what is owed. */
export function comeToRest(world: FarmWorld): void {
  for (const one of world.underWay.splice(0)) endJob(world, one, null);
  for (let round = 0; round < 24; round++) {
    catchUp(world);
    world.now += 60 * SECOND;
    fireAll(world);
    for (const pending of dueEffects(world)) endJob(world, pending, null);
  }
}
