import { setTimeout as sleep } from 'node:timers/promises';
import { topicName } from '../../topics/spec.ts';
import { isPassing } from '../passing.ts';
import type { Filled, Run } from './context.ts';
import { applyTo, idOf, positionsOf } from './hold.ts';

/** So few offsets are left to the hold, which then takes milliseconds. */
const CLOSE_ENOUGH = 1_000n;
/** A log that grows faster than it can be followed is left to the workers. */
const MOST_ROUNDS = 50;
const PAUSE_MS = 200;

/**
 * Applies to a generation what the log has by now, until little is left. Workers may feed it at the same time: what one
 * of them was faster with is passed over.
 */
export async function follow(run: Run, filled: Filled): Promise<void> {
  const { log, prefix, signal, logger } = run;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    signal.throwIfAborted();
    try {
      const positions = await positionsOf(run, filled);
      const topics = filled.code.projection.topics.map(name => topicName(prefix, name));
      const ends = (await Promise.all(topics.map(topic => log.admin.offsets(topic)))).flat();
      const behind = ends.flatMap(one => {
        const position = positions.get(idOf(one));
        return position !== undefined && position.offset < one.end ? [{ position, end: one.end }] : [];
      });
      if (behind.reduce((sum, { position, end }) => sum + end - position.offset, 0n) <= CLOSE_ENOUGH) return;
      await Promise.all(behind.map(({ position, end }) => applyTo(run, filled, position, end, signal)));
    } catch (error) {
      signal.throwIfAborted();
      if (!isPassing(error)) throw error;
      logger.debug({ err: error }, 'Catching up goes on from where the positions are.');
      await sleep(PAUSE_MS);
    }
  }
}
