import type { Log, Position } from '../log/port.ts';
import type { Logger } from '../observe/logger.ts';
import type { Installation } from './adopt.ts';
import type { Processor } from './definition.ts';
import { type Clock, groupOf, topicOf } from './engine.ts';
import { inputsOf } from './ward.ts';

/** Somebody who reads a topic, and how far. A partition without a position is one that it has not begun with. */
export type TopicReader = { readonly name: string; readonly positions: readonly Position[] };

/** What was deleted below: of how many offsets. */
export type Trimmed = Position & { readonly deleted: bigint };

export type TrimmerOptions = {
  readonly log: Log;
  readonly clock: Clock;
  /** Full names of request topics. Facts are never trimmed; a topic that is compacted only refuses it anyway. */
  readonly topics: readonly string[];
  /**
   * All that read a topic, with their positions. Nothing is deleted that one of them has not read; a topic of which no
   * reader is known is left alone, since then nobody can say that it was read.
   */
  readonly readers: (topic: string) => Promise<readonly TopicReader[]>;
  /** Records younger than this stay in any case, ms: for a look back, and for a reader that is to come. */
  readonly age: number;
  /** Between one pass and the next, ms, give or take a tenth. Shorter: more questions to the broker. */
  readonly interval: number;
  readonly logger: Logger;
};

export type Trimmer = {
  /** One pass over all topics. Never fails: a topic that cannot be trimmed now is tried again in the next pass. */
  runOnce(): Promise<readonly Trimmed[]>;
  /** Resolves once no pass is under way. */
  stop(): Promise<void>;
};

/**
 * Below which offset a partition can be deleted: the lowest position of every reader, but only what is old enough. Null:
 * there is nothing to delete, or a reader has no position yet.
 */
export function trimTo(positions: readonly (bigint | null)[], oldEnough: bigint, start: bigint): bigint | null {
  if (positions.length === 0) return null;
  let to = oldEnough;
  for (const position of positions) {
    if (position === null) return null;
    if (position < to) to = position;
  }
  return to > start ? to : null;
}

/**
 * Deletes from request topics, now and then, what all have read and what is old. Several processes may do so at the same
 * time: deleting what is deleted changes nothing.
 */
export function trimmer(options: TrimmerOptions): Trimmer {
  const { log, clock, topics, readers, age, interval, logger } = options;
  let stopped = false;
  let callOff: () => void = () => undefined;
  let running: Promise<unknown> = Promise.resolve();

  const trim = async (topic: string): Promise<Trimmed[]> => {
    // Positions only grow: read first, they are never ahead of what is deleted by them.
    const known = await readers(topic);
    const old = await log.admin.offsetsAt(topic, clock.now() - age);
    const trimmed = (await log.admin.offsets(topic)).flatMap(({ partition, start }): Trimmed[] => {
      const positions = known.map(reader => offsetOf(reader.positions, topic, partition));
      const to = trimTo(positions, offsetOf(old, topic, partition) ?? start, start);
      return to === null ? [] : [{ topic, partition, offset: to, deleted: to - start }];
    });
    if (trimmed.length > 0) await log.admin.deleteRecords(trimmed);
    return trimmed;
  };

  const runOnce = async (): Promise<readonly Trimmed[]> => {
    const all: Trimmed[] = [];
    for (const topic of topics) {
      if (stopped) break;
      try {
        const trimmed = await trim(topic);
        all.push(...trimmed);
        const offsets = Number(trimmed.reduce((sum, { deleted }) => sum + deleted, 0n));
        if (offsets > 0) logger.info({ topic, offsets }, `${topic}: deleted what all have read and what is old.`);
        else logger.debug({ topic }, 'There is nothing to delete.');
      } catch (error) {
        logger.debug({ err: error, topic }, 'A topic could not be trimmed now; it is tried again.');
      }
    }
    return all;
  };

  const pass = async (): Promise<void> => {
    await runOnce();
    if (!stopped) next();
  };

  // Processes that were started together do not ask together.
  const next = (): void => {
    callOff = clock.after(interval * (0.9 + Math.random() * 0.2), () => {
      running = pass();
    });
  };

  next();
  return {
    runOnce,
    stop: async () => {
      stopped = true;
      callOff();
      await running;
    },
  };
}

/** The processors that read a topic, as readers: what their groups have committed. */
export function processorReaders(
  { log, prefix }: Installation,
  processors: readonly Pick<Processor, 'name' | 'reads'>[],
): (topic: string) => Promise<TopicReader[]> {
  return topic =>
    Promise.all(
      processors
        .filter(one => inputsOf(one).some(input => topicOf({ prefix }, input) === topic))
        .map(async ({ name }) => ({ name, positions: await log.admin.committed(groupOf({ prefix }, name), [topic]) })),
    );
}

const offsetOf = (positions: readonly Position[], topic: string, partition: number): bigint | null =>
  positions.find(one => one.topic === topic && one.partition === partition)?.offset ?? null;
