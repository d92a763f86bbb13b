import { createSecretKey, randomBytes } from 'node:crypto';
import { keyIdOf } from './key-id.ts';
import type { DataKey, KeyStore, Vault } from './port.ts';
import { createVault, type VaultOptions } from './vault.ts';

/** A vault for topologies that run inside one test process. Its keys end with it. */
export function createMemoryVault(options: VaultOptions = {}): Vault {
  return createVault(createMemoryKeyStore(), options);
}

/** What several vaults in one process may share, as processes share a database. */
export function createMemoryKeyStore(): KeyStore {
  const keys = new Map<string, DataKey>();
  const obtain = (subject: string): DataKey => {
    const id = keyIdOf(subject);
    const key = keys.get(id) ?? { id, subject, secret: createSecretKey(randomBytes(32)) };
    keys.set(id, key);
    return key;
  };
  return {
    obtain: async subjects => subjects.map(obtain),
    find: async ids => ids.flatMap(id => keys.get(id) ?? []),
    destroy: async subject => {
      const id = keyIdOf(subject);
      keys.set(id, { id, subject, secret: null });
    },
  };
}
