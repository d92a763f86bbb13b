import type { Input, Processor, Values } from '../../../runtime/tasks/definition.ts';
import type { Holiday } from '../../../schemas/types/holidays.ts';
import { event } from '../../../streams/testing/records.ts';
import {
  type AnyWorld,
  answer,
  catchUp,
  createAnyWorld,
  dueEffects,
  fireAll,
  heal,
  type Pending,
  pendingEffects,
  republishAny,
} from '../any-world.ts';
import { factsOf } from '../log.ts';
import { type Random, randomOf } from '../random.ts';
import { crash, decideBatch, nextBatch, rewind, type Task } from '../task.ts';
import { createProviders, type Providers } from './providers.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DESKS = ['car', 'hotel', 'flight'];

/** What is wanted, and whether it can be had. */
export type Wish = { readonly car: boolean; readonly hotel: boolean; readonly flights: readonly boolean[] };

export type World = AnyWorld & {
  readonly wishes: readonly Wish[];
  readonly providers: Providers;
  /** Whether anything competes: time runs out, somebody cancels, a provider fails. */
  readonly stormy: boolean;
  /** Requests to cancel that were sent, and how often something went wrong. */
  cancels: number;
  losses: number;
  asked: number;
  readonly outcomes: Map<string, Set<string>>;
};

export const holidayId = (index: number): string => `holiday-${index}`;

export function createWorld(wishes: readonly Wish[], processor: Processor, stormy: boolean, bytes: boolean): World {
  return {
    ...createAnyWorld([processor], bytes),
    wishes,
    providers: createProviders(),
    stormy,
    cancels: 0,
    losses: 0,
    asked: 0,
    outcomes: new Map(),
  };
}

/** Asks for a holiday, the same request each time, or for its end, another one each time. */
export function ask(world: World, index: number, type: 'BOOK' | 'CANCEL'): void {
  const wish = world.wishes[index] as Wish;
  const there = (can: boolean, what: string) => (can ? what : `full-${what}`);
  const terms = {
    customerId: `customer-${index}`,
    from: '2027-05-01',
    until: '2027-05-08',
    car: there(wish.car, 'small'),
    hotel: there(wish.hotel, 'Harbour'),
    flights: wish.flights.map((can, n) => there(can, `LP${n}`)),
  };
  const id = type === 'BOOK' ? `book-${index}` : `cancel-${index}-${++world.cancels}`;
  const value = { holidayId: holidayId(index), type, bodyHash: 'same', restsOn: [] };
  const request = { ...value, event: event(id), book: type === 'BOOK' ? terms : null };
  world.log.append('holiday-requests', holidayId(index), request);
}

function decide(world: World, task: Task, batch: readonly Input<Values>[]): void {
  const { outcomes } = decideBatch(world, task, batch);
  for (const { value } of outcomes) {
    const { requestId, answer } = value as { requestId: string; answer: string };
    world.outcomes.set(requestId, (world.outcomes.get(requestId) ?? new Set()).add(answer));
  }
}

/** One run of an effect: done or not, and its answer comes once, twice or never. */
function attempt(world: World, pending: Pending, random: Random | null) {
  const what = world.providers.ask(pending.effect, pending.state);
  const dice = random?.below(10) ?? 9;
  if (dice < 3) world.losses++;
  if (dice === 0 && world.stormy) return answer(world, pending, { status: 'failed', code: 'provider-timeout' });
  if (dice < 3) return;
  answer(world, pending, what);
  if (dice === 3) answer(world, pending, what);
}

/** One step of the storm, all of it told by one number. */
export function step(world: World, seed: number): void {
  const random = randomOf(seed);
  world.now += random.below(2 * SECOND);
  const task = random.pick(world.tasks) as Task;
  const desk = random.pick(DESKS) as string;
  const index = random.below(world.wishes.length);
  const dice = random.below(100);
  if (dice < 35) decide(world, task, nextBatch(task, world.log, random));
  else if (dice < 65) {
    const pending = random.pick(dueEffects(world));
    if (pending !== undefined) attempt(world, pending, random);
  } else if (dice < 70) ask(world, index, 'BOOK');
  else if (dice < 76) crash(task, world.log);
  else if (dice < 79) rewind(task, random);
  else if (dice < 82) world.log.compact(random.pick(['holidays', 'holiday-requests']) as string, random);
  else if (dice < 85) republishAny(world, task, random);
  else if (!world.stormy) return;
  // Of one that nobody knows it is rejected, and remembered nowhere: asked once more, later, it would be taken.
  else if (dice < 87 && isKnown(world, index)) ask(world, index, 'CANCEL');
  else if (dice < 91) turn(world.providers.down, desk);
  else if (dice < 93) turn(world.providers.firm, desk);
  else if (dice < 95) heal(world);
  else {
    world.now += random.pick([20 * SECOND, 2 * MINUTE, 20 * MINUTE]) ?? 0;
    fireAll(world, decide);
  }
}

const isKnown = ({ tasks }: World, index: number): boolean => tasks.some(({ state }) => state.has(holidayId(index)));

function turn(set: Set<string>, desk: string): void {
  if (!set.delete(desk)) set.add(desk);
}

/** Everybody is well again, and does what he owes, until nothing moves any more. */
export function comeToRest(world: World): void {
  world.providers.down.clear();
  world.providers.firm.clear();
  for (const index of world.wishes.keys()) ask(world, index, 'BOOK');
  for (let round = 0; round < 60; round++) {
    catchUp(world, decide);
    heal(world);
    for (const pending of pendingEffects(world)) {
      world.now = Math.max(world.now, pending.effect.retryAt ?? 0);
      attempt(world, pending, null);
    }
  }
}

export const holidaysIn = (world: World): Holiday[] => [...factsOf<Holiday>(world, 'holidays').values()];
