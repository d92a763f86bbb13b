import { setImmediate } from 'node:timers/promises';
import { type Engine, groupOf } from './engine.ts';
import type { Deadline, FatEvent, PendingEffect } from './fat-event.ts';
import { isPassing } from './scope.ts';
import { wakes } from './wakes.ts';

/** How often due times are looked at, ms: a deadline fires at most this late. */
const TICK_MS = 200;
/** After this long, ms, a deadline that has passed and changed nothing is looked at again. */
const AGAIN_MS = 10_000;
/** Keys that are seen to before others get a turn. */
const AT_A_STRETCH = 1_000;

export type WatchOptions<S extends FatEvent> = {
  readonly engine: Engine;
  readonly processor: string;
  readonly partition: number;
  readonly inputs: readonly string[];
  readonly own: string;
  readonly positionOf: (topic: string) => bigint | undefined;
  readonly stateOf: (key: string) => S | null;
  /** Where the newest own record of a key lies. */
  readonly offsetOf: (key: string) => bigint | undefined;
  readonly fire: (key: string, deadline: Deadline, asked: 'read' | 'unread') => void;
  readonly retry: (key: string, effect: PendingEffect) => void;
  /** Looking at due keys failed for good, such as a state that cannot be read. */
  readonly failed: (error: unknown) => void;
};

export type Watch = {
  /** Takes note of a key's deadlines and of the effects that wait for a later attempt. */
  set(key: string, state: FatEvent): void;
  start(): void;
  stop(): void;
};

/** Keys whose time had come at `at`, and what of every input was there then or a little later. */
type Sample = { readonly at: number; readonly keys: string[]; readonly ends: ReadonlyMap<string, bigint> };

/**
 * The timer of a task. A deadline says something about silence, so it fires only when every input was read to an end
 * that was sampled after the due time: whatever had arrived by then is known. What falls due while its key waits for
 * that is not covered by the sample; it gets one of its own afterwards.
 */
export function deadlineWatch<S extends FatEvent>(options: WatchOptions<S>): Watch {
  const { engine, processor, partition, inputs } = options;
  const times = wakes();
  const waiting = new Set<string>();
  let samples: Sample[] = [];
  let callOff: (() => void) | null = null;
  let running = 0;

  const tick = async (turn: number): Promise<void> => {
    try {
      await sample(turn);
      await seeTo(turn);
    } catch (error) {
      if (turn !== running) return;
      if (!isPassing(error)) return options.failed(error);
      engine.logger.debug({ err: error, processor, partition }, 'Deadlines could not be looked at; trying again.');
    }
    if (turn === running) callOff = engine.clock.after(TICK_MS, () => void tick(turn));
  };

  const sample = async (turn: number): Promise<void> => {
    const at = engine.clock.now();
    const next = times.next();
    if (next === null || next > at) return;
    const ends = await sampleEnds(engine, inputs, partition);
    if (turn !== running) return;
    // Taken out only now, so that none is forgotten where the sample fails. One that waits already comes back after it.
    const keys = times.due(at).filter(key => !waiting.has(key));
    for (const key of keys) waiting.add(key);
    if (keys.length > 0) samples.push({ at, keys, ends });
  };

  const seeTo = async (turn: number): Promise<void> => {
    const read = new Map<string, bigint>();
    for (const { at, keys, ends } of samples) {
      if (!isRead(ends)) continue;
      while (keys.length > 0) {
        const part = keys.slice(0, AT_A_STRETCH);
        await readersOf(part, at, read);
        if (turn !== running) return;
        keys.splice(0, part.length);
        for (const key of part) {
          waiting.delete(key);
          fire(key, at, read);
        }
        if (keys.length > 0) await setImmediate();
        if (turn !== running) return;
      }
    }
    samples = samples.filter(({ keys }) => keys.length > 0);
  };

  const isRead = (ends: ReadonlyMap<string, bigint>): boolean =>
    [...ends].every(([topic, end]) => (options.positionOf(topic) ?? 0n) >= end);

  const dueOf = (key: string, at: number): readonly Deadline[] =>
    options.stateOf(key)?.deadlines.filter(one => one.due <= at) ?? [];

  /** Adds how far each processor that owes something has read the own topic. */
  const readersOf = async (keys: readonly string[], at: number, read: Map<string, bigint>): Promise<void> => {
    for (const { owedBy } of keys.flatMap(key => dueOf(key, at))) {
      if (!engine.processors.has(owedBy) || read.has(owedBy)) continue;
      read.set(owedBy, await committedBy(engine, owedBy, options.own, partition));
    }
  };

  const fire = (key: string, at: number, read: ReadonlyMap<string, bigint>): void => {
    const state = options.stateOf(key);
    if (state === null) return;
    for (const deadline of dueOf(key, at)) {
      const upTo = read.get(deadline.owedBy); // not of a processor: a person or a provider, who was asked otherwise
      const asked = upTo === undefined || upTo > (options.offsetOf(key) ?? 0n);
      options.fire(key, deadline, asked ? 'read' : 'unread');
    }
    for (const effect of state.effects.filter(one => one.retryAt !== null && one.retryAt <= at)) {
      options.retry(key, effect);
    }
    set(key, state, at);
  };

  /** `seen`: times up to it were just seen to; what of them is still there then is looked at again after a while. */
  const set = (key: string, state: FatEvent, seen = -1): void => {
    let earliest: number | null = null;
    const note = (at: number): void => {
      const time = at > seen ? at : engine.clock.now() + AGAIN_MS;
      if (earliest === null || time < earliest) earliest = time;
    };
    for (const { due } of state.deadlines) note(due);
    for (const { retryAt } of state.effects) if (retryAt !== null) note(retryAt);
    times.set(key, earliest);
  };

  return {
    set: (key, state) => set(key, state),
    start: () => {
      const turn = ++running;
      callOff = engine.clock.after(TICK_MS, () => void tick(turn));
    },
    stop: () => {
      running++;
      callOff?.();
      callOff = null;
      times.clear();
      waiting.clear();
      samples = [];
    },
  };
}

async function sampleEnds(engine: Engine, inputs: readonly string[], partition: number): Promise<Map<string, bigint>> {
  const ends = new Map<string, bigint>();
  for (const topic of inputs) {
    const offsets = await engine.log.admin.offsets(topic);
    ends.set(topic, offsets.find(one => one.partition === partition)?.end ?? 0n);
  }
  return ends;
}

async function committedBy(engine: Engine, processor: string, topic: string, partition: number): Promise<bigint> {
  const committed = await engine.log.admin.committed(groupOf(engine, processor), [topic]);
  return committed.find(one => one.partition === partition)?.offset ?? 0n;
}
