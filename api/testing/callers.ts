import { type Authenticator, openToEverybody } from '../security/authenticator.ts';
import { anybody, type Caller } from '../security/caller.ts';

/** Who asks in specs where that is not the point: a key that may do everything. */
export const specCaller: Caller = { ...anybody, kind: 'KEY', id: 'spec' };

/** Lets everybody in as that one. */
export const specAuth: Authenticator = openToEverybody(specCaller);

/** A customer, by a token of his own. */
export const customerCaller = (customerId: string): Caller => ({
  kind: 'TOKEN',
  id: customerId,
  scopes: new Set(['shop'] as const),
  customerId,
});
