/** Lets one loop sleep until something that it waits for may have changed. */
export type Waker = {
  /** Resolves at the next `wake`. The caller checks its condition before, and again after. */
  asleep(): Promise<void>;
  wake(): void;
};

export function createWaker(): Waker {
  let resume: (() => void) | null = null;
  return {
    asleep: () =>
      new Promise(resolve => {
        resume = resolve;
      }),
    wake: () => {
      const resolve = resume;
      resume = null;
      resolve?.();
    },
  };
}

/** Those who want to be told of a change. */
export type Listeners = {
  /** Answers how to stop listening. */
  add(listener: () => void): () => void;
  notify(): void;
};

export function createListeners(): Listeners {
  const all = new Set<() => void>();
  return {
    add: listener => {
      all.add(listener);
      return () => all.delete(listener);
    },
    notify: () => {
      for (const listener of [...all]) listener();
    },
  };
}
