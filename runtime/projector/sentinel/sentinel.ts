import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../log/port.ts';
import type { Logger } from '../../observe/logger.ts';
import { topicName } from '../../topics/spec.ts';
import type { Codes } from '../code.ts';
import type { Projection } from '../definition.ts';
import { type Control, generationsOf, liveOf } from '../generations.ts';
import { looksOf, noteDrift } from './drift.ts';
import { nextPart, partsFor } from './parts.ts';
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
  /** So many parts; null: by the size of the log. */
  readonly buckets: number | null;
};

/**
 * Looks for rows that are not what the log says, for ever, a part of one projection after the other. Several
 * processes take turns, by the time of the last look.
 */
export function startSentinel(options: SentinelOptions): { stop(): Promise<void> } {
  const { sql, control, log, prefix, names, logger, pause } = options;
  const stopping = new AbortController();
  const { signal } = stopping;

  const sizeOf = async ({ topics }: Projection): Promise<bigint> => {
    const all = await Promise.all(topics.map(topic => log.admin.offsets(topicName(prefix, topic))));
    return all.flat().reduce((sum, { start, end }) => sum + end - start, 0n);
  };

  const look = async (name: string): Promise<void> => {
    const where = { sql, control };
    const live = liveOf(await generationsOf(where, name), name);
    if (live === undefined) return;
    const code = await options.codes.of(where, live);
    const parts = options.buckets ?? partsFor(await sizeOf(code.projection));
    const looks = (await looksOf(where, name, live.number)).filter(({ buckets }) => buckets === parts);
    // Another process has looked just now.
    if (looks.some(({ lookedAt }) => Date.now() - lookedAt.getTime() < pause)) return;
    const bucket = nextPart(looks, parts);
    const found = await sweep({ ...options, buckets: parts, signal }, { generation: live, code }, bucket);
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
