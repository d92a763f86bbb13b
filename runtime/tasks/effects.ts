import type { EffectAnswer } from './definition.ts';
import type { Engine } from './engine.ts';
import type { FatEvent, PendingEffect } from './fat-event.ts';
import { namesInOrder } from './names-in-order.ts';

export type EffectRunsOptions = {
  readonly engine: Engine;
  readonly processor: string;
  /** The state as it stands, where the task decides by it; null: what waits for a place is left to the takeover. */
  readonly stateOf: (key: string) => FatEvent | null;
  /** Returns whether the answer will be decided; one that is not taken leaves the effect to be run again. */
  readonly answered: (key: string, effect: PendingEffect, answer: EffectAnswer) => boolean;
  /** An answer that could not be taken. */
  readonly failed: (error: unknown) => void;
};

export type EffectRuns = {
  /**
   * Starts every pending effect of a state whose time has come, that is not under way yet and has no answer that waits. One
   * under way that the state has no entry of any more is called off: whatever its answer, it would count for nothing.
   */
  start(key: string, state: FatEvent, now: number): void;
  run(key: string, effect: PendingEffect, state: FatEvent): void;
  /** Its answer was decided: what is still pending of it may be run again. */
  decided(effect: PendingEffect): void;
  /** Answers that wait are lost; their effects are run again. */
  forget(): void;
  /** As `forget`, and calls off what is under way: another task has the partition, and runs it again. */
  callOff(): void;
  /** Calls off what is under way, and starts nothing any more; its entries stay pending for whoever has the partition next. */
  stop(): void;
};

/**
 * Effects of a task that are under way at once. The others wait: each is pending in its state, so a queue needs its name
 * only. Fewer than a gateway's queue holds, from all tasks of a process together, so that a provider which is slower than
 * the orders makes them wait, and not fail.
 */
const MOST_UNDER_WAY = 500;

/**
 * Runs effects outside any batch or transaction, after the commit that intended them. The answer is an input of its
 * own; it is not kept anywhere, since an effect without an answer runs again under the same idempotency key.
 */
export function effectRuns({ engine, processor, stateOf, answered, failed }: EffectRunsOptions): EffectRuns {
  const running = new Map<string, UnderWay>();
  /** Names of those under way by their key. */
  const ofKey = new Map<string, Set<string>>();
  /** Answered, and not decided yet: meanwhile the state still has them pending, whatever else of the key is decided. */
  const waiting = new Set<string>();
  const queue = namesInOrder();
  let stopped = false;

  const run = (key: string, effect: PendingEffect, state: FatEvent): void => {
    const id = nameOf(effect);
    if (stopped || running.has(id) || waiting.has(id)) return;
    if (running.size >= MOST_UNDER_WAY) {
      queue.add(id, key);
      return;
    }
    const runner = engine.runners[effect.kind];
    if (runner === undefined) throw new Error(`${processor} intends an effect ${effect.kind} that nobody runs.`);
    const { correlationId } = state.event;
    const calledOff = new AbortController();
    running.set(id, { effectId: effect.id, calledOff });
    ofKey.set(key, (ofKey.get(key) ?? new Set()).add(id));
    Promise.try(() => runner({ ...effect, correlationId }, state, calledOff.signal))
      .catch((error): EffectAnswer => {
        if (!calledOff.signal.aborted) {
          const about = { processor, key, correlationId, effect: effect.kind };
          engine.logger.error({ err: error, ...about }, 'An effect failed unexpectedly.');
        }
        return { status: 'failed', code: 'gateway-defect' };
      })
      .then(answer => {
        if (calledOff.signal.aborted) return; // the same effect may be under way again by now
        forgetRun(key, id);
        if (answered(key, effect, answer)) waiting.add(id);
        next();
      })
      .catch(failed);
  };

  const forgetRun = (key: string, id: string): void => {
    running.delete(id);
    const names = ofKey.get(key);
    names?.delete(id);
    if (names?.size === 0) ofKey.delete(key);
  };

  /** By its id alone: what an attempt did or was refused counts, whichever attempt is pending by now (fold.ts). */
  const callOffOvertaken = (key: string, state: FatEvent): void => {
    let isAny = false;
    for (const id of [...(ofKey.get(key) ?? [])]) {
      const { effectId, calledOff } = running.get(id) as UnderWay;
      if (state.effects.some(one => one.id === effectId)) continue;
      forgetRun(key, id);
      calledOff.abort();
      isAny = true;
    }
    if (isAny) next();
  };

  /** Those whose turn it is; what is not pending any more has had its end meanwhile. */
  const next = (): void => {
    while (!stopped && running.size < MOST_UNDER_WAY) {
      const first = queue.take();
      if (first === null) return;
      const state = stateOf(first.key);
      const effect = state?.effects.find(one => nameOf(one) === first.id);
      if (state && effect) run(first.key, effect, state);
    }
  };

  const forget = (): void => {
    waiting.clear();
    queue.clear();
  };

  const callOff = (): void => {
    forget();
    const all = [...running.values()];
    running.clear();
    ofKey.clear();
    for (const { calledOff } of all) calledOff.abort();
  };

  return {
    run,
    start: (key, state, now) => {
      callOffOvertaken(key, state);
      for (const effect of state.effects) if ((effect.retryAt ?? 0) <= now) run(key, effect, state);
    },
    decided: effect => {
      waiting.delete(nameOf(effect));
    },
    forget,
    callOff,
    stop: () => {
      stopped = true;
      callOff();
    },
  };
}

type UnderWay = { readonly effectId: string; readonly calledOff: AbortController };

const nameOf = ({ id, attempt }: PendingEffect): string => `${id}#${attempt}`;
