import type { EffectAnswer } from './definition.ts';
import type { Engine } from './engine.ts';
import type { FatEvent, PendingEffect } from './fat-event.ts';

export type EffectRunsOptions = {
  readonly engine: Engine;
  readonly processor: string;
  /** Returns whether the answer will be decided; one that is not taken leaves the effect to be run again. */
  readonly answered: (key: string, effect: PendingEffect, answer: EffectAnswer) => boolean;
  /** An answer that could not be taken. */
  readonly failed: (error: unknown) => void;
};

export type EffectRuns = {
  /** Starts every pending effect of a state whose time has come, that is not under way yet and has no answer that waits. */
  start(key: string, state: FatEvent, now: number): void;
  run(key: string, effect: PendingEffect, state: FatEvent): void;
  /** Its answer was decided: what is still pending of it may be run again. */
  decided(effect: PendingEffect): void;
  /** Answers that wait are lost; their effects are run again. */
  forget(): void;
  /** What is under way is given up: somebody else may have the partition, and run it too. Here it is run again, if ever. */
  callOff(): void;
  /**
   * Calls off what is under way, and starts nothing any more; its entries stay pending, and whoever owns the partition
   * next runs them again.
   */
  stop(): void;
};

/**
 * Runs effects outside any batch or transaction, after the commit that intended them. The answer is an input of its
 * own; it is not kept anywhere, since an effect without an answer runs again under the same idempotency key.
 */
export function effectRuns({ engine, processor, answered, failed }: EffectRunsOptions): EffectRuns {
  const running = new Map<string, AbortController>();
  /** Answered, and not decided yet: meanwhile the state still has them pending, whatever else of the key is decided. */
  const waiting = new Set<string>();
  let stopped = false;

  const run = (key: string, effect: PendingEffect, state: FatEvent): void => {
    const id = nameOf(effect);
    if (stopped || running.has(id) || waiting.has(id)) return;
    const runner = engine.runners[effect.kind];
    if (runner === undefined) throw new Error(`${processor} intends an effect ${effect.kind} that nobody runs.`);
    const calledOff = new AbortController();
    running.set(id, calledOff);
    Promise.try(() => runner(effect, state, calledOff.signal))
      .catch((error): EffectAnswer => {
        if (!calledOff.signal.aborted) {
          engine.logger.error({ err: error, processor, key, effect: effect.kind }, 'An effect failed unexpectedly.');
        }
        return { status: 'failed', code: 'gateway-defect' };
      })
      .then(answer => {
        if (running.get(id) === calledOff) running.delete(id); // else it was called off, and begun anew
        if (!calledOff.signal.aborted && answered(key, effect, answer)) waiting.add(id);
      })
      .catch(failed);
  };

  const callOff = (): void => {
    for (const calledOff of running.values()) calledOff.abort();
    running.clear();
  };

  return {
    run,
    callOff,
    start: (key, state, now) => {
      for (const effect of state.effects) if ((effect.retryAt ?? 0) <= now) run(key, effect, state);
    },
    decided: effect => {
      waiting.delete(nameOf(effect));
    },
    forget: () => waiting.clear(),
    stop: () => {
      stopped = true;
      callOff();
    },
  };
}

const nameOf = ({ id, attempt }: PendingEffect): string => `${id}#${attempt}`;
