import type { Knobs } from './knobs.ts';
import type { Ledger } from './ledger.ts';
import type { Operation } from './operation.ts';

export type Claim =
  | { readonly is: 'new' }
  | { readonly is: 'repeat'; readonly operation: Operation }
  | { readonly is: 'in-progress' }
  | { readonly is: 'reused' };

export type Keys = {
  /** Says what a key stands for. A new one is in progress until it is released. */
  claim(key: string, fingerprint: string, knobs: Knobs, now: number): Claim;
  release(key: string): void;
};

/**
 * Idempotency keys as draft-ietf-httpapi-idempotency-key-header has them. They are remembered by the ledger's entries,
 * so they survive a restart; what made no entry (an error, a request that was not understood) is decided afresh.
 */
export function createKeys(ledger: Ledger): Keys {
  const inProgress = new Map<string, string>();
  return {
    claim(key, fingerprint, { remembersKeys, keyLifetime }, now) {
      if (!remembersKeys) return { is: 'new' };
      const current = inProgress.get(key);
      if (current !== undefined) return { is: current === fingerprint ? 'in-progress' : 'reused' };
      const operation = ledger.byKey(key);
      if (operation !== undefined && now - operation.at < keyLifetime) {
        return operation.fingerprint === fingerprint ? { is: 'repeat', operation } : { is: 'reused' };
      }
      inProgress.set(key, fingerprint);
      return { is: 'new' };
    },
    release: key => inProgress.delete(key),
  };
}
