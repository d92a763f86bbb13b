import type { Checkpoint, StateStore, Stored } from './port.ts';

/** A store that a process takes with it when it ends: for tests, and where no folder is given. */
export function memoryStore(): StateStore {
  const states = new Map<string, Stored>();
  let checkpoint: Checkpoint | null = null;
  return {
    get: key => states.get(key),
    apply: (changes, at) => {
      for (const { key, value, offset } of changes) {
        if (value === null) states.delete(key);
        else states.set(key, { value, offset });
      }
      checkpoint = at;
    },
    checkpoint: () => checkpoint,
    entries: () => states.entries(),
    size: () => states.size,
    clear: () => {
      states.clear();
      checkpoint = null;
    },
    close: async () => undefined,
  };
}
