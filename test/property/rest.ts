import type { Shipment } from '../../schemas/types/shipments.ts';
import { answer, catchUp, pendingEffects, runningDeadlines } from './any-world.ts';
import { fire } from './deadlines.ts';
import { factsOf } from './log.ts';
import type { Asking } from './people.ts';
import { actFor, isReady, returnFor } from './plan.ts';
import { ask, decide, perform, type World } from './world.ts';

/** More rounds than any story needs: not to come to rest is a failure. */
const MOST_ROUNDS = 400;

/** Lets everybody do what they owe, without further faults, until nothing moves any more. */
export function comeToRest(world: World, asks: Asking[]): void {
  world.note(() => '------- no more faults: everybody does what they owe');
  for (let round = 0; round < MOST_ROUNDS; round++) {
    world.now += 1;
    if (catchUp(world, decide)) continue;
    if (askReady(world, asks) || provide(world) || warehouse(world, round) || returns(world) || waitOut(world))
      continue;
    return;
  }
  throw new Error('the shop does not come to rest');
}

/** What was never asked for, since its moment did not come, stays so. */
function askReady(world: World, asks: Asking[]): boolean {
  const ready = asks.filter(one => isReady(world, one));
  for (const one of ready) {
    asks.splice(asks.indexOf(one), 1);
    ask(world, one);
  }
  return ready.length > 0;
}

function provide(world: World): boolean {
  const pending = pendingEffects(world);
  for (const one of pending) {
    world.now = Math.max(world.now, one.effect.retryAt ?? 0);
    answer(world, one, perform(world, one.state, one.effect));
  }
  return pending.length > 0;
}

function warehouse(world: World, round: number): boolean {
  let moved = false;
  for (const shipment of factsOf<Shipment>(world, 'shipments').values()) {
    const act = actFor(world, shipment, 100 + round);
    if (act === undefined) continue;
    ask(world, act);
    moved = true;
  }
  return moved;
}

function returns(world: World): boolean {
  let moved = false;
  for (const [index, plan] of world.scenario.orders.entries()) {
    const next = returnFor(world, index, plan);
    if (next === undefined) continue;
    ask(world, next);
    moved = true;
  }
  return moved;
}

/** What is waited for a set time only: tables that show no row, or an old one; goods that do not come back. */
export const waitedOut: readonly string[] = ['tables', 'customer', 'return'];

function waitOut(world: World): boolean {
  const running = runningDeadlines(world).find(({ deadline }) => waitedOut.includes(deadline.name));
  if (running === undefined) return false;
  world.now = Math.max(world.now, running.deadline.due);
  fire(world, running);
  return true;
}
