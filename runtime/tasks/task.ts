import type { Reader } from '../codec/reader.ts';
import { LogError } from '../log/errors.ts';
import type { GroupReader, LogBatch, TransactionalWriter } from '../log/port.ts';
import { takeOver } from '../log/takeover.ts';
import type { EffectAnswer, Processor, Tables, Values } from './definition.ts';
import { effectRuns } from './effects.ts';
import { type Engine, groupOf, topicOf } from './engine.ts';
import type { FatEvent, PendingEffect } from './fat-event.ts';
import { formatMetadata } from './position-metadata.ts';
import { recordCause } from './records.ts';
import { initialPosition, type Own, refuseForeignState } from './refusals.ts';
import { restore } from './restore.ts';
import { applyStep, decideBatch, type KeyedCause } from './step.ts';
import type { StateStore } from './store/port.ts';
import { deadlineWatch } from './watch.ts';

/** Half of the own topics' `delete.retention.ms` of 7 days: an older checkpoint may have missed a tombstone. */
const CHECKPOINT_MAX_AGE_MS = 3.5 * 24 * 3_600_000;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;

export type TaskState = 'taking-over' | 'running' | 'stopped';
export type TaskStatus = {
  readonly partition: number;
  readonly state: TaskState;
  readonly positions: Readonly<Record<string, bigint>>;
  readonly keys: number;
  /** Why it stopped, or why the takeover does not succeed yet. */
  readonly error: unknown;
};

export type Task = {
  batch(batch: LogBatch): Promise<void>;
  status(): TaskStatus;
  /** Lets go of the partition: what is under way ends, nothing new begins. */
  close(): Promise<void>;
};

/**
 * One processor on one partition: takes it over (FENCE → OFFSETS → RESTORE → SEEK → RESUME), then goes batch by batch:
 * decide, one transaction for everything, and only then the state and the effects. On any failure of the log the writer
 * is thrown away and the partition taken over again; a record that cannot be processed stops the task.
 */
export function startTask<S extends FatEvent, I extends Values, T extends Values>(
  engine: Engine,
  processor: Processor<S, I, T>,
  partition: number,
  reader: GroupReader,
  stopped: (error: unknown) => void,
): Task {
  const { log, clock } = engine;
  const logger = engine.logger.child({ processor: processor.name, partition });
  const group = groupOf(engine, processor.name);
  const inputs = processor.reads.map(name => topicOf(engine, name));
  const nameOf = new Map(processor.reads.map(name => [topicOf(engine, name), name as string]));
  const own = topicOf(engine, processor.owns);
  const store: StateStore = engine.openStore(processor.name, partition);
  const lost = new AbortController();
  const positions = new Map<string, bigint>();
  const internal: KeyedCause<I>[] = [];
  let writer: TransactionalWriter | null = null;
  let state: TaskState = 'taking-over';
  let error: unknown = null;
  let queue: Promise<void> = Promise.resolve();
  let ownNow: (Own & { readonly clusterId: string }) | null = null;
  let tables: Tables<T> | null = null;

  const stateOf = (key: string): S | null => {
    const stored = store.get(key);
    return stored === undefined ? null : (engine.wire.reader(processor.owns).decode(stored.value) as unknown as S);
  };

  const stop = (reason: unknown): void => {
    if (state === 'stopped' || lost.signal.aborted) return;
    state = 'stopped';
    error = reason;
    reader.silence(partition);
    watch.stop();
    effects.stop();
    logger.error({ err: reason }, `${processor.name} stands still on partition ${partition}; nothing was skipped.`);
    stopped(reason);
  };

  /** Work of this task runs one after another. What the log refuses is dealt with in it; anything else is a defect. */
  const enqueue = (work: () => Promise<void>): Promise<void> => {
    queue = queue.then(async () => {
      try {
        if (!lost.signal.aborted && state === 'running') await work();
      } catch (thrown) {
        stop(thrown);
      }
    });
    return queue;
  };

  const effects = effectRuns(engine, processor.name, (key: string, effect: PendingEffect, answer: EffectAnswer) => {
    const correlationId = stateOf(key)?.event.correlationId ?? key;
    const id = `${effect.id}#${effect.attempt}`;
    take({ key, cause: { input: { from: 'effect', key, effect, answer }, id, correlationId, actor: null } });
  });

  const watch = deadlineWatch<S>({
    engine,
    processor: processor.name,
    partition,
    inputs,
    own,
    positionOf: topic => positions.get(topic),
    stateOf,
    offsetOf: key => store.get(key)?.offset,
    fire: (key, deadline, asked) => {
      const correlationId = stateOf(key)?.event.correlationId ?? key;
      const id = `${key}/${deadline.name}/${deadline.due}`;
      take({ key, cause: { input: { from: 'deadline', key, deadline, asked }, id, correlationId, actor: null } });
    },
    retry: (key, effect) => effects.run(key, effect, stateOf(key) as FatEvent),
  });

  /**
   * An answer or a deadline: those that come while a batch is under way are decided together after it. During a takeover
   * they are dropped: what is pending runs again after it, and deadlines are in the state.
   */
  const take = (one: KeyedCause<I>): void => {
    if (state !== 'running') return;
    internal.push(one);
    if (internal.length > 1) return;
    void enqueue(async () => {
      await commitStep(internal.splice(0), null);
    });
  };

  const commitStep = async (causes: readonly KeyedCause<I>[], upTo: LogBatch | null): Promise<void> => {
    const now = clock.now();
    let step: ReturnType<typeof decideBatch<S, I, T>>;
    try {
      step = decideBatch(engine, processor, partition, stateOf, causes, { now, tables: tables as Tables<T> });
    } catch (thrown) {
      return stop(thrown);
    }
    const known = ownNow as NonNullable<typeof ownNow>;
    const metadata = formatMetadata({ ownTopicId: known.topicId, ownEnd: store.checkpoint()?.position ?? 0n });
    const moved = upTo === null ? [] : [{ topic: upTo.topic, partition, offset: upTo.nextOffset, metadata }];
    if (moved.length === 0 && step.records.length === 0) return;
    try {
      const request = { records: step.records, ...(moved.length > 0 && { positions: { group, committed: moved } }) };
      // What is written now will be read back as state, maybe in a version of the schema that was not met before.
      await engine.wire.reader(processor.owns).prepare([...step.states.values()].map(({ value }) => value));
      const written = await (writer as TransactionalWriter).transact(request);
      applyStep(store, step, written, { clusterId: known.clusterId, topicId: known.topicId, at: now });
    } catch (thrown) {
      return again(thrown);
    }
    if (upTo !== null) positions.set(upTo.topic, upTo.nextOffset);
    for (const { key, code } of step.alarms) engine.alarm({ processor: processor.name, key, code });
    for (const [key, { state: after }] of step.states) {
      watch.set(key, after);
      effects.start(key, after, now);
    }
  };

  const process = async (batch: LogBatch): Promise<void> => {
    const from = nameOf.get(batch.topic) as string;
    const position = positions.get(batch.topic) ?? 0n;
    const fresh = batch.records.filter(record => record.offset >= position);
    const causes: KeyedCause<I>[] = [];
    try {
      await engine.wire.reader(from).prepare(fresh.map(record => record.value));
      for (const record of fresh) {
        const one = recordCause(engine, processor, from, record);
        if (one !== null) causes.push(one);
      }
    } catch (thrown) {
      if (isPassing(thrown)) return again(thrown);
      return stop(thrown);
    }
    await commitStep([...internal.splice(0), ...causes], batch);
  };

  /** The log, or something that a decision needs, failed: from the top. */
  const again = (reason: unknown): void => {
    if (lost.signal.aborted || state === 'stopped') return;
    if (reason instanceof LogError && reason.kind === 'fatal') {
      stop(reason);
      return;
    }
    logger.debug({ err: reason }, 'Taking the partition over again.');
    error = reason;
    state = 'taking-over';
    internal.length = 0; // answers come again from the pending entries, deadlines from the state
    reader.silence(partition);
    watch.stop();
    opening = open();
  };

  const open = async (): Promise<void> => {
    for (let pause = FIRST_PAUSE_MS; !lost.signal.aborted; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        if (await attempt()) return;
      } catch (thrown) {
        if (lost.signal.aborted) return;
        error = thrown;
        if (!isPassing(thrown)) return stop(thrown);
        logger.debug({ err: thrown }, 'The takeover did not succeed yet.');
      }
      await new Promise<void>(resolve => clock.after(pause, resolve));
    }
  };

  const attempt = async (): Promise<boolean> => {
    await writer?.close().catch(() => undefined);
    tables ??= (await openTables(engine, processor)) as Tables<T>;
    const clusterId = await log.admin.clusterId();
    const topicId = (await log.admin.describeTopics([own]))[0]?.id ?? '';
    writer = await log.transactionalWriter(`${group}-${partition}`);
    const taken = await takeOver({
      reader,
      writer,
      admin: log.admin,
      group,
      partition,
      inputs,
      own,
      signal: lost.signal,
      initial: ({ input, own: ownOffsets, committed }) =>
        initialPosition(processor.name, input, { ...(ownOffsets as Own) }, committed),
      metadata: ownOffsets => formatMetadata({ ownTopicId: topicId, ownEnd: ownOffsets?.end ?? 0n }),
      restore: async ({ own: ownOffsets, committed, positions: found, signal }) => {
        const known: Own = { ...(ownOffsets as Own), topicId };
        refuseForeignState(processor.name, known, committed);
        const now = clock.now();
        await restore({ log, store, own: known, clusterId, now, maxAge: CHECKPOINT_MAX_AGE_MS, signal });
        await prepareAll(engine.wire.reader(processor.owns), store);
        ownNow = { ...known, clusterId };
        positions.clear();
        for (const { topic, offset } of found) positions.set(topic, offset);
        state = 'running';
      },
    });
    if (taken === null) return false;
    error = null;
    watch.start();
    const now = clock.now();
    for (const [key] of store.entries()) {
      const restored = stateOf(key) as S;
      watch.set(key, restored);
      effects.start(key, restored, now);
    }
    return true;
  };

  let opening = open();
  return {
    batch: batch => enqueue(() => process(batch)),
    status: () => ({ partition, state, positions: Object.fromEntries(positions), keys: store.size(), error }),
    close: async () => {
      lost.abort();
      watch.stop();
      effects.stop();
      await queue;
      await opening; // a restore may be writing to the store
      await writer?.close().catch(() => undefined);
      await store.close();
    },
  };
}

/** Whether trying again can help: errors of the log, the codec and the vault all say so by their kind. */
function isPassing(error: unknown): boolean {
  const { kind } = error as { kind?: unknown };
  return kind === 'retriable' || kind === 'unavailable' || kind === 'fenced' || kind === 'outcome-unknown';
}

/** Fetches the schemas that the stored states were written with, a part at a time: a state may be large. */
async function prepareAll(reader: Reader<unknown>, store: StateStore): Promise<void> {
  let part: Buffer[] = [];
  for (const [, { value }] of store.entries()) {
    part.push(value);
    if (part.length < 1_000) continue;
    await reader.prepare(part);
    part = [];
  }
  await reader.prepare(part);
}

async function openTables<S extends FatEvent, I extends Values, T extends Values>(
  engine: Engine,
  processor: Processor<S, I, T>,
): Promise<Tables<Values>> {
  const opened = await Promise.all(processor.tables.map(async name => [name, await engine.tables.open(name)] as const));
  return Object.fromEntries(opened) as Tables<Values>;
}
