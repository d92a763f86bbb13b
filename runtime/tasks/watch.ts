import { type Engine, groupOf } from './engine.ts';
import type { Deadline, FatEvent, PendingEffect } from './fat-event.ts';
import { wakes } from './wakes.ts';

/** How often due times are looked at, ms: a deadline fires at most this late. */
const TICK_MS = 200;
/** After this long, ms, a deadline that has passed and changed nothing is looked at again. */
const AGAIN_MS = 10_000;

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
};

export type Watch = {
  /** Takes note of a key's deadlines and of the effects that wait for a later attempt. */
  set(key: string, state: FatEvent): void;
  start(): void;
  stop(): void;
};

type Due = { readonly key: string; readonly ends: ReadonlyMap<string, bigint> };

/**
 * The timer of a task. A deadline says something about silence, so it fires only when every input was read to an end
 * that was sampled after the due time: whatever had arrived by then is known.
 */
export function deadlineWatch<S extends FatEvent>(options: WatchOptions<S>): Watch {
  const { engine, processor, partition, inputs } = options;
  const times = wakes();
  let waiting: Due[] = [];
  let callOff: (() => void) | null = null;
  let running = 0;

  const tick = async (turn: number): Promise<void> => {
    const now = engine.clock.now();
    const keys = times.due(now);
    try {
      if (keys.length > 0) {
        const ends = await sampleEnds(engine, inputs, partition);
        waiting.push(...keys.splice(0).map(key => ({ key, ends })));
      }
      const ready = waiting.filter(({ ends }) => isRead(ends));
      if (ready.length > 0) {
        const read = await readersOf(ready, now);
        waiting = waiting.filter(one => !ready.includes(one));
        if (turn === running) for (const { key } of ready) fire(key, now, read);
      }
    } catch (error) {
      for (const key of keys) times.set(key, now); // none is forgotten
      engine.logger.debug({ err: error, processor, partition }, 'Deadlines could not be looked at; trying again.');
    }
    if (turn === running && callOff !== null) callOff = engine.clock.after(TICK_MS, () => void tick(turn));
  };

  const isRead = (ends: ReadonlyMap<string, bigint>): boolean =>
    [...ends].every(([topic, end]) => (options.positionOf(topic) ?? 0n) >= end);

  const dueOf = (key: string, now: number): readonly Deadline[] =>
    options.stateOf(key)?.deadlines.filter(one => one.due <= now) ?? [];

  /** How far each processor that owes something has read the own topic. */
  const readersOf = async (ready: readonly Due[], now: number): Promise<Map<string, bigint>> => {
    const owing = new Set(ready.flatMap(({ key }) => dueOf(key, now)).map(deadline => deadline.owedBy));
    const read = new Map<string, bigint>();
    for (const name of owing) {
      if (engine.processors.has(name)) read.set(name, await committedBy(engine, name, options.own, partition));
    }
    return read;
  };

  const fire = (key: string, now: number, read: ReadonlyMap<string, bigint>): void => {
    const state = options.stateOf(key);
    if (state === null) return;
    for (const deadline of dueOf(key, now)) {
      const upTo = read.get(deadline.owedBy); // not of a processor: a person or a provider, who was asked otherwise
      const asked = upTo === undefined || upTo > (options.offsetOf(key) ?? 0n);
      options.fire(key, deadline, asked ? 'read' : 'unread');
    }
    for (const effect of state.effects.filter(one => one.retryAt !== null && one.retryAt <= now)) {
      options.retry(key, effect);
    }
    set(key, state, now);
  };

  /** `seen`: times up to it were just seen to; what of them is still there then is looked at again after a while. */
  const set = (key: string, state: FatEvent, seen = -1): void => {
    const all = [
      ...state.deadlines.map(deadline => deadline.due),
      ...state.effects.flatMap(effect => (effect.retryAt === null ? [] : [effect.retryAt])),
    ].map(at => (at > seen ? at : seen + AGAIN_MS));
    times.set(key, all.length === 0 ? null : Math.min(...all));
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
      waiting = [];
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
