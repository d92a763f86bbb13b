import { setTimeout as sleep } from 'node:timers/promises';
import type { TopicPartition } from '../../log/port.ts';
import { openSession, type Session } from '../../postgres/session.ts';
import { isPoison } from '../parked/poison.ts';
import { stormBreaker } from '../parked/storm.ts';
import { isBadData, isPassing } from '../passing.ts';
import { storedPositions } from '../positions.ts';
import type { Filled, Run } from './context.ts';
import { flush, type LoadTarget, loadColumns } from './flush.ts';
import { gatherer } from './gather.ts';
import { type Turns, turns } from './loader-turns.ts';
import { noteRead, type PartitionProgress, progressOf } from './progress.ts';
import { newestRows } from './second-reading.ts';
import { loadSlowly } from './slowly.ts';

/** Read no further before it is written: what a crash costs at most, and what a rebuild then does again. */
const MOST_RECORDS = 1_000_000;
const FETCH_BYTES = 4 * 1_048_576;
const NOTE_EVERY_MS = 500;
const PAUSE_MS = 200;

type Reading = TopicPartition & { offset: bigint; records: number };

/** What all loaders of a rebuild share. */
type Shared = {
  readonly reading: Map<string, Reading>;
  /** Counts records, and waits where they come faster than they may. */
  readonly pace: (records: number) => Promise<void>;
  /** One reads at a time: two would share one thread, and Postgres would wait for both of them. */
  readonly reads: Turns;
  readonly writes: Turns;
};

/**
 * Loads every partition up to its `until`: some are written side by side, while the next one is read. A server that is
 * away is waited for; a process that goes on after a crash begins where the last write ended.
 */
export async function load(run: Run, filled: Filled): Promise<void> {
  const { parallel, operation } = run;
  // The first error that nothing heals ends all loaders: to go on would only put off telling it.
  const failed = new AbortController();
  const signal = AbortSignal.any([run.signal, failed.signal]);
  const parts = await progressOf(run, operation.id);
  const left = parts.filter(({ saved, until }) => saved < until);
  const pace = paced(operation.options.throttle ?? null, signal);
  const shared: Shared = { reading: new Map(), pace: pace.take, reads: turns(1), writes: turns(parallel) };
  const noting = noteNowAndThen(run, shared.reading, pace.taken);
  try {
    const loaders = Array.from({ length: Math.min(parallel + 1, left.length) }, async () => {
      for (let part = left.shift(); part !== undefined; part = left.shift()) {
        await patiently({ ...run, signal }, filled, part, shared).catch(error => failed.abort(error));
        signal.throwIfAborted();
      }
    });
    await Promise.allSettled(loaders);
    run.signal.throwIfAborted();
    failed.signal.throwIfAborted();
  } finally {
    await noting.stop();
  }
}

async function patiently(run: Run, filled: Filled, part: PartitionProgress, shared: Shared): Promise<void> {
  const breaker = stormBreaker(filled.code.projection.name);
  for (;;) {
    run.signal.throwIfAborted();
    let session: Session | null = null;
    try {
      session = await openSession(run.sql, `${run.prefix} rebuild`, run.signal);
      // A crash of Postgres may lose the last commits: rows and positions together.
      await session.query('set synchronous_commit to off');
      return await loadPartition(run, session, filled, part, shared);
    } catch (error) {
      run.signal.throwIfAborted();
      if (isPoison(error) || isBadData(error)) {
        const read = shared.reading.get(`${part.topic} ${part.partition}`);
        await loadSlowly(run, filled, part, read?.offset ?? part.start, breaker);
        continue;
      }
      if (!isPassing(error)) throw error;
      run.logger.debug({ err: error }, 'The load of a partition begins again where it was written last.');
      await sleep(PAUSE_MS);
    } finally {
      await session?.close();
    }
  }
}

async function loadPartition(
  run: Run,
  session: Session,
  { generation, code }: Filled,
  { topic, partition, start, until }: PartitionProgress,
  { reading, pace, reads, writes }: Shared,
): Promise<void> {
  const { sql, control, operation, log, signal } = run;
  const { projection, reader } = code;
  const columns = await loadColumns(session, generation.schema, projection);
  const target: LoadTarget = {
    ...generation,
    control,
    generation: generation.number,
    operation: operation.id,
    projection,
    columns,
  };
  const [stored] = (await storedPositions(sql, control, projection.name, partition, generation.number)).filter(
    one => one.topic === topic,
  );
  const [progress] = (await progressOf(run, operation.id)).filter(
    one => one.topic === topic && one.partition === partition,
  );
  if (stored === undefined || progress === undefined)
    throw new Error(`The rebuild has no position of ${topic}[${partition}].`);
  let from = stored.offset;
  const gathered = gatherer(projection, reader);
  const now: Reading = { topic, partition, offset: from, records: progress.savedRecords };
  reading.set(`${topic} ${partition}`, now);
  const write = async (to: bigint): Promise<void> => {
    if (to <= from) return;
    const rows = () => newestRows(log, gathered, { topic, partition, from, to }, signal);
    await flush(session, target, { ...gathered, rows }, { topic, partition, from, to }, from === start);
    gathered.clear();
    from = to;
  };
  const range = { from: { topic, partition, offset: from }, until, maxBytes: FETCH_BYTES, signal };
  const batches = log.readPartition(range)[Symbol.asyncIterator]();
  /** Until there is as much as may be kept; answers whether there is more. */
  const read = async (): Promise<boolean> => {
    for (;;) {
      const { value: batch, done } = await batches.next();
      if (done === true) return false;
      await reader.prepare(batch.records.map(record => record.value));
      for (const record of batch.records) gathered.add(record);
      now.offset = batch.nextOffset;
      now.records += batch.records.length;
      await pace(batch.records.length);
      if (gathered.bytes() >= run.gatherBytes || gathered.records() >= MOST_RECORDS) return true;
    }
  };
  try {
    while (await reads(read)) await writes(() => write(now.offset));
    signal.throwIfAborted();
    await writes(() => write(until));
    now.offset = until;
  } finally {
    await batches.return?.();
  }
}

/** At most so many records a second, over all that share it. */
function paced(perSecond: number | null, signal: AbortSignal): { take: Shared['pace']; taken: () => number } {
  let due = performance.now();
  let taken = 0;
  return {
    taken: () => taken,
    take: async records => {
      taken += records;
      if (perSecond === null) return;
      due = Math.max(due, performance.now() - 100) + (records / perSecond) * 1_000;
      const wait = due - performance.now();
      if (wait > 5) await sleep(wait, undefined, { signal }).catch(() => undefined);
    },
  };
}

/** Keeps what is shown of the progress fresh, and measures the rate. */
function noteNowAndThen(
  run: Run,
  reading: ReadonlyMap<string, Reading>,
  taken: () => number,
): { stop(): Promise<void> } {
  const began = performance.now();
  let working: Promise<void> = Promise.resolve();
  const note = async (): Promise<void> => {
    await noteRead(run, run.operation.id, [...reading.values()]);
    await run.note({ rate: taken() / ((performance.now() - began) / 1_000) });
  };
  const quietly = (): Promise<void> =>
    note().catch(err => run.logger.debug({ err }, 'The progress could not be noted.'));
  const timer = setInterval(() => {
    working = working.then(quietly);
  }, NOTE_EVERY_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await working;
      await quietly();
    },
  };
}
