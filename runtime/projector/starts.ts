import { setTimeout as sleep } from 'node:timers/promises';
import { LogError } from '../log/errors.ts';
import type { Log } from '../log/port.ts';
import { topicName } from '../topics/spec.ts';
import type { Projection } from './definition.ts';

/** A first position, and where the log ended when it was taken. */
export type Start = {
  readonly topic: string;
  readonly partition: number;
  readonly topic_id: string;
  readonly position: string;
  readonly end: string;
};

/** Where the log of each topic begins and ends that a projection reads. */
export async function startsOf(
  { admin }: Pick<Log, 'admin'>,
  prefix: string,
  projections: readonly Projection[],
  pause = PAUSE_MS,
): Promise<(projection: Projection) => Start[]> {
  const names = [...new Set(projections.flatMap(({ topics }) => topics))].map(name => topicName(prefix, name));
  const described = await patiently(pause, () => admin.describeTopics(names));
  const missing = names.filter(name => !described.some(one => one.name === name));
  if (missing.length > 0) {
    const message = `These topics do not exist, and projections read them: ${missing.join(', ')}.`;
    throw new LogError('fatal', message, { remedy: 'Start longplay up, or streams, which make the topics.' });
  }
  const starts = await Promise.all(
    described.map(async ({ name, id }) =>
      (await patiently(pause, () => admin.offsets(name))).map(({ partition, start, end }) => ({
        topic: name,
        partition,
        topic_id: id,
        position: String(start),
        end: String(end),
      })),
    ),
  );
  return ({ topics }) => starts.flat().filter(({ topic }) => topics.some(name => topicName(prefix, name) === topic));
}

const TRIES = 20;
const PAUSE_MS = 250;

/** A partition that was just made may have no leader yet, and a broker may be about to come back. */
async function patiently<T>(pause: number, ask: () => Promise<T>): Promise<T> {
  for (let n = 1; ; n++) {
    try {
      return await ask();
    } catch (error) {
      const passes = error instanceof LogError && (error.kind === 'retriable' || error.kind === 'unavailable');
      if (n === TRIES || !passes) throw error;
      await sleep(pause);
    }
  }
}
