import { setImmediate } from 'node:timers/promises';
import type { Reader } from '../codec/reader.ts';
import type { FatEvent } from './fat-event.ts';
import type { StateStore } from './store/port.ts';

/** Keys that are looked at before others get a turn: a member that does not answer for 6 s is put out of its group. */
const AT_A_STRETCH = 1_000;

/** The stored states, decoded. */
export type States<S extends FatEvent> = {
  /** A key's state, whose schema is known: it is open, or was written here. */
  of(key: string): S | null;
  /** Reads these keys' states and fetches the schemas that they were written with. */
  read(keys: readonly string[]): Promise<(key: string) => S | null>;
  /** Every state with deadlines or effects, some at a time. Ends early, without a word, once the signal is aborted. */
  eachOpen(signal: AbortSignal, found: (key: string, state: S) => void): Promise<void>;
};

export function states<S extends FatEvent>(store: StateStore, reader: Reader<S>): States<S> {
  const read = async (keys: readonly string[]): Promise<(key: string) => S | null> => {
    const values = new Map<string, Buffer>();
    for (const key of keys) {
      const value = store.get(key)?.value;
      if (value !== undefined) values.set(key, value);
    }
    await reader.prepare(values.values());
    return key => {
      const value = values.get(key);
      return value === undefined ? null : reader.decode(value);
    };
  };
  return {
    of: key => {
      const stored = store.get(key);
      return stored === undefined ? null : reader.decode(stored.value);
    },
    read,
    eachOpen: async (signal, found) => {
      const keys = [...store.openKeys()];
      for (let from = 0; from < keys.length && !signal.aborted; from += AT_A_STRETCH) {
        const part = keys.slice(from, from + AT_A_STRETCH);
        const stateOf = await read(part);
        for (const key of part) {
          const state = stateOf(key);
          if (state !== null) found(key, state);
        }
        if (from + AT_A_STRETCH < keys.length) await setImmediate();
      }
    },
  };
}
