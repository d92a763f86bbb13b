import type { Customer } from '../../../schemas/types/customers.ts';
import type { WelcomePack } from '../../../schemas/types/welcome-packs.ts';
import { answer, catchUp, crashAnywhere, fireAll, heal, republishAny } from '../any-world.ts';
import { factsOf } from '../log.ts';
import { type Random, randomOf } from '../random.ts';
import { isBehind, nextBatch, rewind, type Task } from '../task.ts';
import {
  asksFor,
  BROUGHT_IN,
  decide,
  PEOPLE,
  type Place,
  pendingIn,
  perform,
  type World,
  warehouseSays,
} from './world.ts';

const SECOND = 1_000;
const DAY = 86_400 * SECOND;

const right = { street: 'right', email: 'right' } as const;

const placeOf = (random: Random): Place => ({
  street: random.pick(['right', 'right too', 'wrong', null] as const) ?? null,
  email: random.pick(['right', 'right too', 'wrong', null] as const) ?? null,
});

/** One step of the story, all of it told by one number. */
export function step(world: World, seed: number): void {
  const random = randomOf(seed);
  world.now += 1 + random.below(SECOND);
  const task = random.pick(world.tasks) as Task;
  const dice = random.below(100);
  if (dice < 45) work(world, random);
  else if (dice < 53) people(world, random);
  else if (dice < 65) warehouse(world, random);
  else if (dice < 78) provider(world, random);
  else if (dice < 83) crashAnywhere(world, task, random);
  else if (dice < 87) rewind(task, random);
  else if (dice < 91) world.log.compact(task.processor.owns, random);
  else if (dice < 94) republishAny(world, task, random);
  else if (dice < 96) heal(world);
  else {
    world.now += random.pick([SECOND, 60 * SECOND, DAY, 20 * DAY]) ?? 0;
    fireAll(world, decide);
  }
}

function work(world: World, random: Random): void {
  for (let batches = random.below(5); batches >= 0; batches--) {
    const task = random.pick(world.tasks.filter(one => isBehind(one, world.log)));
    if (task === undefined) return;
    decide(world, task, nextBatch(task, world.log, random));
  }
}

function people(world: World, random: Random): void {
  const id = random.pick(PEOPLE) as string;
  const known = factsOf<Customer>(world, 'customers').has(id);
  const type = known ? (random.chance(0.15) ? 'ERASE' : 'CHANGE') : 'REGISTER';
  asksFor(world, id, type, placeOf(random));
}

/** It goes by what the packs say, which may be old by then; and says something twice. */
function warehouse(world: World, random: Random): void {
  const pack = random.pick([...factsOf<WelcomePack>(world, 'welcome-packs').values()]);
  if (pack === undefined) return;
  const says = random.pick(['try', 'try', 'try', 'out', 'in'] as const) ?? 'try';
  const version = pack.address?.version ?? 1;
  for (let times = random.chance(0.2) ? 2 : 1; times > 0; times--) {
    warehouseSays(world, pack.customerId, random.chance(0.1) ? Math.max(1, version - 1) : version, says);
  }
}

/** Answers come late, twice or never; what was done may not be known to be. */
function provider(world: World, random: Random): void {
  const pending = random.pick(pendingIn(world));
  if (pending === undefined) return;
  const dice = random.below(10);
  if (dice < 2) {
    answer(world, pending, { status: 'failed', code: 'unreachable' });
    return;
  }
  const what = perform(world, pending);
  if (dice < 4) world.mailbox.unheard(pending.effect);
  if (dice === 2) answer(world, pending, { status: 'failed', code: 'timeout' });
  if (dice > 3) answer(world, pending, what);
  if (dice === 4) answer(world, pending, what);
}

/** Everybody is there, and does what he owes as far as he can; who lives at no address, or has none, stays so. */
export function comeToRest(world: World): void {
  for (const id of [...PEOPLE, BROUGHT_IN]) {
    if (!factsOf<Customer>(world, 'customers').has(id)) asksFor(world, id, 'REGISTER', right);
  }
  for (let round = 0; round < 100; round++) {
    world.now += 60 * SECOND;
    if (catchUp(world, decide)) continue;
    const pending = pendingIn({ ...world, now: Number.POSITIVE_INFINITY });
    for (const one of pending) {
      world.now = Math.max(world.now, one.effect.retryAt ?? 0);
      answer(world, one, perform(world, one));
    }
    const packs = [...factsOf<WelcomePack>(world, 'welcome-packs').values()];
    const open = packs.filter(({ status }) => status === 'PREPARING' || status === 'OUT_OF_PACKS');
    for (const one of open) warehouseSays(world, one.customerId, one.address?.version ?? 1, 'try');
    if (pending.length + open.length === 0) return;
  }
  throw new Error('the enrolments do not come to rest');
}
