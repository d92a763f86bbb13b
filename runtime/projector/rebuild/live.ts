import { setTimeout as sleep } from 'node:timers/promises';
import { LongplayError } from '../../errors.ts';
import type { Filled, Run } from './context.ts';
import { positionsOf } from './hold.ts';

/** So many offsets are applied under a hold in some tenths of a second. */
const NEAR = 3_000n;
const LOOK_EVERY_MS = 200;
/** A live generation that has not moved for so long will not come, ms. */
const PATIENCE_MS = 30_000;

/**
 * Waits until the live generation stands near the other one, so that holding both takes milliseconds. False where it will
 * not come and that was accepted beforehand: then it is not compared with.
 *
 * @throws LP_PROJECTION_LIVE_BEHIND
 */
export async function catchUpLive(run: Run, live: Filled, other: Filled): Promise<boolean> {
  let best: bigint | null = null;
  let moved = performance.now();
  for (;;) {
    run.signal.throwIfAborted();
    const gap = await behind(run, live, other);
    if (gap <= NEAR) return true;
    if (best === null || gap < best) {
      best = gap;
      moved = performance.now();
    }
    const [paused] = await run.sql`
      select from ${run.sql(run.control)}.paused where projection = ${live.generation.projection}`;
    if (paused !== undefined || performance.now() - moved > PATIENCE_MS) {
      if (run.operation.options.accept !== undefined && run.operation.kind !== 'verify') return false;
      const why = paused === undefined ? 'does not come nearer' : 'is paused';
      const message = `The live generation of ${live.generation.projection} is ${gap} offsets behind the other one and ${why}, so they cannot be compared.`;
      throw new LongplayError('LP_PROJECTION_LIVE_BEHIND', message);
    }
    await sleep(LOOK_EVERY_MS);
  }
}

/** How far the live one is behind, in offsets; how far it is ahead is made up for by whoever builds the other one. */
async function behind(run: Run, live: Filled, other: Filled): Promise<bigint> {
  const [ofLive, ofOther] = await Promise.all([positionsOf(run, live), positionsOf(run, other)]);
  let sum = 0n;
  for (const [id, { offset }] of ofOther) {
    const its = ofLive.get(id)?.offset ?? offset;
    if (its < offset) sum += offset - its;
  }
  return sum;
}
