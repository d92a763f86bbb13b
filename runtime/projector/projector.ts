import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../log/port.ts';
import type { Logger } from '../observe/logger.ts';
import type { Sql } from '../postgres/connect.ts';
import { loadCodes, type ProjectorWire } from './code.ts';
import { fillingsOf, showFilled } from './filling.ts';
import { type Generation, generationsOf } from './generations.ts';
import { viewsSchema } from './names.ts';
import { lingerWhenBusy } from './pace.ts';
import { reap } from './rebuild/reap.ts';
import { startRunner } from './rebuild/runner.ts';
import { every } from './repeat.ts';
import { type SentinelOptions, startSentinel } from './sentinel/sentinel.ts';
import { sightsOf } from './sights.ts';
import { stillness } from './stillness.ts';
import { type FeedRun, supervisor } from './supervise.ts';
import { type PrepareOptions, prepareTables } from './tables.ts';
import type { AppliedSeen, WorkerStatus } from './worker.ts';

export type ProjectorOptions = PrepareOptions & {
  readonly log: Log;
  /** A pool of its own: each partition that is being written holds a connection, and readers must not wait for them. */
  readonly sql: Sql;
  readonly wire: ProjectorWire;
  readonly logger: Logger;
  /** How long a generation is kept and fed after another one took its place, ms; null: until it is dropped by command. */
  readonly keepPrevious?: number | null;
  /** Partitions that a rebuild loads side by side, each over a connection of its own. Default 2; more gain little. */
  readonly parallel?: number;
  /** How the sentinel looks for rows that are not what the log says; null: it does not. */
  readonly sentinel?: Pick<SentinelOptions, 'pause' | 'rate' | 'buckets'> | null;
  /** What a rebuild gathers for one partition before it writes, bytes of memory, about. Default 64 MiB: some 300,000 rows. */
  readonly gatherBytes?: number;
  /** Told of each batch that was written to a generation that is fed. Must not throw. */
  readonly applied?: (seen: AppliedSeen) => void;
};

export type ProjectionRun = {
  readonly name: string;
  readonly generation: number;
  readonly workers: readonly WorkerStatus[];
  /** Why the whole generation stands still in this process; null while it runs. */
  readonly error: unknown;
};

/** A live generation that was built by other code than today's. */
export type OtherCode = {
  readonly projection: string;
  readonly generation: number;
  readonly fingerprint: string | null;
  readonly today: string;
};

/** The projections of this process. */
export type Projector = {
  runs(): readonly ProjectionRun[];
  /** What stands still and why, a sentence each: none of it heals by itself. */
  problems(): readonly string[];
  /** As it was at the start. */
  readonly otherCode: readonly OtherCode[];
  /** Leaves the groups; a batch that is being written ends. */
  stop(): Promise<void>;
};

/** How often Postgres is asked which generations there are, ms. A swap needs no answer to be seen by readers. */
const LOOK_EVERY_MS = 1_000;
const REAP_EVERY_MS = 2_000;
/** How long readers wait at most for what has been filled. */
const SHOW_EVERY_MS = 300;
const WATCH_EVERY_MS = 5_000;
/** It reads some per cent of what one core can, and sees all keys within hours. */
const SENTINEL = { pause: 30_000, rate: 10_000, buckets: 64 };

/**
 * Keeps the read models up to date: one consumer group for each generation of each projection, which only says who works
 * on which partition; where to read from, Postgres knows, since that is what its rows hold.
 */
export async function startProjector(options: ProjectorOptions): Promise<Projector> {
  const { sql, prefix, projections, wire, logger } = options;
  const control = viewsSchema(prefix);
  const codes = await loadCodes(projections, wire);
  await prepareTables(options, codes.bundles);
  const names = projections.map(({ name }) => name);
  for (const { projection, total } of await fillingsOf({ sql, control })) {
    const text = `The read model ${projection} is being filled from the log: readers see it after ${total} offsets.`;
    logger.info({ projection, total }, text);
  }
  const supervised = supervisor({ ...options, control, codes, names, linger: lingerWhenBusy() });
  try {
    await supervised.reconcile();
  } catch (error) {
    await supervised.stop();
    throw error;
  }
  const looking = every(LOOK_EVERY_MS, async () => {
    await supervised.reconcile().catch(err => logger.debug({ err }, 'The generations could not be asked for.'));
  });
  const fed = async (generation: Generation): Promise<void> => {
    await supervised.reconcile();
    const its = () =>
      supervised
        .feeds()
        .find(one => isFeedOf(one, generation))
        ?.feed.workers() ?? [];
    // Where it is paused, or its partitions are with others, there is nothing to wait for.
    for (let n = 0; n < 50 && its().some(({ state }) => state === 'opening'); n++) await sleep(100);
  };
  const where = { sql, control };
  const { parallel = 2, gatherBytes = 64 * 1_048_576, keepPrevious = null } = options;
  const runner = startRunner({ ...options, ...where, codes, names, parallel, gatherBytes, fed });
  const reaping = every(REAP_EVERY_MS, async () => {
    await reap(where, prefix, keepPrevious).catch(err =>
      logger.debug({ err }, 'Old generations could not be dropped.'),
    );
  });
  const showing = every(SHOW_EVERY_MS, async () => {
    try {
      for (const projection of await showFilled(where, prefix)) {
        logger.info({ projection }, `The read model ${projection} is filled; readers see it now.`);
      }
    } catch (err) {
      logger.debug({ err }, 'What is filled could not be shown.');
    }
  });
  const sentinel =
    options.sentinel === null
      ? null
      : startSentinel({ ...options, ...where, codes, names, ...(options.sentinel ?? SENTINEL) });
  const still = stillness();
  let standing: readonly string[] = [];
  const watching = every(WATCH_EVERY_MS, async () => {
    try {
      standing = still(await sightsOf(where, options.log, prefix, projections));
    } catch (err) {
      logger.debug({ err }, 'Nobody can say now whether a projection stands still.');
    }
  });
  const otherCode = (await generationsOf({ sql, control })).flatMap(one => {
    const today = codes.bundles.get(one.projection)?.fingerprint;
    const { projection, number: generation, fingerprint } = one;
    return one.state === 'live' && today !== undefined && today !== fingerprint
      ? [{ projection, generation, fingerprint, today }]
      : [];
  });
  const runs = () => supervised.feeds().map(runOf);
  return {
    runs,
    otherCode,
    problems: () => [
      ...runs().flatMap(problemsOf),
      ...standing,
      ...supervised.refused().map(({ projection, error }) => `the projection ${projection}: ${reasonOf(error)}`),
    ],
    stop: async () => {
      const loops = [runner, reaping, showing, looking, watching];
      await Promise.all([...loops.map(loop => loop.stop()), sentinel?.stop()]);
      await supervised.stop();
    },
  };
}

const isFeedOf = ({ projection, feed }: FeedRun, generation: Generation): boolean =>
  projection === generation.projection && feed.generation === generation.number;

const runOf = ({ projection, feed }: FeedRun): ProjectionRun => ({
  name: projection,
  generation: feed.generation,
  workers: feed.workers(),
  error: feed.error(),
});

function problemsOf({ name, workers, error }: ProjectionRun): string[] {
  const stopped = workers.filter(worker => worker.state === 'stopped');
  return [
    ...(error === null ? [] : [`the projection ${name}: ${reasonOf(error)}`]),
    ...stopped.map(worker => `the projection ${name} on partition ${worker.partition}: ${reasonOf(worker.error)}`),
  ];
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
