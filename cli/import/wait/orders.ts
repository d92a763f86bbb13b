import { topicOf } from '../../../runtime/tasks/engine.ts';
import { followTopic } from '../../tail/follow.ts';
import type { Shop } from '../known.ts';
import { type FactOf, type FactTopic, factTopics, type Tally } from './tally.ts';

/** Follows what becomes of the orders until all are at rest, or the signal. */
export async function untilAtRest(
  { log, prefix, wire, logger }: Shop,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const atRest = new AbortController();
  const either = AbortSignal.any([signal, atRest.signal]);

  // What was true at some time in the past says nothing: an order that was delivered may be on its way back.
  let behind = factTopics.length;
  const look = () => {
    if (behind === 0 && tally.left === 0) atRest.abort();
  };

  const follow = async <T extends FactTopic>(name: T): Promise<void> => {
    const reader = wire.reader(name);
    await followTopic({
      log,
      topic: topicOf({ prefix }, name),
      signal: either,
      logger,
      onBatch: async ({ records }) => {
        // Keys first: a large shop has many orders that are of no concern here.
        const ours = records.filter(({ key, value }) => key !== null && value !== null && tally.watches(String(key)));
        await reader.prepare(ours.map(({ value }) => value));
        for (const { key, value } of ours) {
          tally.take(name, String(key), reader.decode(value as Buffer) as unknown as FactOf[T]);
        }
        look();
      },
      onCaughtUp: () => {
        behind -= 1;
        look();
      },
    });
  };

  try {
    await Promise.all(factTopics.map(follow));
  } finally {
    // One that failed must not leave the others behind.
    atRest.abort();
  }
  if (tally.left > 0) signal.throwIfAborted();
}
