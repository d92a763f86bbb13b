import type { Reader } from '../codec/reader.ts';
import { LongplayError } from '../errors.ts';
import type { GroupReader, Log, LogBatch, LogRecord } from '../log/port.ts';
import type { Logger } from '../observe/logger.ts';
import { apply, columnsOf, type Target } from './apply.ts';
import { type Projecting, projectRecords } from './changes.ts';
import { type Projected, type Projection, storedIn } from './definition.ts';
import { isBadData, isPassing } from './passing.ts';
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
 * it tries again; a record that cannot be projected stops it.
 */
export function startWorker(options: WorkerOptions): Worker {
  const { target, log, topics, codec, reader, partition } = options;
  const { projection, sql, control, generation } = target;
  const logger = options.logger.child({ projection: projection.name, partition });
  const closing = new AbortController();
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
        const refused = isRefusal(thrown);
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

  const write = async (topic: string, changes: Projecting['changes'], to: bigint, records: number): Promise<void> => {
    const { offset: from, epoch } = positions.get(topic) as { offset: bigint; epoch: number };
    if (to <= from) return;
    const began = performance.now();
    await apply({ ...target, columns }, changes, { topic, partition, from, to, epoch, records });
    const rows = changes.rows.length + changes.deleted.length;
    options.applied?.({ projection: projection.name, records, rows, ms: performance.now() - began });
    positions.set(topic, { offset: to, epoch });
  };

  const process = async (batch: LogBatch): Promise<void> => {
    const { topic, nextOffset } = batch;
    const from = positions.get(topic)?.offset as bigint;
    const fresh = batch.records.filter(record => record.offset >= from);
    await codec.prepare(fresh.map(record => record.value));
    const { changes, poison } = projectRecords(projection, codec, fresh);
    const good = poison === null ? fresh : fresh.slice(0, fresh.indexOf(poison.record));
    try {
      await write(topic, changes, poison?.record.offset ?? nextOffset, good.length);
    } catch (thrown) {
      if (!isBadData(thrown)) throw thrown;
      await oneByOne(topic, good);
      await write(topic, nothing, poison?.record.offset ?? nextOffset, 0);
    }
    if (poison !== null) throw poisoned(projection.name, poison.record, poison.cause);
  };

  /** Postgres has refused the data of a batch: finds the record whose data it is, after writing those before it. */
  const oneByOne = async (topic: string, records: readonly LogRecord[]): Promise<void> => {
    for (const record of records) {
      try {
        await write(topic, projectRecords(projection, codec, [record]).changes, record.offset + 1n, 1);
      } catch (thrown) {
        throw isBadData(thrown) ? poisoned(projection.name, record, thrown) : thrown;
      }
    }
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

const nothing = { deleted: [], rows: [] };

/** undefined_table, invalid_schema_name: the generation was dropped, or somebody has dropped too much. */
const isGone = (error: unknown): boolean => ['42P01', '3F000'].includes(String((error as { code?: unknown }).code));

/** The message names the record, and nothing that it holds. */
const poisoned = (projection: string, { topic, partition, offset }: LogRecord, cause: unknown): LongplayError =>
  new LongplayError(
    'LP_PROJECTION_POISON',
    `${projection} cannot project the record ${topic}[${partition}] at ${offset}: ${reasonOf(cause)}`,
    { cause },
  );

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

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
