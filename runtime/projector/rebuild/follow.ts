import { setTimeout as sleep } from 'node:timers/promises';
import { LongplayError } from '../../errors.ts';
import { topicName } from '../../topics/spec.ts';
import { isPassing } from '../passing.ts';
import type { StoredPosition } from '../positions.ts';
import type { Filled, RebuildOptions, Run } from './context.ts';
import { applyTo, idOf, positionsOf } from './hold.ts';

/** So few offsets are left to the hold, which then takes some tenths of a second at most. */
const CLOSE_ENOUGH = 1_000n;
/** A log that grows faster than it can be followed. */
const MOST_ROUNDS = 50;
const PAUSE_MS = 200;

/**
 * Applies to a generation what the log has by now, until little is left. Workers may feed it at the same time: what one
 * of them was faster with is passed over.
 *
 * @throws LP_PROJECTION_HOLD
 */
export async function follow(run: Run, filled: Filled): Promise<void> {
  const { log, prefix, signal, logger } = run;
  for (let round = 0; round < MOST_ROUNDS; ) {
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
      round++;
    } catch (error) {
      signal.throwIfAborted();
      if (!isPassing(error)) throw error;
      logger.debug({ err: error }, 'Catching up goes on from where the positions are.');
      await sleep(PAUSE_MS);
    }
  }
  throw tooFast(filled);
}

/**
 * Reads, without a hold, to where a generation stands, until little is left to the hold. `read`: up to where each
 * partition was read, by topic and partition; moved on here.
 *
 * @throws LP_PROJECTION_HOLD
 */
export async function readUp(
  options: Pick<RebuildOptions, 'sql' | 'control'> & Pick<Run, 'signal'>,
  filled: Filled,
  read: Map<string, bigint>,
  readOn: (position: StoredPosition, from: bigint, round: number) => Promise<void>,
): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const positions = await positionsOf(options, filled);
    const ahead = [...positions].filter(([id, { offset }]) => (read.get(id) ?? offset) < offset);
    const gap = ahead.reduce((sum, [id, { offset }]) => sum + offset - (read.get(id) ?? offset), 0n);
    if (gap <= CLOSE_ENOUGH) return;
    for (const [id, position] of ahead) {
      await readOn(position, read.get(id) ?? position.offset, round);
      options.signal.throwIfAborted();
      read.set(id, position.offset);
    }
  }
  throw tooFast(filled);
}

const tooFast = ({ generation }: Filled): LongplayError =>
  new LongplayError(
    'LP_PROJECTION_HOLD',
    `The log of ${generation.projection} grows faster than generation ${generation.number} can be brought near to its end.`,
  );
