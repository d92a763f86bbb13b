import type { Log } from '../log/port.ts';
import type { Logger } from '../observe/logger.ts';
import type { Sql } from '../postgres/connect.ts';
import { topicName } from '../topics/spec.ts';
import type { Code } from './code.ts';
import type { Generation } from './generations.ts';
import { projectorGroup, viewsSchema } from './names.ts';
import { type AppliedSeen, startWorker, type Worker, type WorkerStatus } from './worker.ts';

/** Longest wait of one fetch, ms. It costs no latency: a fetch with data answers at once. `stop()` waits for it. */
const MAX_WAIT_MS = 500;

export type FeedOptions = {
  readonly log: Log;
  readonly sql: Sql;
  readonly prefix: string;
  readonly generation: Generation;
  readonly code: Code;
  readonly logger: Logger;
  readonly linger: () => number;
  /** Told of each batch that was written. Must not throw. */
  readonly applied?: (seen: AppliedSeen) => void;
};

/** One generation, fed by this process on the partitions that its group gives it. */
export type Feed = {
  readonly generation: number;
  workers(): readonly WorkerStatus[];
  /** Why the whole feed stands still; null while it runs. */
  error(): unknown;
  stop(): Promise<void>;
};

/** Joins the generation's group, which only says who works on which partition; where to read from, Postgres knows. */
export async function startFeed(options: FeedOptions): Promise<Feed> {
  const { log, prefix, sql, generation, code, linger, applied } = options;
  const { projection } = code;
  const logger = options.logger.child({ projection: projection.name, generation: generation.number });
  const topics = projection.topics.map(name => topicName(prefix, name));
  const group = projectorGroup(prefix, projection.name, generation.number);
  const reader = log.groupReader({ group, topics, maxWait: MAX_WAIT_MS, linger });
  const control = viewsSchema(prefix);
  const target = { sql, control, schema: generation.schema, generation: generation.number, projection };
  const workers = new Map<number, Worker>();
  const closing = new Set<Promise<void>>();
  let error: unknown = null;

  const close = (partition: number): void => {
    const worker = workers.get(partition);
    if (worker === undefined) return;
    workers.delete(partition);
    const done = worker.close();
    closing.add(done);
    void done.finally(() => closing.delete(done));
  };

  await reader.start({
    assigned: partitions => {
      // What is kept begins anew too: another process may have owned it, and moved its position, in between.
      for (const partition of [...workers.keys()]) close(partition);
      for (const partition of partitions) {
        const codec = code.reader;
        workers.set(partition, startWorker({ target, log, topics, codec, reader, partition, logger, applied }));
      }
    },
    batch: async batch => {
      await workers.get(batch.partition)?.batch(batch);
    },
    failed: (reason, at) => {
      if (at !== undefined) workers.get(at.partition)?.failed(reason);
      else {
        error = reason;
        logger.error({ err: reason }, `The projection ${projection.name} cannot read on.`);
      }
    },
  });

  return {
    generation: generation.number,
    workers: () => [...workers.values()].map(worker => worker.status()),
    error: () => error,
    stop: async () => {
      for (const partition of [...workers.keys()]) close(partition);
      await Promise.all(closing);
      await reader.stop();
    },
  };
}
