import { setImmediate } from 'node:timers/promises';
import { LongplayError } from '../errors.ts';
import { isHalted } from '../hospital/standing.ts';
import type { GroupReader, LogBatch } from '../log/port.ts';
import { care as careOf } from './care.ts';
import type { Held } from './commit.ts';
import type { Processor, Values } from './definition.ts';
import { effectRuns } from './effects.ts';
import type { Engine } from './engine.ts';
import type { FatEvent } from './fat-event.ts';
import { flush, flushTimer, lastFlush } from './flush.ts';
import { isAnswer } from './fold.ts';
import { type HospitalStatus, hospitalStatus } from './hospital-status.ts';
import { type Item, isReadable } from './items.ts';
import { noPace } from './pace.ts';
import { pauses } from './pauses.ts';
import { possession } from './possession.ts';
import { isFenced, isPassing, taskScope } from './scope.ts';
import type { Step } from './step.ts';
import { turns as turnsOf } from './turns.ts';
import { deadlineWatch } from './watch.ts';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;
/** Effects that are started before others get a turn. */
const AT_A_STRETCH = 1_000;

export type TaskState = 'taking-over' | 'running' | 'stopped';
export type TaskStatus = {
  readonly partition: number;
  readonly state: TaskState;
  readonly positions: Readonly<Record<string, bigint>>;
  readonly keys: number;
  /** Why it stopped, or why the takeover does not succeed yet. */
  readonly error: unknown;
  /** Null where there is no hospital, or before the first takeover. */
  readonly hospital: HospitalStatus | null;
};

export type Task = {
  batch(batch: LogBatch): Promise<void>;
  status(): TaskStatus;
  /** Something outside has failed that the task cannot go on without: it stands still, and its status says why. */
  fail(reason: unknown): void;
  /** Lets go of the partition: what is under way ends, nothing new begins. Never fails. */
  close(): Promise<void>;
};

/**
 * One processor on one partition: takes it over (possession.ts), then goes batch by batch: decide, one transaction for
 * everything (commit.ts), and only then the state and the effects. On any failure of the log the writer is thrown away
 * and the partition taken over again; an input that cannot be processed is parked in the hospital (care.ts).
 *
 *     taking-over ⇄ running → stopped
 */
export function startTask<S extends FatEvent, I extends Values, T extends Values>(
  engine: Engine,
  processor: Processor<S, I, T>,
  partition: number,
  reader: GroupReader,
): Task {
  const ended = new AbortController();
  const scope = taskScope(engine, processor, partition, ended.signal);
  const { logger } = scope;
  const hold = possession(scope, reader);
  let state: TaskState = 'taking-over';
  let error: unknown = null;
  /** Whether what was decided since the takeover is known to be written, or not. */
  let isSure = true;
  /** Of the last takeover that succeeded. */
  let held: Held<S, T> | null = null;
  let queue: Promise<void> = Promise.resolve();

  const pauseFor = pauses(engine.clock, ended.signal);
  const stateOf = (key: string): S | null => held?.states.of(key) ?? null;
  const isBlocked = (key: string): boolean => held?.ward?.index.isBlocked(key) ?? false;
  const correlationOf = (key: string): string => stateOf(key)?.event.correlationId ?? key;

  const tellAlarm = (key: string, code: string): void =>
    engine.alarm({ processor: processor.name, key, code, correlationId: correlationOf(key) });

  const effects = effectRuns({
    engine,
    processor: processor.name,
    stateOf: key => (state === 'running' ? stateOf(key) : null),
    answered: (key, effect, answer) => {
      if (state !== 'running') return false; // what is pending runs again after the takeover
      const id = `${effect.id}#${effect.attempt}`;
      const input = { from: 'effect', key, effect, answer } as const;
      turns.take({ key, cause: { input, id, correlationId: correlationOf(key), actor: null }, arrival: null });
      return true;
    },
    failed: thrown => failed(thrown),
  });

  const watch = deadlineWatch<S>({
    engine,
    processor: processor.name,
    partition,
    inputs: scope.inputs,
    own: scope.own,
    positionOf: topic => held?.positions.get(topic),
    stateOf,
    offsetOf: key => held?.store.offsetOf(key),
    fire: (key, deadline, asked) => {
      if (state !== 'running' || isBlocked(key)) return; // deadlines are in the state
      const id = `${key}/${deadline.name}/${deadline.due}`;
      const input = { from: 'deadline', key, deadline, asked } as const;
      turns.take({ key, cause: { input, id, correlationId: correlationOf(key), actor: null }, arrival: null });
    },
    retry: (key, effect) => {
      if (!isBlocked(key)) effects.run(key, effect, stateOf(key) as FatEvent);
    },
    failed: thrown => failed(thrown),
  });

  const stop = (reason: unknown): void => {
    if (ended.signal.aborted) return;
    state = 'stopped';
    error = reason;
    ended.abort();
    reader.silence(partition);
    watch.stop();
    care?.stop();
    effects.stop();
    logger.error({ err: reason }, `${processor.name} stands still on partition ${partition}; nothing was skipped.`);
  };

  /** The log, or something that a decision needs, failed: from the top. */
  const again = (reason: unknown): void => {
    if (ended.signal.aborted) return;
    logger.debug({ err: reason }, 'Taking the partition over again.');
    error = reason;
    state = 'taking-over';
    turns.clear(); // answers come again from the pending entries, deadlines from the state
    if (isFenced(reason)) effects.callOff();
    else effects.forget();
    reader.silence(partition);
    watch.stop();
    care?.stop();
    opening = opening.then(open);
  };

  const failed = (reason: unknown): void => {
    isSure = false;
    (isPassing(reason) ? again : stop)(reason);
  };

  /** Work of this task runs one after another, and only while it has its partition. */
  const enqueue = (work: (held: Held<S, T>) => Promise<void>): Promise<void> => {
    queue = queue.then(async () => {
      if (ended.signal.aborted || state !== 'running') return;
      try {
        await work(held as Held<S, T>);
      } catch (thrown) {
        failed(thrown);
      }
    });
    return queue;
  };

  /** What was committed is seen to: deadlines and effects of the states that changed, and of the keys that wait no more. */
  const after = (step: Step<S>, freed: readonly string[] = []): void => {
    for (const { key, code } of step.alarms) tellAlarm(key, code);
    if (held !== null && held.ahead.size > 0 && !ended.signal.aborted) flushing.soon();
    if (ended.signal.aborted) return; // whoever has the partition now sees to deadlines and effects
    const now = engine.clock.now();
    const changed = new Map<string, S>([...step.states].map(([key, one]) => [key, one.state]));
    for (const key of freed) {
      const known = changed.get(key) ?? stateOf(key);
      if (known !== null) changed.set(key, known);
    }
    for (const [key, known] of changed) {
      watch.set(key, known);
      if (!isBlocked(key)) effects.start(key, known, now);
    }
  };

  const decided = (step: Step<S>, items: readonly Item<I>[]): void => {
    for (const item of items) {
      if (isReadable(item) && isAnswer(item.cause.input)) effects.decided(item.cause.input.effect);
    }
    after(step);
  };

  const care =
    engine.hospital === undefined
      ? null
      : careOf<S, I, T>({
          scope,
          options: engine.hospital,
          enqueue: work => enqueue(work),
          after,
          halted: () => watch.stop(),
          resumed: () => again(null),
        });

  const turns = turnsOf<S, I, T>({
    scope,
    pace: engine.pace ?? noPace,
    care,
    enqueue: work => enqueue(work),
    isOn: ours => !ended.signal.aborted && state === 'running' && held === ours,
    pauseFor,
    after: decided,
  });

  const flushing = flushTimer(engine.clock, () => void enqueue(ours => flush(scope, ours)));

  const open = async (): Promise<void> => {
    for (let pause = FIRST_PAUSE_MS; !ended.signal.aborted; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        if (await attempt()) return;
      } catch (thrown) {
        if (ended.signal.aborted) return;
        state = 'taking-over';
        error = thrown;
        if (!isPassing(thrown)) return stop(thrown);
        logger.debug({ err: thrown }, 'The takeover did not succeed yet.');
      }
      await pauseFor(pause);
    }
  };

  const attempt = async (): Promise<boolean> => {
    watch.stop(); // what an earlier attempt has found
    const pending: string[] = [];
    const taken = await hold.take({
      found: (key, found) => {
        watch.set(key, found);
        if (found.effects.length > 0) pending.push(key);
      },
      ready: restored => {
        held = restored;
        isSure = true;
        state = 'running';
      },
    });
    if (!taken || ended.signal.aborted || state !== 'running') return taken;
    error = null;
    const ours = held as unknown as Held<S, T>;
    care?.look(ours);
    if (ours.ward !== null && isHalted(ours.ward.standing)) return true;
    watch.start();
    startPending(ours, pending).catch(failed);
    return true;
  };

  /** As the states are now: batches may be under way already. */
  const startPending = async (of: Held<S, T>, keys: readonly string[]): Promise<void> => {
    for (const [n, key] of keys.entries()) {
      if (n % AT_A_STRETCH === AT_A_STRETCH - 1) await setImmediate();
      if (ended.signal.aborted || state !== 'running' || held !== of) return;
      const now = isBlocked(key) ? null : of.states.of(key);
      if (now !== null) effects.start(key, now, engine.clock.now());
    }
  };

  let closed = false;
  let opening = open();
  return {
    batch: turns.batch,
    status: () => ({
      partition,
      state,
      positions: Object.fromEntries(held?.positions ?? []),
      keys: closed ? 0 : (held?.store.size() ?? 0),
      error,
      hospital: held?.ward == null ? null : hospitalStatus(held.ward),
    }),
    fail: cause => stop(reading(processor.name, partition, cause)),
    close: async () => {
      ended.abort();
      watch.stop();
      care?.stop();
      effects.stop();
      await queue;
      await opening; // a restore may be writing to the store
      flushing.stop();
      if (state === 'running' && held !== null && isSure) {
        await lastFlush(scope, held, turns.rest(), decision => care?.admitted(decision));
      }
      closed = true;
      await hold.close();
    },
  };
}

function reading(processor: string, partition: number, cause: unknown): unknown {
  if (cause instanceof LongplayError) return cause;
  const why = cause instanceof Error ? cause.message : String(cause);
  return new LongplayError('LP_TASK_READING_STOPPED', `${processor} on partition ${partition}: ${why}`, { cause });
}
