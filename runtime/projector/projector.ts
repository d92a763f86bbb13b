import type { Log } from '../log/port.ts';
import type { Logger } from '../observe/logger.ts';
import type { Sql } from '../postgres/connect.ts';
import type { Wire } from '../tasks/engine.ts';
import { topicName } from '../topics/spec.ts';
import type { Projection } from './definition.ts';
import { projectorGroup, viewsSchema } from './names.ts';
import { lingerWhenBusy } from './pace.ts';
import { type PrepareOptions, prepareTables } from './tables.ts';
import { startWorker, type Worker, type WorkerStatus } from './worker.ts';

export type ProjectorOptions = PrepareOptions & {
  readonly log: Log;
  /** A pool of its own: each partition that is being written holds a connection, and readers must not wait for them. */
  readonly sql: Sql;
  readonly wire: Pick<Wire, 'reader'>;
  readonly logger: Logger;
};

export type ProjectionRun = {
  readonly name: string;
  readonly workers: readonly WorkerStatus[];
  /** Why the whole projection stands still in this process; null while it runs. */
  readonly error: unknown;
};

/** The projections of this process. */
export type Projector = {
  runs(): readonly ProjectionRun[];
  /** What stands still and why, a sentence each: none of it heals by itself. */
  problems(): readonly string[];
  /** Leaves the groups; a batch that is being written ends. */
  stop(): Promise<void>;
};

/** Longest wait of one fetch, ms. It costs no latency: a fetch with data answers at once. `stop()` waits for it. */
const MAX_WAIT_MS = 500;

/**
 * Keeps the read models up to date: one consumer group for each projection, which only says who works on which partition;
 * where to read from, Postgres knows, since that is what its rows hold.
 */
export async function startProjector(options: ProjectorOptions): Promise<Projector> {
  await prepareTables(options);
  const linger = lingerWhenBusy();
  const started = await Promise.allSettled(options.projections.map(one => runProjection(options, one, linger)));
  const running = started.flatMap(one => (one.status === 'fulfilled' ? [one.value] : []));
  const stop = async () => void (await Promise.all(running.map(one => one.stop())));
  for (const one of started) {
    if (one.status === 'fulfilled') continue;
    await stop();
    throw one.reason;
  }
  const runs = () => running.map(one => one.status());
  return { runs, problems: () => runs().flatMap(problemsOf), stop };
}

type Running = { status(): ProjectionRun; stop(): Promise<void> };

async function runProjection(
  options: ProjectorOptions,
  projection: Projection,
  linger: () => number,
): Promise<Running> {
  const { log, prefix, sql, wire, logger } = options;
  const topics = projection.topics.map(name => topicName(prefix, name));
  const nameOf = new Map(projection.topics.map(name => [topicName(prefix, name), name]));
  const group = projectorGroup(prefix, projection.name);
  const reader = log.groupReader({ group, topics, maxWait: MAX_WAIT_MS, linger });
  const target = { sql, schema: viewsSchema(prefix), control: viewsSchema(prefix), projection };
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
        const readerOf = (topic: string) => wire.reader(nameOf.get(topic) as string) as ReturnType<ReaderOf>;
        workers.set(partition, startWorker({ target, log, topics, readerOf, reader, partition, logger }));
      }
    },
    batch: async batch => {
      await workers.get(batch.partition)?.batch(batch);
    },
    failed: (reason, at) => {
      if (at !== undefined) workers.get(at.partition)?.failed(reason);
      else {
        error = reason;
        logger.error({ err: reason, projection: projection.name }, `The projection ${projection.name} cannot read on.`);
      }
    },
  });

  return {
    status: () => ({ name: projection.name, workers: [...workers.values()].map(worker => worker.status()), error }),
    stop: async () => {
      for (const partition of [...workers.keys()]) close(partition);
      await Promise.all(closing);
      await reader.stop();
    },
  };
}

type ReaderOf = Parameters<typeof startWorker>[0]['readerOf'];

function problemsOf({ name, workers, error }: ProjectionRun): string[] {
  const stopped = workers.filter(worker => worker.state === 'stopped');
  return [
    ...(error === null ? [] : [`the projection ${name}: ${reasonOf(error)}`]),
    ...stopped.map(worker => `the projection ${name} on partition ${worker.partition}: ${reasonOf(worker.error)}`),
  ];
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
