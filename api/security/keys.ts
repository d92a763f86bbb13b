import { createHash, timingSafeEqual } from 'node:crypto';
import type { Caller } from './caller.ts';
import type { Scope } from './scopes.ts';

/** A key that may ask; of the key itself only the SHA-256 is kept. */
export type ApiKey = {
  readonly id: string;
  readonly scopes: readonly Scope[];
  readonly hash: Buffer;
  readonly customerId: string | null;
  /** Milliseconds since the epoch; null: it does not end. */
  readonly expiresAt: number | null;
};

/** Who shows this key: `expired` where it has ended, null where it is none. Every key is compared, whichever it is. */
export function callerOfKey(keys: readonly ApiKey[], shown: string, now: number): Caller | 'expired' | null {
  const hash = createHash('sha256').update(shown).digest();
  let found: ApiKey | null = null;
  for (const key of keys) if (timingSafeEqual(key.hash, hash)) found = key;
  if (found === null) return null;
  const { id, scopes, customerId, expiresAt } = found;
  if (expiresAt !== null && expiresAt <= now) return 'expired';
  return { kind: 'KEY', id, scopes: new Set(scopes), customerId };
}
