import type { FaultKnobs } from './faults.ts';

/** What a key made in the books. */
export type Kept = { readonly at: number; readonly fingerprint: string };

export type Claim<O> =
  | { readonly is: 'new' }
  | { readonly is: 'repeat'; readonly operation: O }
  | { readonly is: 'in-progress' }
  | { readonly is: 'reused' };

export type Keys<O> = {
  /** Says what a key stands for. A new one is in progress until it is released. */
  claim(key: string, fingerprint: string, knobs: FaultKnobs, now: number): Claim<O>;
  release(key: string): void;
};

/**
 * Idempotency keys as draft-ietf-httpapi-idempotency-key-header has them. They are remembered by the ledger's entries,
 * so they survive a restart; what made no entry (an error, a request that was not understood) is decided afresh.
 */
export function createKeys<O extends Kept>(ledger: { byKey(key: string): O | undefined }): Keys<O> {
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
