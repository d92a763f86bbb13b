import type { Change, Checkpoint, Newest, StateStore, Stored } from './port.ts';

/** A store that a process takes with it when it ends: for tests, and where no folder is given. */
export function memoryStore(): StateStore {
  const states = new Map<string, Stored>();
  const open = new Set<string>();
  let checkpoint: Checkpoint | null = null;
  let newest: Newest | null = null;

  const apply = (changes: readonly Change[], at: Checkpoint): void => {
    for (const change of changes) {
      const { key, value, offset } = change;
      // A copy: a slice would keep its whole fetch in memory.
      if (value === null) states.delete(key);
      else states.set(key, { value: Buffer.from(value), offset });
      if (value !== null && change.open) open.add(key);
      else open.delete(key);
      if (newest === null || offset >= newest.offset) newest = { key, offset };
    }
    checkpoint = at;
  };

  return {
    get: key => states.get(key),
    offsetOf: key => states.get(key)?.offset,
    apply,
    load: async (changes, at) => apply(changes, at),
    checkpoint: () => checkpoint,
    newest: () => newest,
    openKeys: () => open,
    keys: () => states.keys(),
    size: () => states.size,
    clear: () => {
      states.clear();
      open.clear();
      checkpoint = null;
      newest = null;
    },
    close: async () => undefined,
  };
}
