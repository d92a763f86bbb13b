import { setTimeout as sleep } from 'node:timers/promises';
import { LongplayError } from '../../errors.ts';
import { topicName } from '../../topics/spec.ts';
import { checkedPositions, isRefusal } from '../positions.ts';
import type { Filled, Run } from './context.ts';
import { positionsOf } from './hold.ts';

/** So many offsets are applied under a hold in some tenths of a second. */
const NEAR = 3_000n;
const LOOK_EVERY_MS = 200;
/** A live generation that has not moved for so long will not come, ms. */
const PATIENCE_MS = 30_000;
/** A broker that just took over may not know the true end yet (KIP-207). */
const REFUSED_PATIENCE_MS = 5_000;

/**
 * Waits until the live generation stands near the other one, so that holding both takes milliseconds. False where it will
 * not come, or the log does not lead to where it stands, and that was accepted beforehand: then it is not compared with.
 *
 * @throws LP_PROJECTION_LIVE_BEHIND, LP_PROJECTION_TOPIC_REPLACED, LP_PROJECTION_POSITION_LOST
 */
export async function catchUpLive(run: Run, live: Filled, other: Filled): Promise<boolean> {
  let best: bigint | null = null;
  let moved = performance.now();
  let fitted = performance.now();
  const { kind, options } = run.operation;
  const accepted = options.accept !== undefined && kind !== 'verify';
  for (;;) {
    run.signal.throwIfAborted();
    const refusal = await refusalOf(run, live);
    if (refusal === null) fitted = performance.now();
    else if (performance.now() - fitted < REFUSED_PATIENCE_MS) {
      await sleep(LOOK_EVERY_MS);
      continue;
    } else if (accepted) return false;
    else throw refusal;
    const gap = await behind(run, live, other);
    if (gap <= NEAR) return true;
    if (best === null || gap < best) {
      best = gap;
      moved = performance.now();
    }
    const [paused] = await run.sql`
      select from ${run.sql(run.control)}.paused where projection = ${live.generation.projection}`;
    if (paused !== undefined || performance.now() - moved > PATIENCE_MS) {
      if (accepted) return false;
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

/** Why its positions are none of this log; null where they are. */
export async function refusalOf({ sql, control, log, prefix }: Run, filled: Filled): Promise<unknown> {
  const { projection: name, number } = filled.generation;
  const topics = filled.code.projection.topics.map(topic => topicName(prefix, topic));
  const partitions = new Set([...(await positionsOf({ sql, control }, filled)).values()].map(one => one.partition));
  for (const partition of partitions) {
    const asked = { projection: name, generation: number, topics, partition };
    try {
      await checkedPositions({ sql, control, admin: log.admin }, asked);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return error;
    }
  }
  return null;
}
