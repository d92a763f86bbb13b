import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../log/port.ts';
import type { Logger } from '../../observe/logger.ts';
import type { Codes } from '../code.ts';
import { type Control, generationsOf, liveOf } from '../generations.ts';
import { lastDrift, noteDrift } from './drift.ts';
import { sweep } from './sweep.ts';

export type SentinelOptions = Control & {
  readonly log: Log;
  readonly prefix: string;
  readonly codes: Codes;
  readonly names: readonly string[];
  readonly logger: Logger;
  /** Between one sweep of a projection and the next of another, ms. */
  readonly pause: number;
  /** Records a second that are read. */
  readonly rate: number;
  /** So many parts. */
  readonly buckets: number;
};

/**
 * Looks for rows that are not what the log says, for ever, a part of one projection after the other. Several
 * processes take turns, by the time of the last look.
 */
export function startSentinel(options: SentinelOptions): { stop(): Promise<void> } {
  const { sql, control, names, logger, pause, buckets } = options;
  const stopping = new AbortController();
  const { signal } = stopping;

  const look = async (name: string): Promise<void> => {
    const where = { sql, control };
    const live = liveOf(await generationsOf(where, name), name);
    if (live === undefined) return;
    const last = await lastDrift(where, name);
    // Another process has looked just now.
    if (last !== null && Date.now() - last.lookedAt.getTime() < pause) return;
    const bucket = last === null ? Math.floor(Math.random() * buckets) : (last.bucket + 1) % buckets;
    const found = await sweep(
      { ...options, signal },
      { generation: live, code: await options.codes.of(where, live) },
      bucket,
    );
    await noteDrift(where, name, found);
    if (found.differences > 0) {
      logger.error(
        {
          projection: name,
          bucket,
          differences: found.differences,
          samples: found.samples.slice(0, 5).map(one => one.key),
        },
        `${found.differences} rows of ${name} are not what its log says; longplay projections verify ${name} finds all.`,
      );
    }
  };

  const running = (async () => {
    while (!signal.aborted) {
      for (const name of names) {
        await sleep(pause, undefined, { signal }).catch(() => undefined);
        if (signal.aborted) return;
        await look(name).catch(err => logger.debug({ err, projection: name }, 'The sentinel could not look.'));
      }
    }
  })();

  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
