import type { Reader } from '../codec/reader.ts';
import { LongplayError } from '../errors.ts';
import type { BreakerLimits } from '../hospital/breaker.ts';
import type { GroupReader, Log, LogBatch, LogRecord, TopicPartition } from '../log/port.ts';
import type { Logger } from '../observe/logger.ts';
import { columnsOf, type Target } from './apply.ts';
import { applyRecords } from './apply-records.ts';
import { type Projected, type Projection, storedIn } from './definition.ts';
import { halt, refuseHalted } from './parked/halted.ts';
import { stormBreaker } from './parked/storm.ts';
import { isPassing } from './passing.ts';
import { checkedPositions, isRefusal } from './positions.ts';
import { isRetired, noteError } from './worker-notes.ts';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;
/** A refused position is looked at again: a broker that just took over may not know the true end yet (KIP-207). */
const REFUSED_PAUSE_MS = 5_000;

/** `retired`: its generation is not fed any more, and its supervisor has yet to notice. */
type WorkerState = 'opening' | 'running' | 'stopped' | 'retired';

export type WorkerStatus = { readonly partition: number; readonly state: WorkerState; readonly error: unknown };

/** A batch that was written. */
export type AppliedSeen = {
  readonly projection: string;
  readonly generation: number;
  /** Those that were in it. */
  readonly of: readonly LogRecord[];
  readonly records: number;
  /** Written or deleted. */
  readonly rows: number;
  /** How long Postgres took. */
  readonly ms: number;
};

export type WorkerOptions = {
  readonly target: Omit<Target, 'columns'> & { readonly projection: Projection };
  readonly log: Pick<Log, 'admin'>;
  /** Full names. */
  readonly topics: readonly string[];
  readonly codec: Reader<Projected>;
  readonly reader: GroupReader;
  readonly partition: number;
  readonly logger: Logger;
  /** When so much fails that the partition stops. Left out: the limits of tasks. */
  readonly breaker?: BreakerLimits | undefined;
  /** Told of each batch. Must not throw. */
  readonly applied?: ((seen: AppliedSeen) => void) | undefined;
};

/** One projection on one partition. */
export type Worker = {
  batch(batch: LogBatch): Promise<void>;
  /** The log cannot deliver this partition for this reason. */
  failed(reason: unknown): void;
  status(): WorkerStatus;
  /** Lets go: a batch that is being written ends, nothing new begins. */
  close(): Promise<void>;
};

/**
 * Takes the positions from Postgres, has the log deliver from there, and writes batch by batch. While a server is away
 * it tries again. A record that cannot be projected is parked, and its key is stale; so many of them stop it.
 */
export function startWorker(options: WorkerOptions): Worker {
  const { target, log, topics, codec, reader, partition } = options;
  const { projection, sql, control, generation } = target;
  const logger = options.logger.child({ projection: projection.name, partition });
  const closing = new AbortController();
  const breaker = stormBreaker(projection.name, options.breaker);
  const positions = new Map<string, { offset: bigint; readonly epoch: number }>();
  let columns: readonly string[] = [];
  let state: WorkerState = 'opening';
  let error: unknown = null;
  let working: Promise<void> = Promise.resolve();

  const stop = (reason: unknown): void => {
    if (closing.signal.aborted) return;
    state = 'stopped';
    error = reason;
    reader.silence(partition);
    logger.error(
      { err: reason },
      `The projection ${projection.name} stands still on partition ${partition}; nothing was skipped.`,
    );
    void noteError(target, { topics, partition }, reason).catch(() => undefined);
  };

  const open = async (): Promise<void> => {
    for (let pause = FIRST_PAUSE_MS; !closing.signal.aborted; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        const asked = { projection: projection.name, generation, topics, partition };
        const found = await checkedPositions({ sql, control, admin: log.admin }, asked);
        await refuseHalted(target, partition);
        if (columns.length === 0) columns = await columnsOf(sql, target.schema, storedIn(projection).table);
        if (found.some(one => one.error !== null)) await noteError(target, { topics, partition }, null);
        if (closing.signal.aborted) return;
        for (const { topic, offset, epoch } of found) positions.set(topic, { offset, epoch });
        state = 'running';
        error = null;
        reader.deliver(partition, found);
        return;
      } catch (thrown) {
        if (closing.signal.aborted) return;
        const refused = isRefusal(thrown) || isStorm(thrown);
        if (refused && (await isRetired(target).catch(() => false))) {
          state = 'retired';
          return;
        }
        if (!refused && !isPassing(thrown)) return stop(thrown);
        // Said once: it may be tried for hours.
        if (refused && state !== 'stopped') stop(thrown);
        if (!refused) state = 'opening';
        error = thrown;
        logger.debug({ err: thrown }, 'The positions could not be taken yet.');
        await pauseOf(refused ? REFUSED_PAUSE_MS : pause, closing.signal);
      }
    }
  };

  /** A server is away, or another process was faster: from the position that Postgres has now. */
  const again = (reason: unknown): void => {
    if (closing.signal.aborted || state !== 'running') return;
    logger.debug({ err: reason }, 'Taking the positions again.');
    state = 'opening';
    error = reason;
    reader.silence(partition);
    opening = pauseOf(FIRST_PAUSE_MS, closing.signal).then(open);
  };

  const process = async ({ topic, records, nextOffset: to }: LogBatch): Promise<void> => {
    const { offset: from, epoch } = positions.get(topic) as { offset: bigint; epoch: number };
    if (to <= from) return;
    const fresh = records.filter(record => record.offset >= from);
    await codec.prepare(fresh.map(record => record.value));
    let began = performance.now();
    let applied = 0;
    const failures = await applyRecords(
      { ...target, columns },
      codec,
      breaker,
      fresh,
      { topic, partition, from, to, epoch },
      (changes, offset, count) => {
        positions.set(topic, { offset, epoch });
        const rows = changes.rows.length + changes.deleted.length;
        const of = fresh.slice(applied, applied + count);
        const ms = performance.now() - began;
        options.applied?.({ projection: projection.name, generation, of, records: count, rows, ms });
        applied += count;
        began = performance.now();
      },
    );
    if (failures > 0) {
      const text = `${projection.name} could not project ${failures} records: their keys are stale until a newer fact comes or they are treated; longplay projections cases lists them.`;
      logger.error({ topic, failures }, text);
    }
  };

  /** So much fails that it is not the records: nothing more is admitted until somebody says so. */
  const stormed = async (at: TopicPartition, reason: Error): Promise<void> => {
    try {
      await halt(target, at, reason.message);
    } catch (thrown) {
      return again(thrown);
    }
    stop(reason);
    opening = pauseOf(REFUSED_PAUSE_MS, closing.signal).then(open);
  };

  let opening = open();
  return {
    batch: batch => {
      if (closing.signal.aborted || state !== 'running') return Promise.resolve();
      // Several topics come side by side; their batches wait for each other, so that `again` is for all of them.
      working = working.then(async () => {
        if (closing.signal.aborted || state !== 'running') return;
        try {
          await process(batch);
        } catch (thrown) {
          if (isPassing(thrown) || isGone(thrown)) again(thrown);
          else if (isStorm(thrown)) await stormed(batch, thrown);
          else stop(thrown);
        }
      });
      return working;
    },
    failed: reason => (isPassing(reason) ? again(reason) : stop(reason)),
    status: () => ({ partition, state, error }),
    close: async () => {
      closing.abort();
      await working;
      await opening;
    },
  };
}

/** undefined_table, invalid_schema_name: the generation was dropped, or somebody has dropped too much. */
const isGone = (error: unknown): boolean => ['42P01', '3F000'].includes(String((error as { code?: unknown }).code));

const isStorm = (error: unknown): error is LongplayError =>
  error instanceof LongplayError && error.code === 'LP_PROJECTION_STORM';

async function pauseOf(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const wake = (): void => resolve();
  const timer = setTimeout(wake, ms);
  signal.addEventListener('abort', wake, { once: true });
  await promise;
  clearTimeout(timer);
  signal.removeEventListener('abort', wake);
}
