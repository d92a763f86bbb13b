import { keyIdOf } from './key-id.ts';
import type { DataKey, KeyStore, Vault } from './port.ts';

export type VaultOptions = {
  /**
   * How long a key is used from memory, ms. Default 30,000. It is also how long other processes can still open what a
   * destroyed key sealed. Shorter: more queries.
   */
  readonly keepFor?: number;
  /** Most keys in memory. Default 10,000, about 10 MB. The oldest is dropped, and asked for again. */
  readonly mostKept?: number;
  /** Milliseconds on a clock that never goes back. */
  readonly now?: () => number;
};

/** A vault over a store, with keys kept in memory for a bounded time. */
export function createVault(store: KeyStore, options: VaultOptions = {}): Vault {
  const { keepFor = 30_000, mostKept = 10_000, now = () => performance.now() } = options;
  const kept = new Map<string, { readonly key: DataKey; readonly until: number }>();

  function keep(key: DataKey, asked: number): void {
    // An answer that was under way while the key was destroyed here comes too late.
    if (kept.get(key.id)?.key.secret === null) return;
    kept.delete(key.id);
    kept.set(key.id, { key, until: key.secret === null ? Number.POSITIVE_INFINITY : asked + keepFor });
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
  }

  function recall(id: string): DataKey | undefined {
    const entry = kept.get(id);
    return entry !== undefined && entry.until > now() ? entry.key : undefined;
  }

  /** The keys by the names that they were asked for; those that aren't in memory come from `ask`, in one go. */
  async function collect(
    names: readonly string[],
    idOf: (name: string) => string,
    ask: (names: string[]) => Promise<DataKey[]>,
  ): Promise<Map<string, DataKey>> {
    const found = new Map<string, DataKey>();
    const missing = new Map<string, string>();
    for (const name of new Set(names)) {
      const key = recall(idOf(name));
      if (key === undefined) missing.set(idOf(name), name);
      else found.set(name, key);
    }
    if (missing.size === 0) return found;
    const asked = now();
    for (const key of await ask([...missing.values()])) {
      keep(key, asked);
      const name = missing.get(key.id);
      // As it stands in memory now: destroyed, if it was in the meantime.
      if (name !== undefined) found.set(name, kept.get(key.id)?.key ?? key);
    }
    return found;
  }

  return {
    keysFor: subjects => collect(subjects, keyIdOf, names => store.obtain(names)),
    keysById: ids =>
      collect(
        ids,
        id => id,
        names => store.find(names),
      ),
    async destroy(subject) {
      await store.destroy(subject);
      const id = keyIdOf(subject);
      kept.delete(id);
      keep({ id, subject, secret: null }, now());
    },
  };
}
