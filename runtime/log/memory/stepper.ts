import type { Schedule, Step } from './steps.ts';

/** Puts every step into the hands of a test, which so chooses the interleaving. */
export type Stepper = {
  /** For `createMemoryBroker({ schedule })`; also for steps of the test's own (effects, timers) beside the broker's. */
  readonly schedule: Schedule;
  /** Steps that could happen next, the longest waiting first. Those of crashed clients are left out. */
  pending(): readonly Step[];
  /** Lets one happen, and waits until what follows from it has come to rest: nothing but steps is left to wait for. */
  run(step: Step): Promise<void>;
  /**
   * Runs steps until none is left; answers how many. `choose` picks the next by its index (default: the longest waiting
   * one). Throws after `most` steps (default 100,000): the system under test feeds itself.
   */
  drain(choose?: (pending: readonly Step[]) => number, most?: number): Promise<number>;
};

type Waiting = { readonly step: Step; readonly go: () => void };

export function createStepper(): Stepper {
  let waiting: Waiting[] = [];

  const pending = (): readonly Step[] => {
    waiting = waiting.filter(({ step }) => !step.gone);
    return waiting.map(({ step }) => step);
  };

  const run = async (step: Step): Promise<void> => {
    const index = waiting.findIndex(one => one.step === step);
    const [chosen] = index === -1 ? [] : waiting.splice(index, 1);
    chosen?.go();
    await atRest();
  };

  return {
    schedule: step => new Promise<void>(go => waiting.push({ step, go })),
    pending,
    run,
    drain: async (choose = () => 0, most = 100_000) => {
      await atRest();
      for (let count = 0; ; count++) {
        const steps = pending();
        if (steps.length === 0) return count;
        if (count === most) throw new Error(`Not at rest after ${most} steps; next: ${JSON.stringify(steps[0])}`);
        await run(steps[choose(steps)] as Step);
      }
    },
  };
}

/** A turn of the event loop begins only when no microtask is left, so every continuation has run. */
const atRest = (): Promise<void> => new Promise(resolve => setImmediate(resolve));
