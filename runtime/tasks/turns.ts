import { isHalted } from '../hospital/standing.ts';
import type { LogBatch } from '../log/port.ts';
import type { Care } from './care.ts';
import { commit, type Held } from './commit.ts';
import type { Values } from './definition.ts';
import type { FatEvent } from './fat-event.ts';
import { intake, itemsOf } from './intake.ts';
import type { Item, KeyedCause } from './items.ts';
import type { Pace } from './pace.ts';
import type { TaskScope } from './scope.ts';
import type { Step } from './step.ts';

export type TurnsOptions<S extends FatEvent, I extends Values, T extends Values> = {
  readonly scope: TaskScope<S, I, T>;
  readonly pace: Pace;
  /** Null where there is no hospital. */
  readonly care: Care<S, T> | null;
  readonly enqueue: (work: (held: Held<S, T>) => Promise<void>) => Promise<void>;
  /** Whether this takeover is still the one that holds. */
  readonly isOn: (held: Held<S, T>) => boolean;
  readonly pauseFor: (ms: number) => Promise<void>;
  /** A step of these items was committed. */
  readonly after: (step: Step<S>, items: readonly Item<I>[]) => void;
};

/** What comes in, and the turns in which it is decided. */
export type Turns<I extends Values> = {
  batch(batch: LogBatch): Promise<void>;
  /** An answer, or a deadline. */
  take(one: KeyedCause<I>): void;
  /** Answers come again from the pending entries, deadlines from the state. */
  clear(): void;
  /** Takes out what nobody will decide any more: the task lets go. */
  rest(): readonly KeyedCause<I>[];
};

/** What comes while a transaction is under way, of all inputs, is decided together in the next one. */
export function turns<S extends FatEvent, I extends Values, T extends Values>(
  options: TurnsOptions<S, I, T>,
): Turns<I> {
  const { scope, pace, care, enqueue, isOn, pauseFor } = options;
  const { engine } = scope;
  const internal = intake<I>();
  const waiting: { readonly batch: LogBatch; readonly done: () => void }[] = [];
  let lastBegan = 0;

  const takeTurn = async (ours: Held<S, T>): Promise<void> => {
    if (waiting.length === 0 && internal.isEmpty()) return; // an earlier turn took it
    const pause = pace.wait(lastBegan, engine.clock.now(), scope.processor.linger ?? 0);
    if (pause > 0) await pauseFor(pause);
    if (!isOn(ours)) return;
    const taken = waiting.splice(0);
    try {
      const batches = taken.map(({ batch }) => batch);
      const inputs = batches.filter(({ topic }) => topic !== scope.hospital?.operations);
      if (!isStill(ours)) await decide(ours, inputs);
      for (const batch of batches) {
        if (inputs.includes(batch) || !isOn(ours)) continue;
        await care?.operations(ours, batch);
      }
    } finally {
      for (const { done } of taken) done();
    }
    if (!isOn(ours)) return;
    care?.look(ours);
    if (!internal.isEmpty()) void enqueue(takeTurn);
  };

  /** A task that stands still lets what it is handed go: it reads it again, from its position, when it goes on. */
  const isStill = ({ ward }: Held<S, T>): boolean => {
    if (ward === null || !isHalted(ward.standing)) return false;
    internal.clear();
    return true;
  };

  const decide = async (ours: Held<S, T>, batches: readonly LogBatch[]): Promise<void> => {
    const items: Item<I>[] = internal.take();
    for (const batch of batches) {
      items.push(...(await itemsOf(scope, batch, ours.positions.get(batch.topic) ?? 0n)));
    }
    const began = engine.clock.now();
    const { step, trips } = await commit(scope, ours, items, batches);
    if (trips !== null) {
      await care?.trip(ours, step, trips);
      return;
    }
    if (step.records.length > 0) {
      lastBegan = began;
      pace.began(began);
    }
    care?.admitted(step);
    options.after(step, items);
  };

  return {
    batch: batch => {
      const { promise, resolve: done } = Promise.withResolvers<void>();
      const one = { batch, done };
      waiting.push(one);
      void enqueue(takeTurn).then(() => {
        // No turn took it: the partition is being taken over, and it will be read again.
        if (!waiting.includes(one)) return;
        waiting.splice(waiting.indexOf(one), 1);
        done();
      });
      return promise;
    },
    take: one => {
      if (internal.add(one)) void enqueue(takeTurn);
    },
    clear: internal.clear,
    rest: internal.take,
  };
}
