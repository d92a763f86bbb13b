import { createHmac, type KeyObject } from 'node:crypto';
import { bodyHash } from '../../api/requests/body-hash.ts';
import type { Vault } from '../../runtime/vault/port.ts';

/** Hashes bodies that hold somebody's personal data. */
export type PersonalHash = {
  /** Fetches the keys of these customers; only theirs are known afterwards. */
  prepare(customers: readonly string[]): Promise<void>;
  /** The same content of the same customer has the same hash, in whatever import. */
  of(customer: string, body: unknown): string;
};

/**
 * Such a hash travels on the log for good. A bare one would tell somebody who guesses name and address that the guess is
 * right, also after the customer was erased; so it is taken under the customer's own key, and is worthless without it.
 */
export function personalHash(vault: Vault): PersonalHash {
  let keys = new Map<string, KeyObject | null>();
  return {
    prepare: async customers => {
      const found = await vault.keysFor([...new Set(customers)]);
      keys = new Map([...found].map(([customer, { secret }]) => [customer, secret]));
    },
    of: (customer, body) => {
      const key = keys.get(customer);
      if (key === undefined) throw new Error(`The key of ${customer} was not fetched.`);
      // Of one who is erased nothing personal is written any more, so there is nothing to tell apart.
      if (key === null) return 'erased';
      return createHmac('sha256', key)
        .update(`longplay import ${bodyHash(body)}`)
        .digest('base64url');
    },
  };
}
