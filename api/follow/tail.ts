import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { LogError } from '../../runtime/log/errors.ts';
import type { Log, LogBatch, Position } from '../../runtime/log/port.ts';
import type { Logger } from '../../runtime/observe/logger.ts';
import { seldom } from '../../runtime/observe/seldom.ts';

export type TailListener = {
  /** Must not throw, nor wait. */
  batch(batch: LogBatch): void;
  /** The tail ends: what its listeners have not seen, a new one tells. */
  ended(): void;
};

/** Follows one topic for all of this process who listen to it. */
export type TopicTail = {
  /** Next offset of each partition, in their order: whoever has read up to there misses nothing by listening now. */
  positions(): readonly bigint[];
  listen(listener: TailListener): () => void;
  /** Lets go; the last one ends it after a while. */
  release(): void;
};

export type Tails = {
  /**
   * Held until it is released.
   *
   * @throws LogError where the topic cannot be read now
   */
  hold(topic: string): Promise<TopicTail>;
  stop(): Promise<void>;
};

export type TailsOptions = {
  readonly log: Pick<Log, 'admin' | 'groupReader'>;
  /** Of the installation's groups. */
  readonly prefix: string;
  readonly logger: Pick<Logger, 'warn'>;
  /** How long a tail that nobody listens to goes on, ms: clients come back. Default 10,000. */
  readonly linger?: number;
};

type Held = { readonly tail: Promise<Omit<TopicTail, 'release'>>; users: number; end: () => Promise<void> };

const PAUSE_MS = 500;
const TOLD_MS = 10_000;

/**
 * One reader for each topic that somebody follows, however many they are. It is the only member of a group of its own,
 * which commits nothing and is gone with it: a group reads all partitions with one fetch.
 */
export function topicTails({ log, prefix, logger, linger = 10_000 }: TailsOptions): Tails {
  const held = new Map<string, Held>();
  const ending = new Set<Promise<void>>();
  let stopped = false;

  const forget = (topic: string, one: Held): void => {
    if (held.get(topic) === one) held.delete(topic);
    const done = one.end();
    ending.add(done);
    void done.finally(() => ending.delete(done));
  };

  const start = (topic: string): Held => {
    const stopping = new AbortController();
    const listeners = new Set<TailListener>();
    let running = Promise.resolve();
    let over = false;
    const one: Held = {
      users: 0,
      tail: log.admin.offsets(topic).then(offsets => {
        const at = offsets.toSorted((a, b) => a.partition - b.partition).map(({ end }) => end);
        running = follow({ log, prefix, logger, topic, at, listeners, signal: stopping.signal })
          .catch(err => {
            logger.warn({ err, topic }, 'a topic cannot be followed any more; who follows it begins anew');
            if (held.get(topic) === one) held.delete(topic);
          })
          .finally(() => {
            over = true;
            for (const listener of [...listeners]) listener.ended();
          });
        return {
          positions: () => at,
          listen: listener => {
            listeners.add(listener);
            // It may have ended while whoever held it did something else.
            if (over) queueMicrotask(() => listeners.has(listener) && listener.ended());
            return () => listeners.delete(listener);
          },
        };
      }),
      end: async () => {
        stopping.abort();
        await one.tail.catch(() => undefined);
        await running;
      },
    };
    held.set(topic, one);
    return one;
  };

  return {
    hold: async topic => {
      if (stopped) throw new LogError('unavailable', 'Nothing more is followed: this process is stopping.');
      const one = held.get(topic) ?? start(topic);
      one.users += 1;
      let released = false;
      const release = (): void => {
        if (released) return;
        released = true;
        one.users -= 1;
        if (one.users > 0 || held.get(topic) !== one) return;
        setTimeout(() => {
          if (one.users === 0 && held.get(topic) === one) forget(topic, one);
        }, linger).unref();
      };
      try {
        return { ...(await one.tail), release };
      } catch (error) {
        if (held.get(topic) === one) held.delete(topic);
        throw error;
      }
    },
    stop: async () => {
      stopped = true;
      for (const [topic, one] of [...held]) forget(topic, one);
      await Promise.all(ending);
    },
  };
}

type Following = Pick<TailsOptions, 'log' | 'prefix' | 'logger'> & {
  readonly topic: string;
  /** Moves on as batches come. */
  readonly at: bigint[];
  readonly listeners: ReadonlySet<TailListener>;
  readonly signal: AbortSignal;
};

/** Goes on where it was after whatever passes by itself. */
async function follow({ log, prefix, logger, topic, at, listeners, signal }: Following): Promise<void> {
  const toTell = seldom(TOLD_MS);
  while (!signal.aborted) {
    const reader = log.groupReader({ group: `${prefix}.follow.${randomUUID()}`, topics: [topic] });
    const { promise: ended, resolve, reject } = Promise.withResolvers<void>();
    const onAbort = () => resolve();
    signal.addEventListener('abort', onAbort);
    try {
      await reader.start({
        assigned: partitions => {
          for (const partition of partitions) reader.deliver(partition, [positionIn(topic, partition, at)]);
        },
        batch: async batch => {
          if (batch.nextOffset <= (at[batch.partition] ?? 0n)) return;
          at[batch.partition] = batch.nextOffset;
          for (const listener of [...listeners]) listener.batch(batch);
        },
        failed: reject,
      });
      await ended;
    } catch (err) {
      if (signal.aborted) return;
      if (!(err instanceof LogError) || err.kind === 'fatal') throw err;
      if (toTell(topic) !== null) logger.warn({ err, topic }, 'a topic cannot be followed for the moment');
      await sleep(PAUSE_MS, undefined, { signal }).catch(() => undefined);
    } finally {
      signal.removeEventListener('abort', onAbort);
      await reader.stop();
    }
  }
}

const positionIn = (topic: string, partition: number, at: readonly bigint[]): Position => ({
  topic,
  partition,
  offset: at[partition] ?? 0n,
});
